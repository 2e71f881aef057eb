"""A page in several languages."""

import re
from typing import Any

import pytest
from sqlalchemy import select as select_rows

from tests.reading import select, tree, words
from tests.wiki.naming.test_renaming import current, rename
from tests.wiki.pages.conftest import Pages
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.languages import service
from wiki.languages.models import Translation
from wiki.languages.names import is_tag, own_name
from wiki.languages.projection import said_in
from wiki.languages.queries import late_in, of_page
from wiki.pages.models import Page
from wiki.provenance.models import Derivation
from wiki.rendering.head import Head
from wiki.territories.models import Territory

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SOURCE = "# Lire le climat\n\nOn mesure. Voir [[Autre]].\n"
ENGLISH = (
    "---\nlangue: en\ntraduction-de: trappes/lire-le-climat@1\n---\n\n# Reading the climate\n\nWe measure.\n"
)
BRETON = "---\nlangue: br\ntraduction-de: trappes/lire-le-climat@1\n---\n\n# Lenn an hin\n\nMuzuliañ.\n"


def rows(pages: Pages) -> list[tuple[int, int, int]]:
    with pages.look() as session:
        found = session.execute(select_rows(Translation.page_id, Translation.source_id, Translation.number))
        return sorted(tuple(row) for row in found)


def links_of(html: str) -> dict[str, str]:
    """The language switch: what each link says, and where it leads."""
    return {words(link): link.get("href") for link in select(tree(html), "nav.languages a")}


def test_languages_are_told_beside_the_page_for_nothing(
    pages: Pages, client_of: Any, statements: Any
) -> None:
    source = pages.create(SOURCE)
    english = pages.create(ENGLISH, place="nantes", by="curatrice")
    breton = pages.create(BRETON, audience="territory")
    assert rows(pages) == [(english, source, 1), (breton, source, 1)]
    visitor, member = client_of(""), client_of("membre")
    french, foreign, hidden = "/trappes/lire-le-climat", "/nantes/reading-the-climate", "/trappes/lenn-an-hin"
    assert links_of(visitor.get(french).text) == {"English": foreign}
    assert links_of(member.get(french).text) == {"English": foreign, "Brezhoneg": hidden}
    assert links_of(member.get(foreign).text) == {"Français": french, "Brezhoneg": hidden}
    assert links_of(visitor.get(foreign).text) == {"Français": french}
    # Languages that one may not see are told nowhere.
    for address in (french, foreign, f"{french}/traductions", f"{foreign}/traductions"):
        assert "Brezhoneg" not in visitor.get(address).text
        assert "lenn-an-hin" not in visitor.get(address).text
    head = re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', visitor.get(french).text)
    assert head == [("fr", f"http://localhost{french}"), ("en", f"http://localhost{foreign}")]
    with pages.write() as session:
        session.execute(select_rows(1))
    pages.app.extensions["wiki.memo"]._token = None
    with statements() as sent:
        visitor.get(foreign)
    assert len(sent) <= 2, sent
    assert "/traductions" not in visitor.get(french).text
    assert "Traduire cette page" in member.get(french).text


@sqlite_only
def test_a_translation_is_late_compared_and_marked_up_to_date(pages: Pages, client_of: Any) -> None:
    source = pages.create(SOURCE)
    english = pages.create(ENGLISH)
    member, address = client_of("membre"), "/trappes/reading-the-climate"
    assert "Elle est à jour" in words(tree(member.get(f"{address}/traductions").text))
    assert "en retard" not in member.get(address).text
    pages.edit(source, 1, SOURCE.replace("On mesure.", "On mesure et on compare."))
    assert "Traduction en retard" in words(tree(client_of("").get(address).text))
    assert "en retard" in words(tree(member.get("/trappes/lire-le-climat/traductions").text))
    page = tree(member.get(f"{address}/traductions").text)
    assert "est passée à la version 2" in words(page)
    assert select(page, "a[href=/trappes/lire-le-climat/comparer?de=1&a=2&vue=page]")
    assert client_of("nina").post(f"{address}/traductions", data={"number": "2"}).status_code == 403
    assert member.post(f"{address}/traductions", data={"number": "9"}).status_code == 404
    assert member.post("/trappes/lire-le-climat/traductions", data={"number": "1"}).status_code == 404

    assert member.post(f"{address}/traductions", data={"number": "2"}).status_code == 303

    assert current(pages, "trappes/reading-the-climate") == ENGLISH.replace("@1", "@2")
    revision = pages.revisions("trappes/reading-the-climate")[-1]
    assert (revision.minor, revision.summary) == (
        True,
        "Traduction à jour avec la version 2 de « Lire le climat »",
    )
    assert rows(pages) == [(english, source, 2)]
    assert "en retard" not in member.get(address).text
    assert member.post(f"{address}/traductions", data={"number": "2"}).status_code == 303


