"""What keeps programs and advertisers out, without any service elsewhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from sqlalchemy import select as select_rows

from tests import factories
from tests.reading import select, tree
from wiki.accounts.queries import actor_of
from wiki.app import create_app
from wiki.config import Settings
from wiki.errors import Invalid
from wiki.pages import service as pages
from wiki.pages.guards import check_guards
from wiki.pages.models import Page
from wiki.patrol.models import SEEN, EditToReview
from wiki.permissions import Actor
from wiki.spam.guard import MOST_LINKS
from wiki.spam.links import added_links
from wiki.territories.models import Territory

Client = Callable[..., FlaskClient]
Write = Callable[[], Any]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MANY = "\n".join(f"[ici](https://achetez-{number}.example/)" for number in range(MOST_LINKS + 1))
NEWCOMER = {"name": "Léa", "email": "lea@exemple.fr", "password": "bien assez long ici"}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("[a](https://un.example/x) et <http://deux.example>", 2),
        ("https://un.example https://un.example/y", 2),
        ("www.un.example", 1),
        ("https://www.un.example", 1),
        ("//un.example", 1),
        ("[ici](/trappes/l-eau) et a//b", 1),
        ("https://chez-nous.example/trappes", 0),
        ('<a href="HTTPS://UN.example">', 1),
    ],
)
def test_addresses_of_other_sites(text: str, count: int) -> None:
    assert added_links("", text, own_host="chez-nous.example") == count


@given(st.text(max_size=200), st.integers(0, 9))
def test_what_was_there_does_not_count(text: str, more: int) -> None:
    added = "".join(f"\nhttps://autre-{number}.example " for number in range(more))

    assert added_links(text, text) == 0
    assert added_links(text, text + "\n" + added) == more


def test_many_links_by_somebody_new(app: Flask, write: Write, people: dict[str, int]) -> None:
    rules = app.extensions["wiki.rules"]
    with write() as session:
        place = session.scalars(select_rows(Territory).where(Territory.slug == "trappes")).one()
        member, referent = (actor_of(session, people[handle], rules) for handle in ("membre", "referente"))
        new = pages.NewPage(place.id, "page", "public", f"# L'eau\n\n{MANY}\n")
        with pytest.raises(Invalid, match="Gardez les plus utiles"):
            pages.create(session, member, new)
        page = pages.create(session, referent, new)
        added = page.current.text + MANY
        with pytest.raises(Invalid):
            pages.edit(session, member, pages.Edit(page.id, 1, added))
        pages.edit(session, member, pages.Edit(page.id, 1, page.current.text + "\nDeux.\n"))
        session.add(
            EditToReview(revision_id=page.current_id, author_id=people["membre"], is_first=True, state=SEEN)
        )
    with write() as session:
        page = session.get_one(Page, page.id)
        assert (
            pages.edit(session, member, pages.Edit(page.id, 2, page.current.text + MANY)).outcome == "saved"
        )


@sqlite_only
def test_many_links_by_a_visitor(app: Flask, write: Write, people: dict[str, int]) -> None:
    with write() as session:
        check_guards(session, Actor(), "", "https://un.example")
        with pytest.raises(Invalid):
            check_guards(session, Actor(), "", MANY)
        check_guards(session, Actor(), MANY, MANY)


@sqlite_only
def test_the_refused_text_comes_back(client_of: Client) -> None:
    answer = client_of("membre").post(
        "/nouveau?type=page", data={"title": "L'eau", "text": MANY, "territory": "1", "audience": "public"}
    )

    assert answer.status_code == 422
    assert "achetez-0.example" in answer.text


def accounts(write: Write) -> list[str]:
    with write() as session:
        return list(session.scalars(select_rows(factories.User.name).where(factories.User.name == "Léa")))


@sqlite_only
def test_a_program_that_fills_in_every_field(client_of: Client, write: Write) -> None:
    client = client_of()
    answer = client.post("/inscription", data={**NEWCOMER, "site_web": "https://achetez.example"})

    assert answer.status_code == 303
    assert accounts(write) == []
    client.post("/inscription", data=NEWCOMER)
    assert accounts(write) == ["Léa"]


@pytest.fixture
def wary(tmp_path: Path, database_url: str, people: dict[str, int]) -> Flask:
    """The same site, where attempts are limited and the time of filling in a form counts."""
    site = create_app(
        Settings(data_dir=tmp_path / "wary", database_url=database_url, secret_key="for tests only")
    )
    site.testing = True
    site.config["WTF_CSRF_ENABLED"] = False
    return site


@sqlite_only
def test_a_program_that_does_not_take_its_time(
    wary: Flask, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = wary.test_client()
    form = tree(client.get("/inscription").text)
    opened = str(select(form, "input[name=ouvert]")[0].get("value"))

    for signed in ("", "inventé", opened):
        assert client.post("/inscription", data={**NEWCOMER, "ouvert": signed}).status_code == 303
        assert accounts(write) == []

    later = __import__("time").time() + 60
    monkeypatch.setattr("wiki.web.honeypot.time.time", lambda: later)
    client.post("/inscription", data={**NEWCOMER, "ouvert": opened})
    assert accounts(write) == ["Léa"]
    wary.extensions["wiki.database"].dispose()
