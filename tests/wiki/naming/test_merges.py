"""Two pages become one, with both histories to read, and two again."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.wiki.naming.test_renaming import current, rename, status
from tests.wiki.pages.conftest import Pages
from wiki.activity.models import Happening
from wiki.attachments.models import File
from wiki.audit.models import AuditEntry
from wiki.contributions.models import Contribution
from wiki.discussion.models import Thread
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.naming import merges
from wiki.naming.checks import OtherReaders
from wiki.naming.models import Renaming
from wiki.naming.queries import candidates
from wiki.pages.models import Page, ReadMark
from wiki.pages.purging import erase
from wiki.watching.models import Subscription

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TOGETHER = "# Le parc\n\nOn y marche.\n\n## Le jardin\n\nOn y sème.\n"


@pytest.fixture
def pair(pages: Pages) -> tuple[int, int]:
    """*Le parc*, which takes *Le jardin* in."""
    park = pages.create("# Le parc\n\nOn y marche.\n")
    garden = pages.create("# Le jardin\n\nOn y sème.\n")
    pages.edit(garden, 1, "# Le jardin\n\nOn y sème. On y rit.\n", by="membre")
    return park, garden


def merge(
    pages: Pages, page_id: int, other_id: int, *, text: str = TOGETHER, by: str = "referente", **said: Any
) -> Renaming:
    with pages.look() as session:
        seen = [session.get_one(Page, each).current.number for each in (page_id, other_id)]
    asked = {"seen": seen[0], "other_seen": seen[1], **said}
    actor = pages.actor(by)
    with pages.write() as session:
        return merges.merge(session, actor, merges.Merging(page_id, other_id, text, **asked))


def separate(pages: Pages, made: Renaming, *, by: str = "referente") -> None:
    actor = pages.actor(by)
    with pages.write() as session:
        merges.separate(session, actor, made.page_id, made.id)


def hang_things_on(pages: Pages, page_id: int) -> None:
    """A file, a thread, a follower, a reader and an offer."""
    reader = pages.people["nina"]
    with pages.write() as session:
        session.add(File(page_id=page_id, name="plan.pdf"))
        session.add(Thread(page_id=page_id, author_id=reader, subject="Quand semer ?"))
        session.add(Subscription(user_id=reader, kind="page", thing_id=page_id))
        session.add(Contribution(page_id=page_id, base_number=1, text="# Offert\n", author_id=reader))
        session.add(ReadMark(user_id=reader, page_id=page_id, number=1))


def things_of(pages: Pages, page_id: int) -> list[int]:
    with pages.look() as session:
        return [
            len(session.scalars(query).all())
            for query in (
                select(File.id).where(File.page_id == page_id),
                select(Thread.id).where(Thread.page_id == page_id),
                select(Subscription.id).where(Subscription.thing_id == page_id),
                select(Contribution.id).where(Contribution.page_id == page_id),
            )
        ]


def test_two_pages_become_one_and_two_again(pages: Pages, pair: tuple[int, int], client_of: Any) -> None:
    park, garden = pair
    hang_things_on(pages, garden)
    pages.create("# Guide\n\nVoir [[Le jardin]].\n")
    rename(pages, garden, slug="potager")
    pages.work()
    visitor = client_of("")

    made = merge(pages, park, garden)
    pages.work()

    assert current(pages, "trappes/le-parc") == TOGETHER
    for old in ("trappes/potager", "trappes/le-jardin"):
        assert status(visitor, f"/{old}") == (301, "/trappes/le-parc")
        assert status(visitor, f"/{old}/comparer?de=1&a=2")[1] == "/trappes/le-parc/historique?de=1&a=2"
        version = status(visitor, f"/{old}/version/2")[1]
        assert "On y rit" in visitor.get(version).text
        assert status(visitor, f"/{old}/version/99")[1] == "/trappes/le-parc/historique"
        assert status(visitor, f"/{old}/texte.md")[1] == "/trappes/le-parc/texte.md"
    # What was typed for the page that went is not taken for words of the other.
    assert client_of("membre").post("/trappes/potager/modifier", data={"text": "Le mien"}).status_code == 404
    history = visitor.get("/trappes/le-parc/historique").text
    assert "Histoire de «" in history
    assert history.count('href="/versions/') == 2
    assert current(pages, "trappes/guide") == "# Guide\n\nVoir [[le-parc|Le jardin]].\n"
    assert things_of(pages, park) == [1, 1, 1, 1]
    assert "a changé depuis votre dernière lecture" in client_of("nina").get("/trappes/le-parc").text
    assert "fusion--" not in visitor.get("/pages/orphelines").text
    with pages.look() as session:
        assert session.scalars(select(Happening.kind).order_by(Happening.id.desc())).first() == "page.merged"
        assert session.scalars(select(AuditEntry.act).order_by(AuditEntry.id.desc())).first() == "page.merged"

    separate(pages, made)
    pages.work()

    assert current(pages, "trappes/le-parc") == "# Le parc\n\nOn y marche.\n"
    assert status(visitor, "/trappes/potager")[0] == 200
    assert status(visitor, "/trappes/le-jardin") == (301, "/trappes/potager")
    assert things_of(pages, garden) == [1, 1, 1, 1]
    assert things_of(pages, park) == [0, 0, 0, 0]
    assert current(pages, "trappes/guide") == "# Guide\n\nVoir [[potager|Le jardin]].\n"
    assert "Histoire de «" not in visitor.get("/trappes/le-parc/historique").text
    assert status(visitor, version) == (302, "/trappes/potager/version/2")
    with pytest.raises(Conflict):
        separate(pages, made)


@sqlite_only
def test_nothing_leaks_into_a_wider_audience_unasked(pages: Pages, client_of: Any) -> None:
    park = pages.create("# Le parc\n\nOn y marche.\n")
    secret = pages.create("# Secret\n\nOn y cache.\n", audience="territory")
    with pytest.raises(OtherReaders, match="autres personnes liront"):
        merge(pages, park, secret)
    with pytest.raises(OtherReaders, match="Moins de personnes"):
        merge(pages, secret, park)
    made = merge(pages, secret, park, is_audience_meant=True)
    pages.work()
    # The public page is part of one that the public does not read: nothing of it is left to be seen.
    visitor = client_of("")
    assert visitor.get("/trappes/le-parc").status_code == 404
    with pages.look() as session:
        first = session.get_one(Page, park).current_id
    assert visitor.get(f"/versions/{first}").status_code == 404
    assert client_of("membre").get(f"/versions/{first}").status_code == 200
    assert visitor.get("/versions/999999").status_code == 404
    separate(pages, made)
    assert visitor.get("/trappes/le-parc").status_code == 200


@sqlite_only
def test_who_may_merge_what(pages: Pages, pair: tuple[int, int]) -> None:
    park, garden = pair
    with pytest.raises(Forbidden):
        merge(pages, park, garden, by="membre")
    foreign = pages.create("# Ailleurs\n\nTexte.\n", place="nantes", by="curatrice")
    with pytest.raises(Forbidden):
        merge(pages, park, foreign)
    with pytest.raises(Invalid, match="elle-même"):
        merge(pages, park, park)
    referent = pages.actor("referente")
    with pytest.raises(NotFound), pages.write() as session:
        merges.merge(session, referent, merges.Merging(park, 9999, "x", 1, 1))
    with pytest.raises(merges.MovedOn):
        merge(pages, park, garden, other_seen=1)
    with pytest.raises(Invalid, match="au moins une lettre"):
        merge(pages, park, garden, text="…\n")
    with pytest.raises(Invalid, match="existe pas"):
        merge(pages, park, garden, text="---\nthèmes: [Rien]\n---\n\n# A\n")
    shown = pages.create("# Présentation\n\nTexte.\n")
    with pytest.raises(Invalid, match="présente un territoire"):
        merge(pages, park, shown)
    closed = pages.create("---\nlicence: CC-BY-NC-4.0\n---\n\n# Fermée\n\nTexte.\n")
    with pytest.raises(Invalid, match="icence"):
        merge(pages, park, closed)
    with pages.look() as session:
        page = session.get_one(Page, park)
        offered = candidates(session, pages.actor("referente"), page, "jardin")
        assert [each.title for each in offered] == ["Le jardin"]
        assert candidates(session, pages.actor("membre"), page, "jardin") == []
        assert [
            each.id for each in candidates(session, pages.actor("referente"), page, "/trappes/le-jardin")
        ] == [garden]
        assert candidates(session, pages.actor("referente"), page, "") == []


@sqlite_only
def test_a_merge_that_others_built_on_is_not_taken_apart(pages: Pages, pair: tuple[int, int]) -> None:
    park, garden = pair
    made = merge(pages, park, garden)
    pages.edit(park, 2, TOGETHER + "\nEt plus.\n")
    with pytest.raises(Invalid, match="modifiée depuis"):
        separate(pages, made)
    with pytest.raises(Forbidden):
        separate(pages, made, by="membre")
    referent = pages.actor("referente")
    with pytest.raises(NotFound), pages.write() as session:
        merges.separate(session, referent, park, 9999)


@sqlite_only
def test_a_page_that_took_another_in_is_taken_in_itself(
    pages: Pages, pair: tuple[int, int], client_of: Any
) -> None:
    park, garden = pair
    town = pages.create("# La ville\n\nTout.\n")
    merge(pages, park, garden)
    second = merge(pages, town, park, text="# La ville\n\nTout.\n")
    visitor = client_of("")
    for old in ("le-jardin", "le-parc"):
        assert status(visitor, f"/trappes/{old}") == (301, "/trappes/la-ville")
    assert "On y sème" in visitor.get(status(visitor, "/trappes/le-jardin/version/1")[1]).text
    assert visitor.get("/trappes/la-ville/historique").text.count("Histoire de «") == 2
    # Somebody wrote a page of that title meanwhile, which keeps the address it got.
    pages.create("# Le parc\n\nUn autre.\n")
    separate(pages, second)
    assert status(visitor, "/trappes/le-parc")[0] == 200
    assert status(visitor, "/trappes/le-jardin") == (301, "/trappes/le-parc")
    with pages.write() as session:
        erase(session, [park])
    with pages.look() as session:
        assert session.get(Page, garden) is None