def test_a_referent_sees_what_is_late(pages: Pages, client_of: Any) -> None:
    source = pages.create(SOURCE)
    pages.create(ENGLISH)
    pages.create(BRETON, audience="draft", by="membre")
    referent, late = client_of("referente"), "/territoires/trappes/traductions"
    assert "Aucune traduction en retard" in words(tree(referent.get(late).text))
    assert "traduction" not in words(tree(referent.get("/trappes").text))
    pages.edit(source, 1, SOURCE + "\nEncore.\n")
    pages.edit(source, 2, SOURCE + "\nEncore plus.\n")
    listed = words(tree(referent.get(late).text))
    assert "Reading the climate (English), 2 versions derrière Lire le climat" in listed
    assert "Lenn" not in listed
    assert "Une traduction est en retard" in words(tree(referent.get("/trappes").text))
    assert client_of("membre").get(late).status_code == 403
    # A source that the referent may not see is not told.
    pages.settle(source, audience="draft")
    with pages.look() as session:
        place = session.scalars(select_rows(Territory).where(Territory.slug == "trappes")).one()
        assert late_in(session, pages.actor("admin"), place, None, 10) == []
        assert late_in(session, pages.actor("referente"), place, 1, 10) == []
        with pytest.raises(Forbidden):
            late_in(session, pages.actor("membre"), place, None, 10)


@sqlite_only
def test_a_translation_follows_the_names_of_its_source(pages: Pages, client_of: Any) -> None:
    source = pages.create(SOURCE)
    english = pages.create(ENGLISH)
    rename(pages, source, title="Observer le climat")
    pages.work()
    assert current(pages, "trappes/reading-the-climate") == ENGLISH.replace("lire-le", "lire-le")
    rename(pages, source, slug="observer")
    pages.work()
    assert "traduction-de: trappes/observer@1" in current(pages, "trappes/reading-the-climate")
    # A head that still says the former address means the same page.
    pages.edit(english, 2, ENGLISH + "\nMore.\n")
    assert rows(pages) == [(english, source, 1)]
    assert links_of(client_of("").get("/trappes/reading-the-climate").text) == {
        "Français": "/trappes/observer"
    }
    pages.edit(english, 3, "---\ntraduction-de: trappes/reading-the-climate@1\n---\n\n# Reading\n")
    assert rows(pages) == []
    pages.edit(english, 4, "# Reading\n")
    assert rows(pages) == []


