"""Rename, move, follow, undo."""

from typing import Any

import pytest
from sqlalchemy import select

from tests import factories
from tests.wiki.pages.conftest import Pages
from wiki.activity.models import Happening
from wiki.audit.models import AuditEntry
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.jobs.registry import job_registry
from wiki.naming import service
from wiki.naming.checks import NameTaken, NewName, OtherReaders
from wiki.naming.models import Renaming, RewrittenPage
from wiki.naming.queries import followed, will_follow
from wiki.pages.models import Page

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CLIMATE = "---\nterritoire: Trappes\n---\n\n# Lire le climat\n\nVoir [[Autre]] et [[Lire le climat#a|moi]].\n"


def rename(pages: Pages, page_id: int, *, by: str = "referente", **name: Any) -> Renaming | None:
    with pages.look() as session:
        page = session.get_one(Page, page_id)
        now = {"title": page.title, "territory_id": page.territory_id, "slug": page.slug}
    actor = pages.actor(by)
    with pages.write() as session:
        return service.rename(session, actor, NewName(page_id, **{**now, **name}))


def undo(pages: Pages, renaming: Renaming | None, *, by: str = "referente") -> None:
    assert renaming is not None
    actor = pages.actor(by)
    with pages.write() as session:
        service.undo(session, actor, renaming.page_id, renaming.id)


def current(pages: Pages, path: str) -> str:
    return pages.texts(path)[-1]


