"""The home page and recent changes: what this is, what is new, and nothing that is not one's own to see."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, update

from tests import factories
from tests.reading import select, tree, words
from wiki.pages.models import Revision

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ISLAND = "---\nthèmes: [Environnement, Climat]\n---\n# Îlot de fraîcheur\n\nOn mesure.\n"


def page(client: FlaskClient, address: str = "/") -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return tree(answer.text)


def texts(found: Any, selector: str) -> list[str]:
    return [words(element) for element in select(found, selector)]


@sqlite_only
def test_home_says_what_this_is_and_leads_on(client_of: Client, publish: Publish) -> None:
    publish(ISLAND, indexed=False)
    home = page(client_of())
    assert texts(home, "h1") == ["Apprendre de son territoire, et des autres"]
    assert len(select(home, ".examples a")) == 4
    assert texts(home, ".door-count") == ["1 page", "0 page"]
    assert texts(home, ".page-card .card-title") == ["Îlot de fraîcheur"]
    assert texts(home, ".territory-card .card-title") == ["Trappes", "Nantes"]
    assert select(home, "link[rel=canonical]")[0].get("href") == "http://localhost/"
    assert select(home, ".write-call a")[0].get("href") == "/nouveau?type=scenario"


@sqlite_only
def test_an_empty_wiki_has_a_home(app: Any) -> None:
    home = page(app.test_client())
    assert texts(home, ".empty h2") == ["Aucun territoire pour l’instant", "Aucun scénario pour l’instant"]


@sqlite_only
def test_many_territories_become_names(client_of: Client, write: Any) -> None:
    with write() as session:
        for number in range(8):
            factories.territory(session, f"lieu-{number}")
    home = page(client_of())
    assert len(select(home, ".territory-card")) == 6
    assert len(select(home, ".territory-names a")) == 4
    assert len(select(home, ".near-choice option")) == 11


def test_home_and_recents_show_and_count_what_is_ones_own(client_of: Client, publish: Publish) -> None:
    publish(ISLAND, indexed=False)
    publish(ISLAND.replace("Îlot", "Coin"), audience="members", indexed=False)
    publish(ISLAND.replace("Îlot", "Lieu"), audience="territory", indexed=False)
    publish(ISLAND.replace("Îlot", "Essai"), audience="draft", indexed=False)
    for handle, seen in {"": 1, "nina": 2, "membre": 3, "curatrice": 3, "admin": 3}.items():
        client = client_of(handle)
        home = page(client)
        assert len(select(home, ".page-card")) == seen, handle
        assert len(select(home, ".home-columns aside li")) == seen, handle
        assert texts(home, ".door-count")[0].split()[0] == str(seen), handle
        assert len(select(page(client, "/recents"), ".change-title")) == seen, handle


@sqlite_only
def test_a_page_made_private_leaves_home_and_recents_at_once(
    client_of: Client, publish: Publish, settle: Callable[..., None]
) -> None:
    page_id = publish(ISLAND, indexed=False)
    client = client_of()
    assert len(select(page(client), ".page-card")) == 1
    settle(page_id, "territory", indexed=False)
    assert not select(page(client), ".page-card")
    assert not select(page(client, "/recents"), ".change-title")


@sqlite_only
def test_home_asks_the_database_nothing_twice(app: Any, client_of: Client, publish: Publish) -> None:
    publish(ISLAND, indexed=False)
    client = client_of("nina")
    page(client)
    asked: list[str] = []
    engine = app.extensions["wiki.database"].engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    page(client)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 3


@sqlite_only
def test_recents_tell_who_changed_what(
    client_of: Client, publish: Publish, rewrite: Callable[..., None]
) -> None:
    page_id = publish(ISLAND, indexed=False)
    rewrite(page_id, ISLAND + "\nEt on compare.\n", summary="Comparer")
    recents = page(client_of(), "/recents")
    assert texts(recents, ".recent-day h2") == ["Aujourd’hui"]
    assert texts(recents, ".change-summary") == ["Comparer"]
    assert [link.get("href") for link in select(recents, ".change-diff")] == [
        "/trappes/ilot-de-fraicheur/comparer?de=1&a=2"
    ]
    assert texts(recents, ".change-new") == ["Nouvelle page"]
    assert "/personnes/curatrice" in {link.get("href") for link in select(recents, ".change-line a")}


@sqlite_only
def test_recents_by_day(client_of: Client, publish: Publish, write: Any) -> None:
    moments = [datetime.now(UTC) - timedelta(days=1), datetime(2025, 7, 14, 12, tzinfo=UTC)]
    for number, moment in enumerate(moments):
        page_id = publish(f"# Page {number}\n\nTexte.\n", indexed=False)
        with write() as session:
            session.execute(update(Revision).where(Revision.page_id == page_id).values(created_at=moment))
    publish("# Page 2\n\nTexte.\n", indexed=False)
    recents = page(client_of(), "/recents")
    assert texts(recents, ".recent-day h2") == ["Aujourd’hui", "Hier", "lundi 14 juillet 2025"]


def test_recents_filter(client_of: Client, publish: Publish, rewrite: Callable[..., None]) -> None:
    page_id = publish(ISLAND, indexed=False)
    publish("# Un outil\n\nTexte.\n", kind="tool", territory="nantes", indexed=False)
    rewrite(page_id, ISLAND + "\nCoquille.\n", minor=True)
    client = client_of()

    def titles(asked: str) -> list[str]:
        return texts(page(client, f"/recents?{asked}"), ".recent-day .change-title")

    assert len(select(page(client, "/recents"), ".recent-day .change-title")) == 2
    assert len(select(page(client, "/recents?mineures=oui"), ".recent-day .change-title")) == 3
    assert "Un outil" in titles("territoire=nantes")[0]
    assert "Un outil" in titles("type=tool")[0]
    assert titles("type=tool&territoire=trappes") == []
    assert len(select(page(client, "/recents?type=po%00&territoire=%00"), ".recent-day .change-title")) == 2
    link = select(page(client, "/recents?territoire=nantes"), ".page-actions a")[0]
    assert link.get("href") == "/nantes/flux.atom"


def test_recents_go_on(client_of: Client, publish: Publish, write: Any) -> None:
    page_id = publish(ISLAND, indexed=False)
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    with write() as session:
        for number in range(2, 62):
            # Half of them at one and the same moment: ids tell them apart.
            made_at = moment + timedelta(minutes=number if number % 2 else 0)
            session.add(Revision(page_id=page_id, number=number, text="x", created_at=made_at))
    client = client_of()
    first = page(client, "/recents")
    [older] = select(first, "a[rel=next]")
    second = page(client, older.get("href"))
    assert not select(second, "a[rel=next]")
    shown = [link.get("href") for found in (first, second) for link in select(found, ".change-diff")]
    assert len(shown) == len(set(shown)) == 60
    assert select(second, "a[rel=prev]")[0].get("href") == "/recents"
    for nonsense in ("99999999", "x", "0"):
        assert len(select(page(client, f"/recents?avant={nonsense}"), ".recent-day .change-title")) == 50