@sqlite_only
def test_a_page_is_translated_beside_its_text(pages: Pages, client_of: Any) -> None:
    source = pages.create("---\ntraduction-de: trappes/rien@1\nadapté de: nantes/x@1\n---\n\n" + SOURCE)
    member, address = client_of("membre"), "/trappes/lire-le-climat/traduire"
    form = tree(member.get(address).text)
    [area] = select(form, "textarea")
    assert "On mesure" in words(select(form, ".merge-side")[0])
    assert (area.text or "").lstrip("\n") == SOURCE
    assert "Français" not in words(select(form, "select[name=language]")[0])
    fields = {
        field.get("name"): field.get("value") for field in select(form, "form.write-form input[type=hidden]")
    }
    typed = {
        **fields, "language": "en", "title": "Reading the *climate*", "territory": "1", "audience": "public",
        "text": "# Lire le climat\n\nWe measure.\n",
    }  # fmt: skip
    refused = tree(member.post(address, data={**typed, "title": ""}).text)
    assert "We measure" in (select(refused, "textarea")[0].text or "")
    answer = member.post(address, data=typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/trappes/reading-the-climate")
    assert current(pages, "trappes/reading-the-climate") == (
        "---\nlangue: en\nterritoire: Trappes\ntraduction-de: trappes/lire-le-climat@1\n---\n\n"
        "# Reading the \\*climate\\*\n\nWe measure.\n"
    )
    with pages.look() as session:
        credited = session.execute(select_rows(Derivation.source_id, Derivation.kind)).all()
    assert [tuple(row) for row in credited] == [(source, "taken")]
    # The form sent twice makes one page; another one asks whether it is meant.
    assert member.post(address, data=typed).headers["Location"] == "/trappes/reading-the-climate"
    again = member.post(address, data={**typed, "form_key": "autre", "text": "# X\n\nAgain.\n"})
    assert (again.status_code, "existe déjà" in again.text) == (422, True)
    meant = member.post(address, data={**typed, "form_key": "autre", "is_second_meant": "y"})
    assert meant.status_code == 303
    switch = links_of(member.get("/trappes/lire-le-climat").text)
    assert sorted(switch) == ["English (Trappes)"]
    assert client_of("nina").get(address).status_code == 403


@sqlite_only
def test_translations_that_cannot_be_made(pages: Pages) -> None:
    source = pages.create(SOURCE, audience="territory")
    closed = pages.create("---\nlicence: CC-BY-ND-4.0\n---\n\n# Fermée\n\nTexte.\n")
    place = pages.place_id("trappes")

    def translate(page_id: int = source, *, by: str = "membre", **changes: Any) -> None:
        values = {
            "source_id": page_id, "number": 1, "language": "en", "territory_id": place, "audience": "draft",
            "title": "T", "text": "# T\n\nX.\n",
        }  # fmt: skip
        actor = pages.actor(by)
        with pages.write() as session:
            service.translate(session, actor, service.NewTranslation(**{**values, **changes}))

    for wrong, field in (
        ({"language": "xx"}, "language"),
        ({"language": "fr"}, "language"),
        ({"audience": "public"}, "audience"),
    ):
        with pytest.raises(Invalid) as refused:
            translate(**wrong)
        assert list(refused.value.errors) == [field]
    with pytest.raises(Invalid):
        translate(closed)
    with pytest.raises(NotFound):
        translate(9999)
    with pytest.raises(NotFound):
        translate(by="curatrice")
    with pytest.raises(NotFound):
        translate(number=7)
    with pytest.raises(Forbidden):
        translate(territory_id=pages.place_id("nantes"))


@sqlite_only
def test_a_source_that_one_may_not_see_is_told_nowhere(pages: Pages, client_of: Any) -> None:
    source = pages.create(SOURCE, audience="draft")
    english = pages.create(ENGLISH)
    pages.edit(source, 1, SOURCE + "\nEncore.\n")
    for handle in ("", "membre", "admin"):
        page = client_of(handle).get("/trappes/reading-the-climate").text
        assert "en retard" not in page
        assert not links_of(page)
    with pages.look() as session:
        page = session.get_one(Page, english)
        assert of_page(session, pages.actor("membre"), page) == ([], None)
    assert (
        client_of("membre").post("/trappes/reading-the-climate/traductions", data={"number": "2"}).status_code
        == 404
    )


@sqlite_only
def test_pages_that_claim_a_hidden_source_do_not_tell_that_it_is_there(pages: Pages, client_of: Any) -> None:
    pages.create(SOURCE, audience="draft")
    english = pages.create(ENGLISH)
    pages.create(BRETON)
    for handle in ("", "membre"):
        for slug in ("reading-the-climate", "lenn-an-hin"):
            assert not links_of(client_of(handle).get(f"/trappes/{slug}").text)
    with pages.look() as session:
        assert of_page(session, pages.actor("membre"), session.get_one(Page, english)) == ([], None)


def test_names_and_heads() -> None:
    assert [own_name(code) for code in ("fr", "EN", "pt-BR", "xx")] == [
        "Français",
        "English",
        "Português",
        "xx",
    ]
    assert [is_tag(code) for code in ("fr", "pt-BR", "une langue", '"><b>')] == [True, True, False, False]
    told = ["trappes/a@3", "/trappes/a/", "trappes/a@x", "trappes", "@3", ""]
    assert [said_in(Head({"traduction-de": value})) for value in told] == [
        ("trappes", "a", 3), ("trappes", "a", 1), ("trappes", "a", 1), None, None, None,
    ]  # fmt: skip
