"""The verbs of pages; on both databases what makes addresses, counts versions or meets somebody else."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.wiki.pages.conftest import at_once
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages import service
from wiki.pages.addresses import SameTitle
from wiki.pages.keeping import HERE, Place, Words, keep, mark_read
from wiki.pages.models import Page, PageTag, ReadMark, RenderedRevision
from wiki.pages.service import EditConflict
from wiki.territories.models import Membership

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What says nothing of the engine."""
TEXT = "---\nthèmes: [Climat]\n---\n\n# Lire le climat\n\nUne phrase. Une autre phrase.\n\nUn second paragraphe.\n"


def refused(error: Any) -> str:
    return " ".join(str(message) for message in error.value.errors.values())


def test_a_page_is_created_with_its_projections(pages: Any) -> None:
    pages.create(TEXT, summary="Première version")
    page = pages.at("trappes/lire-le-climat")
    assert (page.title, page.summary, page.kind) == (
        "Lire le climat",
        "Une phrase. Une autre phrase.",
        "page",
    )
    (first,) = pages.revisions("trappes/lire-le-climat")
    assert (first.number, first.text, first.summary) == (1, TEXT, "Première version")
    with pages.look() as session:
        assert [theme.name for theme in session.get_one(Page, page.id).themes] == ["Climat"]
    pages.work()
    assert pages.indexed == [page.id]


@sqlite_only
def test_what_cannot_be_a_page_is_refused(pages: Any) -> None:
    for field, value in (("kind", "poème"), ("audience", "amis"), ("text", " \n\n")):
        with pytest.raises(Invalid) as error:
            pages.create(**{"text": TEXT, field: value})
        assert list(error.value.errors) == [field]


@sqlite_only
def test_a_page_needs_a_territory_where_one_may_write(pages: Any) -> None:
    with pytest.raises(Forbidden):
        pages.create(TEXT, place="nantes")
    actor = pages.actor("referente")
    with pages.write() as session, pytest.raises(NotFound):
        service.create(session, actor, service.NewPage(999_999, "page", "public", TEXT))


@sqlite_only
def test_a_title_needs_a_letter_or_a_digit_whatever_its_alphabet(pages: Any) -> None:
    with pytest.raises(Invalid) as error:
        pages.create("# 🎉🎊\n\nTexte.\n")
    assert "lettre" in str(error.value.errors["title"])
    pages.create("# Привет\n\nТекст.\n")
    pages.create("# مرحبا\n\nنص.\n")
    assert pages.at("trappes/page").title == "Привет"
    assert pages.at("trappes/page-2").title == "مرحبا"
    with pytest.raises(SameTitle):
        pages.create("# Привет\n\nТекст.\n")


@sqlite_only
def test_a_title_may_not_vanish_in_an_edit(pages: Any) -> None:
    page_id = pages.create(TEXT)
    for text in ("---\nthèmes: [Climat]\n---\n", "# 🎉\n"):
        with pytest.raises(Invalid) as error:
            pages.edit(page_id, 1, text)
        assert "titre" in refused(error)


def test_two_pages_of_one_title(pages: Any) -> None:
    pages.create(TEXT)
    with pytest.raises(SameTitle) as error:
        pages.create(TEXT)
    assert error.value.path == "trappes/lire-le-climat"
    pages.create(TEXT, same_title_meant=True)
    pages.create(TEXT, place="national", by="curatrice")
    assert pages.at("trappes/lire-le-climat-2")
    assert pages.at("national/lire-le-climat")


def test_a_hidden_page_of_that_title_is_not_told_of(pages: Any) -> None:
    pages.create(TEXT, by="membre", audience="draft")
    pages.create(TEXT)
    # Now one is hidden and one is not: the visible one is told of, in whatever order they were made.
    with pytest.raises(SameTitle) as error:
        pages.create(TEXT)
    assert error.value.path == "trappes/lire-le-climat-2"
    with pytest.raises(SameTitle) as error:
        pages.create(TEXT, by="membre")
    assert error.value.path in ("trappes/lire-le-climat", "trappes/lire-le-climat-2")


def test_long_titles_get_numbers_too(pages: Any) -> None:
    title = "anticonstitutionnellement" * 4
    for _ in range(3):
        pages.create(f"# {title}\n\nTexte.\n", same_title_meant=True)
    with pages.look() as session:
        slugs = session.scalars(select(Page.slug).order_by(Page.id)).all()
    assert slugs == [title[:80], f"{title[:74]}-2", f"{title[:74]}-3"]


@sqlite_only
def test_a_change_is_a_new_version(pages: Any) -> None:
    page_id = pages.create(TEXT)
    changed = TEXT.replace("Une autre", "Une meilleure")
    assert pages.edit(page_id, 1, changed, by="membre", summary="Mieux dit", minor=True) == "saved"
    assert pages.texts("trappes/lire-le-climat") == [TEXT, changed]
    last = pages.revisions("trappes/lire-le-climat")[-1]
    assert (last.summary, last.minor, last.base_number, last.author_id) == (
        "Mieux dit",
        True,
        1,
        pages.people["membre"],
    )
    assert pages.edit(page_id, 2, changed) == "unchanged"
    assert len(pages.texts("trappes/lire-le-climat")) == 2


