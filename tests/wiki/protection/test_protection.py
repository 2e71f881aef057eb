"""Who may edit a protected page, and who may say so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select as select_rows

from wiki.accounts.queries import actor_of
from wiki.audit.models import AuditEntry
from wiki.db import now
from wiki.errors import Forbidden, Invalid
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Permission, can
from wiki.protection import service
from wiki.territories.models import Territory

Client = Callable[..., FlaskClient]
Write = Callable[[], Any]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EVERYBODY = {"membre", "ambassadeur", "referente", "curatrice", "admin"}


class Protected:
    def __init__(self, app: Flask, write: Write, people: dict[str, int]) -> None:
        self.write, self.people, self.rules = write, people, app.extensions["wiki.rules"]
        with write() as session:
            place = session.scalars(select_rows(Territory).where(Territory.slug == "trappes")).one()
            new = pages.NewPage(place.id, "page", "public", "# L'eau\n\nUn.\n")
            self.id = pages.create(session, actor_of(session, people["membre"], self.rules), new).id

    def protect(self, handle: str, level: str, lasts: timedelta | None = None) -> None:
        with self.write() as session:
            actor = actor_of(session, self.people[handle], self.rules)
            service.protect(session, actor, self.id, level, lasts=lasts, reason="Validé")

    def editors(self) -> set[str]:
        with self.write() as session:
            page = session.get_one(Page, self.id)
            return {
                handle for handle, number in self.people.items()
                if can(actor_of(session, number, self.rules), Permission.PAGE_EDIT, page)
            }  # fmt: skip


@pytest.fixture
def page(app: Flask, write: Write, people: dict[str, int]) -> Protected:
    return Protected(app, write, people)


def test_each_level(page: Protected) -> None:
    assert page.editors() == EVERYBODY

    page.protect("referente", "referents")
    assert page.editors() == {"referente", "curatrice", "admin"}

    page.protect("curatrice", "curators")
    assert page.editors() == {"curatrice", "admin"}

    page.protect("curatrice", "")
    assert page.editors() == EVERYBODY


def test_for_a_time(page: Protected) -> None:
    page.protect("referente", "referents", timedelta(days=1))
    assert "membre" not in page.editors()

    with page.write() as session:
        session.get_one(Page, page.id).protected_until = now() - timedelta(seconds=1)

    assert page.editors() == EVERYBODY


@sqlite_only
def test_who_may_say_so(page: Protected, write: Write) -> None:
    for handle in ("membre", "ambassadeur", "nina"):
        with pytest.raises(Forbidden):
            page.protect(handle, "referents")
    with pytest.raises(Invalid):
        page.protect("referente", "curators")
    page.protect("curatrice", "curators")
    with pytest.raises(Forbidden):
        page.protect("referente", "")
    with write() as session:
        entry = session.scalars(select_rows(AuditEntry).where(AuditEntry.act == "page.protected")).one()
        assert (entry.name, entry.details["level"]) == ("trappes/l-eau", "curators")


@sqlite_only
def test_the_page(page: Protected, client_of: Client) -> None:
    client = client_of("referente")
    assert "Protéger la page" in client.get("/trappes/l-eau/reglages").text
    offered = client.get("/trappes/l-eau/proteger").text
    assert "équipe nationale seulement" not in offered

    wrong = client.post(
        "/trappes/l-eau/proteger", data={"level": "curators", "duration": "", "reason": "Oui"}
    )
    assert wrong.status_code == 422
    assert 'value="Oui"' in wrong.text
    for level, told in (("referents", "La page est protégée"), ("", "de nouveau ouverte")):
        done = client.post(
            "/trappes/l-eau/proteger", data={"level": level, "duration": "semaine"}, follow_redirects=True
        )
        assert told in done.text
    client.post("/trappes/l-eau/proteger", data={"level": "referents", "duration": "semaine"})
    assert "La protection actuelle" in client.get("/trappes/l-eau/proteger").text

    told = client_of("curatrice").post(
        "/trappes/l-eau/proteger", data={"level": "curators"}, follow_redirects=True
    )
    assert "La page est protégée" in told.text
    assert "Protéger la page" not in client.get("/trappes/l-eau/historique").text
    assert client.get("/trappes/l-eau/proteger").status_code == 403
    led = client_of("membre").get("/trappes/l-eau/modifier", follow_redirects=True)
    assert led.request.path == "/trappes/l-eau/contribuer"
    assert "Proposez votre changement" in led.text