def status(client: Any, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", "")


def test_a_page_linked_from_ten_others_is_renamed_and_renamed_back(pages: Pages, client_of: Any) -> None:
    page_id = pages.create(CLIMATE)
    linking = [
        f"# Page {n}\n\nVoir [[Lire le climat]] et [ici](/trappes/lire-le-climat#x).\n" for n in range(10)
    ]
    for text in linking:
        pages.create(text, by="membre")

    made = rename(pages, page_id, title="Observer le climat", slug="")
    pages.work()

    assert pages.at("trappes/observer-le-climat") is not None
    for n in range(10):
        revision = pages.revisions(f"trappes/page-{n}")[-1]
        assert (
            revision.text
            == f"# Page {n}\n\nVoir [[Observer le climat]] et [ici](/trappes/observer-le-climat#x).\n"
        )
        assert (revision.number, revision.minor, revision.author_id) == (2, True, pages.people["referente"])
        assert revision.summary == "Lien mis à jour après le changement de nom de « Lire le climat »"
    visitor = client_of("")
    assert status(visitor, "/trappes/lire-le-climat") == (301, "/trappes/observer-le-climat")
    assert "Observer le climat</a>" in visitor.get("/trappes/page-3").text
    assert 'wiki-link missing" href="/trappes/observer' not in visitor.get("/trappes/page-3").text
    assert current(pages, "trappes/observer-le-climat") == (
        "---\nterritoire: Trappes\n---\n\n# Observer le climat\n\nVoir [[Autre]] et [[Observer le climat#a|moi]].\n"
    )
    with pages.look() as session:
        told = session.execute(
            select(Happening.kind, Happening.details).order_by(Happening.id.desc())
        ).first()
        acts = session.scalars(select(AuditEntry.act)).all()
    assert told == ("page.moved", {"former_path": "trappes/lire-le-climat", "former_title": "Lire le climat"})
    assert acts == ["page.renamed"]

    # Somebody writes on meanwhile; another takes the link out.
    pages.edit(pages.at("trappes/page-1").id, 2, pages.texts("trappes/page-1")[-1] + "\nEncore.\n")
    pages.edit(pages.at("trappes/page-2").id, 2, "# Page 2\n\nPlus de lien du tout.\n")
    undo(pages, made)
    pages.work()

    assert current(pages, "trappes/lire-le-climat") == CLIMATE
    assert current(pages, "trappes/page-0") == linking[0]
    assert current(pages, "trappes/page-1") == linking[1] + "\nEncore.\n"
    assert current(pages, "trappes/page-2") == "# Page 2\n\nPlus de lien du tout.\n"
    assert status(visitor, "/trappes/lire-le-climat")[0] == 200
    assert status(visitor, "/trappes/observer-le-climat") == (301, "/trappes/lire-le-climat")
    with pages.look() as session:
        states = session.execute(select(RewrittenPage.state).order_by(RewrittenPage.page_id)).scalars().all()
        assert states == ["undone", "undone", "kept", *["undone"] * 7]
        assert session.scalars(select(Renaming.state)).all() == ["undone"]


@sqlite_only
def test_old_addresses_lead_on_in_one_step_for_ever(pages: Pages, client_of: Any) -> None:
    page_id = pages.create(CLIMATE)
    nantes = pages.place_id("nantes")
    visitor, curator = client_of(""), client_of("curatrice")
    rename(pages, page_id, slug="deux")
    rename(pages, page_id, slug="trois", territory_id=nantes, by="curatrice")
    rename(pages, page_id, slug="quatre", by="curatrice")
    for old in ("trappes/lire-le-climat", "trappes/deux", "nantes/trois"):
        assert status(visitor, f"/{old}") == (301, "/nantes/quatre")
        assert visitor.head(f"/{old}").status_code == 301
        for rest in ("/historique", "/version/1", "/texte.md", "/comparer?de=1&a=2", "/liens"):
            assert status(visitor, f"/{old}{rest}") == (301, f"/nantes/quatre{rest}")
    answer = curator.post("/trappes/deux/modifier?x=%C3%A9", data={"text": "# Non", "base": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/nantes/quatre/modifier?x=%C3%A9")
    assert "no-cache" in answer.headers["Cache-Control"]
    # Back to a name it had: nothing goes in circles.
    rename(pages, page_id, slug="lire-le-climat", territory_id=pages.place_id("trappes"), by="curatrice")
    assert status(visitor, "/trappes/lire-le-climat")[0] == 200
    for old in ("trappes/deux", "nantes/trois", "nantes/quatre"):
        assert status(visitor, f"/{old}") == (301, "/trappes/lire-le-climat")
    assert status(visitor, "/trappes/jamais")[0] == 404
    assert status(visitor, "/trappes/deux/rien/du/tout")[0] == 404


@sqlite_only
def test_who_may_not_see_the_page_is_told_nothing(pages: Pages, client_of: Any) -> None:
    page_id = pages.create("# Plan secret\n\nTexte.\n", audience="territory")
    pages.create("# Publique\n\nVoir [[Plan secret]].\n")
    pages.create("# Interne\n\nVoir [[Plan secret]].\n", audience="territory")
    draft = pages.create("# Mien\n\nVoir [[Plan secret]].\n", audience="draft", by="membre")
    made = rename(pages, page_id, title="Plan plus secret", slug="autre-plan")
    pages.work()

    hidden, absent = client_of("").get("/trappes/plan-secret"), client_of("").get("/trappes/zlan-secret")
    assert hidden.status_code == 404
    assert hidden.text.replace("plan-secret", "?") == absent.text.replace("zlan-secret", "?")
    assert status(client_of("membre"), "/trappes/plan-secret") == (301, "/trappes/autre-plan")
    # The public page would tell the new name to everybody.
    assert current(pages, "trappes/publique") == "# Publique\n\nVoir [[Plan secret]].\n"
    assert "wiki-link missing" in client_of("").get("/trappes/publique").text
    # Pages that the person who renamed cannot see follow, and they are not told.
    expected = "Voir [[autre-plan|Plan plus secret]].\n"
    assert current(pages, "trappes/interne").endswith(expected)
    with pages.look() as session:
        assert session.get_one(Page, draft).current.text.endswith(expected)
        assert made is not None
        seen = followed(session, pages.actor("referente"), session.get_one(Renaming, made.id))
        assert [each.page.title for each in seen] == ["Interne"]
    names = client_of("referente").get("/trappes/autre-plan/noms").text
    assert "Interne" in names
    assert "Mien" not in names


@sqlite_only
def test_a_move_asks_what_it_means(pages: Pages) -> None:
    inner = pages.create("# Interne\n\nTexte.\n", audience="territory")
    nantes = pages.place_id("nantes")
    with pytest.raises(Forbidden):
        rename(pages, inner, territory_id=nantes)
    with pytest.raises(NotFound):
        rename(pages, inner, territory_id=9999)
    with pytest.raises(NotFound):
        rename(pages, inner, title="X", by="curatrice")
    with pages.write() as session:
        person = session.get_one(factories.User, pages.people["referente"])
        factories.membership(session, person, factories.territory(session, "nantes"))
    with pytest.raises(OtherReaders, match="la liront"):
        rename(pages, inner, territory_id=nantes)
    assert rename(pages, inner, territory_id=nantes, is_audience_meant=True) is not None
    page = pages.at("nantes/interne")
    assert page is not None
    assert page.audience_key == f"territory:{nantes}"


@sqlite_only
def test_nobody_moves_a_page_out_of_their_own_sight(pages: Pages) -> None:
    inner = pages.create("# Interne\n\nTexte.\n", audience="territory")
    with pages.write() as session:
        session.get_one(factories.User, pages.people["referente"]).site_role = "curator"
    with pytest.raises(Invalid, match="vous ne la verriez"):
        rename(pages, inner, territory_id=pages.place_id("nantes"), is_audience_meant=True)


@sqlite_only
def test_a_private_draft_stays_private_wherever_it_goes(pages: Pages) -> None:
    draft = pages.create("# Mien\n\nTexte.\n", audience="draft", by="curatrice")
    rename(pages, draft, territory_id=pages.place_id("nantes"), by="curatrice")
    page = pages.at("nantes/mien")
    assert page is not None
    assert page.audience_key == f"draft:{pages.people['curatrice']}"


@sqlite_only
def test_names_that_cannot_be_given(pages: Pages) -> None:
    page_id = pages.create(CLIMATE)
    pages.create("# Prise\n\nTexte.\n")
    pages.create("# Cachée\n\nTexte.\n", audience="draft", by="membre")
    shown = pages.create("# Présentation\n\nTexte.\n")
    for wrong, field in (
        ({"title": "…"}, "title"),
        ({"title": "é" * 201}, "title"),
        ({"slug": "✨"}, "slug"),
        ({"slug": "prise"}, "slug"),
        ({"title": "Prise", "slug": "autre"}, "title"),
    ):
        with pytest.raises(Invalid) as refused:
            rename(pages, page_id, **wrong)
        assert list(refused.value.errors) == [field]
    with pytest.raises(Invalid, match="présente son territoire"):
        rename(pages, shown, slug="autre")
    assert rename(pages, shown, title="Présentation de Trappes") is not None
    assert rename(pages, page_id) is None
    assert rename(pages, page_id, title="Prise", slug="autre", is_same_title_meant=True) is not None
    # A page that may not be known of is stepped aside for, without a word.
    made = rename(pages, page_id, slug="cachee")
    assert made is not None
    assert made.slug == "cachee-2"
    with pytest.raises(Forbidden):
        rename(pages, page_id, title="Non", by="membre")


@sqlite_only
def test_a_former_address_is_taken_only_deliberately(pages: Pages, client_of: Any) -> None:
    first = pages.create(CLIMATE)
    made = rename(pages, first, slug="ailleurs")
    again = pages.create("# Lire le climat\n\nUne autre.\n", same_title_meant=True)
    assert pages.at("trappes/lire-le-climat-2") is not None
    with pytest.raises(NameTaken) as refused:
        rename(pages, again, slug="lire-le-climat")
    assert (refused.value.meant, refused.value.page.id) == ("is_address_meant", first)
    rename(pages, again, slug="lire-le-climat", is_address_meant=True)
    assert status(client_of(""), "/trappes/lire-le-climat")[0] == 200
    assert status(client_of(""), "/trappes/ailleurs")[0] == 200
    with pytest.raises(Invalid, match="sert maintenant"):
        undo(pages, made)


@sqlite_only
def test_undoing_is_for_the_last_change_and_those_who_may(pages: Pages) -> None:
    page_id = pages.create(CLIMATE)
    first = rename(pages, page_id, title="Deux")
    second = rename(pages, page_id, title="Trois", slug="trois")
    with pytest.raises(Conflict):
        undo(pages, first)
    with pytest.raises(Forbidden):
        undo(pages, second, by="membre")
    referent = pages.actor("referente")
    with pytest.raises(NotFound), pages.write() as session:
        service.undo(session, referent, page_id, 9999)
    # The title was changed again since: it stays.
    text = current(pages, "trappes/trois")
    pages.edit(page_id, len(pages.texts("trappes/trois")), text.replace("# Trois", "# Quatre"))
    undo(pages, second)
    page = pages.at("trappes/lire-le-climat")
    assert page is not None
    assert page.title == "Quatre"
    with pytest.raises(Conflict):
        undo(pages, second)
    undo(pages, first)


@sqlite_only
def test_moving_rewrites_what_was_meant_inside_the_territory(pages: Pages) -> None:
    page_id = pages.create(CLIMATE, by="curatrice")
    pages.create("# Voisine\n\n[[Lire le climat]]\n")
    made = rename(pages, page_id, territory_id=pages.place_id("nantes"), by="curatrice")
    pages.work()
    assert current(pages, "nantes/lire-le-climat") == (
        "---\nterritoire: Nantes\n---\n\n# Lire le climat\n\nVoir [[trappes/Autre]] et [[Lire le climat#a|moi]].\n"
    )
    assert current(pages, "trappes/voisine") == "# Voisine\n\n[[nantes/Lire le climat]]\n"
    undo(pages, made, by="curatrice")
    pages.work()
    assert current(pages, "trappes/lire-le-climat") == CLIMATE
    assert current(pages, "trappes/voisine") == "# Voisine\n\n[[Lire le climat]]\n"


@sqlite_only
def test_a_job_may_stop_anywhere_and_run_twice(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.naming.tasks.BATCH", 2)
    page_id = pages.create("# A\n\nTexte.\n")
    for n in range(5):
        pages.create(f"# Page {n}\n\n[[A]]\n")
    with pages.look() as session:
        page = session.get_one(Page, page_id)
        assert len(will_follow(session, pages.actor("membre"), page)) == 5
    made = rename(pages, page_id, title="B", slug="b")
    assert made is not None
    from_start = {"renaming_id": made.id, "after": 0}
    with pages.app.app_context():
        pages_task(pages)([from_start])
        pages_task(pages)([from_start, {"renaming_id": 9999, "after": 0}])
    pages.work()
    assert [len(pages.texts(f"trappes/page-{n}")) for n in range(5)] == [2] * 5
    undo(pages, made)
    pages.work()
    assert [pages.texts(f"trappes/page-{n}")[-1] for n in range(5)] == [
        f"# Page {n}\n\n[[A]]\n" for n in range(5)
    ]


def pages_task(pages: Pages) -> Any:
    return job_registry(pages.app).handler(service.REWRITE_JOB)