def test_the_same_form_twice_saves_once_but_new_words_in_it_are_saved(pages: Any) -> None:
    first = pages.create(TEXT, form_key="k1")
    assert pages.create(TEXT, form_key="k1") == first
    # Back in the browser, and another page written in the form that was there.
    other = pages.create(TEXT.replace("Lire", "Dire"), form_key="k1")
    assert other != first
    assert pages.at("trappes/dire-le-climat")
    changed = TEXT.replace("phrase", "parole")
    assert pages.edit(first, 1, changed, form_key="k2") == "saved"
    assert pages.edit(first, 1, changed, form_key="k2") == "repeated"
    assert pages.edit(first, 1, changed + "\nEncore.\n", form_key="k2") == "merged"
    assert "Encore." in pages.texts("trappes/lire-le-climat")[-1]
    # A key is one person's, and of one page.
    assert pages.edit(other, 1, changed, form_key="k2") == "saved"
    assert pages.edit(other, 2, TEXT, form_key="k2", by="membre") == "saved"
    assert pages.edit(other, 3, changed, form_key="\x00" * 99) == "saved"


@sqlite_only
def test_two_people_in_different_paragraphs_both_win(pages: Any) -> None:
    page_id = pages.create(TEXT)
    pages.edit(page_id, 1, TEXT.replace("Un second", "Le second"), by="membre")
    assert pages.edit(page_id, 1, TEXT.replace("Une phrase", "Ma phrase")) == "merged"
    last = pages.texts("trappes/lire-le-climat")[-1]
    assert "Le second" in last
    assert "Ma phrase" in last


@sqlite_only
def test_the_same_sentence_is_asked_about(pages: Any) -> None:
    page_id = pages.create(TEXT)
    pages.edit(page_id, 1, TEXT.replace("Une phrase", "Leur phrase"), by="membre")
    with pytest.raises(EditConflict) as error:
        pages.edit(page_id, 1, TEXT.replace("Une phrase", "Ma phrase"))
    assert [conflict.theirs for conflict in error.value.merge.conflicts] == ["Leur phrase."]


@sqlite_only
def test_a_visitor_marks_nothing(pages: Any) -> None:
    page_id, visitor = pages.create(TEXT), pages.actor("")
    with pages.write() as session:
        mark_read(session, visitor, page_id, 1)
    with pages.look() as session:
        assert not session.scalars(select(ReadMark)).all()


@sqlite_only
def test_an_edit_must_start_from_a_version(pages: Any) -> None:
    page_id = pages.create(TEXT)
    for base in (0, 7):
        with pytest.raises(Invalid):
            pages.edit(page_id, base, TEXT + "\nPlus.\n")


@sqlite_only
def test_a_page_that_is_not_there_cannot_be_edited(pages: Any) -> None:
    with pytest.raises(NotFound):
        pages.edit(999_999, 1, TEXT)


@sqlite_only
def test_a_draft_may_be_wrong_until_it_is_shared(pages: Any) -> None:
    wrong = '---\nthèmes: [Climta]\nlieu: "ouvert\n---\n\n# Brouillon\n\nTexte.\n'
    page_id = pages.create(wrong, audience="draft")
    with pytest.raises(Invalid) as error:
        pages.settle(page_id, audience="public")
    assert "Ligne 3" in refused(error)
    pages.edit(page_id, 1, wrong.replace('lieu: "ouvert\n', ""))
    with pytest.raises(Invalid) as error:
        pages.settle(page_id, audience="public")
    assert "Climta" in refused(error)
    assert "Climat" in refused(error)
    pages.edit(page_id, 2, "# Brouillon\n\nTexte.\n")
    pages.settle(page_id, audience="public", kind="tool")
    page = pages.at("trappes/brouillon")
    assert (page.audience, page.kind) == ("public", "tool")


@sqlite_only
def test_every_line_of_a_broken_head_is_named(pages: Any) -> None:
    with pytest.raises(Invalid) as error:
        pages.create("---\nlieu: a\nsans forme\nlieu: b\n---\n\n# Titre\n")
    assert "Ligne 3 :" in refused(error)
    assert "Ligne 4 :" in refused(error)


