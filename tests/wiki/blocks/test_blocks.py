"""Whoever is suspended reads everything and writes nothing, until a moment."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select as select_rows

from tests import factories
from wiki.accounts.models import User
from wiki.accounts.queries import actor_of
from wiki.accounts.security.passwords import hash_password
from wiki.audit.models import AuditEntry
from wiki.blocks import service
from wiki.blocks.models import Block
from wiki.config import Settings
from wiki.db import now
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.jobs.worker import drain
from wiki.pages import service as pages
from wiki.permissions import Actor
from wiki.territories.models import Territory

Client = Callable[..., FlaskClient]
Write = Callable[[], Any]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HERE = "127.0.0.1"
HOUR = timedelta(hours=1)


@pytest.fixture
def team(app: Flask, write: Write, people: dict[str, int]) -> Actor:
    with write() as session:
        return actor_of(session, people["curatrice"], app.extensions["wiki.rules"])


@pytest.fixture
def page(app: Flask, write: Write, people: dict[str, int]) -> str:
    with write() as session:
        place = session.scalars(select_rows(Territory).where(Territory.slug == "trappes")).one()
        author = actor_of(session, people["referente"], app.extensions["wiki.rules"])
        made = pages.create(session, author, pages.NewPage(place.id, "page", "public", "# L'eau\n\nUn.\n"))
        return f"/{made.path}"


def test_somebody_suspended_reads_and_does_not_write(
    write: Write, team: Actor, page: str, client_of: Client
) -> None:
    client = client_of("membre")
    assert client.get(f"{page}/modifier").status_code == 200
    with write() as session:
        block = service.block(session, team, "membre", lasts=HOUR, reason="Publicité").id

    refused = client.post(f"{page}/modifier", data={"text": "# Achetez", "base": "1"})
    assert refused.status_code == 403
    assert "# Achetez" in refused.text
    assert client.get(page).status_code == 200
    told = client.get(f"{page}/modifier")
    assert told.status_code == 403
    assert "suspendue" in told.text
    assert "suspendue" in client.get("/nouveau").text

    with write() as session:
        service.lift(session, team, block)
    assert client.get(f"{page}/modifier").status_code == 200
    with write() as session:
        acts = session.scalars(
            select_rows(AuditEntry.act).where(AuditEntry.act.startswith("block")).order_by(AuditEntry.id)
        ).all()
        assert acts == ["block.made", "block.lifted"]


def test_the_longest_of_several_blocks_counts(write: Write, team: Actor, people: dict[str, int]) -> None:
    with write() as session:
        long = service.block(session, team, "@membre", lasts=timedelta(days=7), reason="a").id
        service.block(session, team, "membre", lasts=HOUR, reason="b")
    with write() as session:
        user = session.get_one(factories.User, people["membre"])
        assert user.suspended_until > now() + timedelta(days=6)
        service.lift(session, team, long)
        assert user.suspended_until < now() + timedelta(days=1)
        service.lift(session, team, long)
        with pytest.raises(NotFound):
            service.lift(session, team, 99)


def test_a_block_ends_by_itself(write: Write, team: Actor, page: str, client_of: Client) -> None:
    with write() as session:
        service.block(session, team, "membre", lasts=timedelta(microseconds=1), reason="a")

    assert client_of("membre").get(f"{page}/modifier").status_code == 200


def test_a_network(write: Write, team: Actor, page: str, client_of: Client) -> None:
    with write() as session:
        block = service.block(session, team, "127.0.0.0/24", lasts=HOUR, reason="Robots").id
    newcomer = {"name": "Léa", "email": "lea@exemple.fr", "password": "bien assez long ici"}

    refused = client_of().post("/inscription", data=newcomer)
    assert refused.status_code == 403
    assert "suspendue" in refused.text
    assert client_of().get("/inscription").status_code == 200
    saved = client_of("membre").post(f"{page}/modifier", data={"text": "# L'eau\n\nDeux.\n", "base": "1"})
    assert saved.status_code == 303

    with write() as session:
        service.lift(session, team, block)
    assert client_of().post("/inscription", data=newcomer).status_code == 303


@sqlite_only
def test_a_network_with_those_who_signed_in(write: Write, team: Actor, page: str, client_of: Client) -> None:
    with write() as session:
        service.block(session, team, HERE, lasts=HOUR, reason="a", covers_accounts=True)
        service.block(session, team, "192.0.2.0/24", lasts=HOUR, reason="b", covers_accounts=True)

    client = client_of("membre")
    assert client.post(f"{page}/modifier", data={"text": "# Achetez", "base": "1"}).status_code == 403
    assert client.post("/deconnexion").status_code == 303


@sqlite_only
def test_signing_in_while_writing_leads_around_no_block(
    write: Write, team: Actor, page: str, client_of: Client, people: dict[str, int]
) -> None:
    password = "quatre mots sans rapport"
    with write() as session:
        session.get_one(User, people["membre"]).password_hash = hash_password(password)
        service.block(session, team, HERE, lasts=HOUR, reason="a", covers_accounts=True)

    typed = {"text": "# Achetez", "base": "1", "email": "membre@exemple.fr", "password": password}
    answer = client_of("").post(f"{page}/modifier", data=typed)

    assert answer.status_code == 403
    assert "Achetez" in answer.text


@sqlite_only
def test_what_cannot_be_blocked(write: Write, team: Actor, subtests: pytest.Subtests) -> None:
    for who, told in (
        ("personne", "Personne ne porte ce nom"),
        ("admin", "équipe nationale ne se suspend pas"),
        ("10.0.0.0/8", "trop large"),
        ("192.0.2.999", "ne se lit pas"),
        (HERE, "vous-même dans cette plage"),
    ):
        with subtests.test(who), write() as session, pytest.raises(Invalid, match=told):
            service.block(session, team, who, lasts=HOUR, reason="a", covers_accounts=True, own_address=HERE)


@sqlite_only
def test_whoever_is_suspended_is_told_why(
    app: Flask, settings: Settings, write: Write, team: Actor, people: dict[str, int]
) -> None:
    with write() as session:
        until = service.block(session, team, "membre", lasts=HOUR, reason="Publicité").until
    with app.app_context():
        drain(app)

    letters = [
        message_from_bytes(file.read_bytes(), policy=default)
        for file in (settings.data_dir / "mail").glob("*.eml")
    ]
    (letter,) = letters
    assert letter["To"] == "membre@exemple.fr"
    plain = letter.get_body(("plain",)).get_content()
    assert "Publicité" in plain
    assert str(until.year) in plain


@sqlite_only
def test_only_the_national_team_blocks(app: Flask, write: Write, people: dict[str, int]) -> None:
    with write() as session:
        referent = actor_of(session, people["referente"], app.extensions["wiki.rules"])
        with pytest.raises(Forbidden):
            service.block(session, referent, "membre", lasts=HOUR, reason="a")
        with pytest.raises(Forbidden):
            service.lift(session, referent, 1)


@sqlite_only
def test_the_page(client_of: Client, write: Write) -> None:
    client = client_of("curatrice")
    assert "Aucune suspension" in client.get("/admin/suspensions").text
    assert 'value="nina"' in client.get("/admin/suspensions?qui=nina").text

    wrong = client.post("/admin/suspensions", data={"who": "personne", "duration": "jour", "reason": "a"})
    assert wrong.status_code == 422
    assert 'value="personne"' in wrong.text
    done = client.post(
        "/admin/suspensions", data={"who": "nina", "duration": "semaine", "reason": "Publicité"},
        follow_redirects=True,
    )  # fmt: skip
    assert "Publicité" in done.text
    assert "Lever" in done.text
    with write() as session:
        number = session.scalars(select_rows(Block.id)).one()
    lifted = client.post(f"/admin/suspensions/{number}/fin", follow_redirects=True)
    assert "La suspension est levée." in lifted.text
    assert "Lever" not in lifted.text
    assert "Aucune suspension" in client.get("/admin/suspensions?avant=1").text