@sqlite_only
def test_a_restored_version_is_a_new_one(pages: Any) -> None:
    page_id, actor = pages.create(TEXT), pages.actor("referente")
    pages.edit(page_id, 1, TEXT + "\nPlus.\n")
    for outcome in ("saved", "repeated"):
        with pages.write() as session:
            assert service.restore(session, actor, page_id, 1, "clé").outcome == outcome
    with pages.write() as session:
        assert service.restore(session, actor, page_id, 1, "autre clé").outcome == "unchanged"
    with pages.write() as session, pytest.raises(NotFound):
        service.restore(session, actor, page_id, 9, None)
    assert pages.texts("trappes/lire-le-climat") == [TEXT, TEXT + "\nPlus.\n", TEXT]
    with pages.look() as session:
        assert session.scalars(select(ReadMark.number)).all() == [3]


@sqlite_only
def test_only_the_first_author_makes_a_page_a_private_draft(pages: Any) -> None:
    page_id = pages.create(TEXT, by="membre")
    with pytest.raises(Invalid):
        pages.settle(page_id, audience="draft")
    pages.settle(page_id, audience="draft", by="membre")
    with pytest.raises(NotFound):
        pages.settle(page_id, audience="public")
    with pytest.raises(Invalid):
        pages.settle(page_id, audience="public", kind="poème", by="membre")


@sqlite_only
def test_who_has_left_a_territory_publishes_nothing_there(pages: Any) -> None:
    page_id = pages.create(TEXT, by="membre", audience="draft")
    with pages.write() as session:
        session.delete(
            session.scalars(select(Membership).where(Membership.user_id == pages.people["membre"])).one()
        )
    assert pages.edit(page_id, 1, TEXT + "\nPlus.\n", by="membre") == "saved"
    with pytest.raises(Forbidden):
        pages.settle(page_id, audience="public", by="membre")


@sqlite_only
def test_settling_nothing_changes_nothing(pages: Any) -> None:
    page_id = pages.create(TEXT)
    before = pages.at("trappes/lire-le-climat").changed_at
    pages.settle(page_id, audience="public")
    assert pages.at("trappes/lire-le-climat").changed_at == before
    pages.settle(page_id, audience="members")
    assert pages.indexed == [page_id, page_id]


def test_a_page_full_of_links_tags_and_themes_is_saved(pages: Any) -> None:
    tags = ", ".join(f"mot{number}" for number in range(300))
    links = " ".join(f"[[p{number}]]" for number in range(40_000))
    page_id = pages.create(f"---\nmots-clés: [{tags}]\n---\n\n# Tout\n\n{links}\n")
    with pages.look() as session:
        assert len(session.scalars(select(PageTag.tag_id).where(PageTag.page_id == page_id)).all()) == 40


@sqlite_only
def test_html_of_superseded_versions_is_not_kept_since_its_links_could_not_follow(pages: Any) -> None:
    page_id = pages.create(TEXT)
    pages.edit(page_id, 1, TEXT + "\nPlus.\n")
    with pages.look() as session:
        current = session.get_one(Page, page_id).current_id
        assert session.scalars(select(RenderedRevision.revision_id)).all() == [current]


def test_many_writers_of_one_page_lose_nothing(pages: Any) -> None:
    writers = 8
    paragraphs = [f"Paragraphe {number}, tel qu'il était.\n" for number in range(writers)]
    text = "# Ensemble\n\n" + "\n".join(paragraphs)
    page_id = pages.create(text)

    def write(number: int) -> None:
        changed = text.replace(f"Paragraphe {number},", f"Paragraphe {number} de la personne {number},")
        pages.edit(page_id, 1, changed, by=("referente", "membre")[number % 2])

    assert at_once(writers, write) == []
    revisions = pages.revisions("trappes/ensemble")
    assert [revision.number for revision in revisions] == list(range(1, writers + 2))
    assert all(f"de la personne {number}," in revisions[-1].text for number in range(writers))


def test_one_form_posted_many_times_at_once_makes_one_page_and_one_version(pages: Any) -> None:
    assert at_once(4, lambda number: pages.create(TEXT, form_key="double")) == []
    page = pages.at("trappes/lire-le-climat")
    assert pages.count() == 1
    changed = TEXT + "\nPlus.\n"
    assert at_once(4, lambda number: pages.edit(page.id, 1, changed, form_key="encore")) == []
    assert pages.texts("trappes/lire-le-climat") == [TEXT, changed]


def test_one_title_at_once_gives_one_page(pages: Any) -> None:
    errors = at_once(4, lambda number: pages.create(TEXT))
    assert [type(error) for error in errors] == [SameTitle] * 3
    assert pages.count() == 1


def test_reading_and_keeping_at_once_by_one_person(pages: Any) -> None:
    page_id, actor = pages.create(TEXT), pages.actor("membre")

    def read(number: int) -> None:
        with pages.write() as session:
            mark_read(session, actor, page_id, 2)
        with pages.write() as session:
            place = Place.of(session.get_one(Page, page_id))
            keep(session, actor, place, Words(f"Texte {number}", 1), HERE)

    assert at_once(6, read) == []
    with pages.look() as session:
        assert session.scalars(select(ReadMark.number).where(ReadMark.user_id == actor.user_id)).all() == [2]
