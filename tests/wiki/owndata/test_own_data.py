"""Taking one's data away, and leaving: what goes, what stays, and time to think."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from wiki.accounts.models import Invitation, KnownBrowser, SignIn, User
from wiki.accounts.owndata import service
from wiki.accounts.owndata.models import OwnDataArchive, OwnDataPiece
from wiki.accounts.passkeys.models import Passkey
from wiki.accounts.queries import actor_of
from wiki.accounts.secondfactor.models import RecoveryCode, SecondFactor
from wiki.audit.models import AuditEntry
from wiki.db import now
from wiki.errors import Forbidden, Invalid
from wiki.jobs.models import Job
from wiki.jobs.worker import drain
from wiki.openid.models import OutsideIdentity
from wiki.pages import service as pages
from wiki.pages.models import Page, Revision
from wiki.permissions import Actor
from wiki.savedsearches.models import SavedSearch
from wiki.territories.models import Membership, Territory
from wiki.tokens.models import ApiToken


def actor(app: Flask, session, user_id: int) -> Actor:
    return actor_of(session, user_id, app.extensions["wiki.rules"])


@pytest.fixture
def full(app: Flask, write: Callable[[], object], people: dict[str, int]) -> int:
    """The referent has one of everything; the number of the account."""
    number = people["referente"]
    with write() as session:
        trappes = session.scalars(select(Territory).where(Territory.slug == "trappes")).one()
        who = actor(app, session, number)
        for audience in ("public", "draft"):
            text = f"# Page {audience}\n\nPremière version.\n"
            made = pages.create(session, who, pages.NewPage(trappes.id, "page", audience, text))
            pages.edit(session, who, pages.Edit(made.id, 1, text.replace("Première", "Seconde"), "Mieux"))
        session.add_all(
            [
                SecondFactor(user_id=number, secret="SEALED", confirmed_at=now()),
                RecoveryCode(user_id=number, code_hash="HASHED"),
                Passkey(user_id=number, credential_id="abc", public_key=b"PUBLIC", name="Téléphone"),
                OutsideIdentity(user_id=number, issuer="https://x", subject="s", label="Académie"),
                ApiToken(user_id=number, name="Import", token_hash="HASH-T", ending="wxyz", scopes="read"),
                SavedSearch(user_id=number, name="Eau"),
                KnownBrowser(user_id=number, token_hash="HASH-B"),
                Invitation(token_hash="HASH-I", email="amie@exemple.fr", invited_by=number, expires_at=now()),
                AuditEntry(actor_id=people["admin"], act="account.blocked", kind="account", thing_id=number,
                           address="192.0.2.66", details={"secret": "reason"}),
            ]
        )  # fmt: skip
    drain(app)
    return number


def archive_of(client: FlaskClient) -> dict[str, str]:
    link = client.get("/compte/donnees").text.partition('href="/compte/donnees/')[2].partition('"')[0]
    answer = client.get(f"/compte/donnees/{link}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mes-donnees.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        assert file.testzip() is None
        return {name: file.read(name).decode() for name in file.namelist()}


def test_everything_that_is_held_can_be_taken_away(
    app: Flask, client_of: Callable[[str], FlaskClient], full: int, write: Callable[[], object]
) -> None:
    client = client_of("referente")
    assert "Préparer une archive" in client.get("/compte/donnees").text
    assert client.post("/compte/donnees").location == "/compte/donnees"
    assert "se prépare" in client.get("/compte/donnees").text
    client.post("/compte/donnees")
    with write() as session:
        assert session.scalar(select(func.count()).select_from(OwnDataArchive)) == 1
    drain(app)

    files = archive_of(client)

    assert "connexions" in files["LISEZMOI.md"]
    account = json.loads(files["compte.json"])
    assert (account["nom"], account["adresse"]) == ("Referente", "referente@exemple.fr")
    assert account["territoires"] == [{"slug": "trappes", "name": "Trappes", "role": "referent"}]
    assert files["textes/trappes/page-public/0001.md"] == "# Page public\n\nPremière version.\n"
    assert "Seconde" in files["textes/trappes/page-draft/0002.md"]
    listed = json.loads(files["textes/liste.json"])
    assert [each["resume"] for each in listed["versions"]] == ["", "Mieux", "", "Mieux"]
    assert listed["non_lisibles"] == 0
    for table in ("sign_in", "passkey", "api_token", "saved_search", "outside_identity", "membership"):
        assert f"donnees/{table}.json" in files
    journal = json.loads(files["journal.json"])
    blocked = next(line for line in journal if line["acte"] == "account.blocked")
    assert set(blocked) == {"date", "acte", "sur", "nom"}
    whole = "".join(files.values())
    for secret in ("SEALED", "HASHED", "PUBLIC", "HASH-", "192.0.2.66", "reason", "amie@exemple.fr"):
        assert secret not in whole


def test_texts_one_may_not_read_any_more_are_counted_only(
    app: Flask, client_of: Callable[[str], FlaskClient], full: int, write: Callable[[], object], people
) -> None:
    with write() as session:
        page = session.scalars(select(Page).where(Page.title == "Page public")).one()
        page.audience_key, page.owner_id = f"draft:{people['admin']}", people["admin"]
    client = client_of("referente")
    client.post("/compte/donnees")
    drain(app)
    files = archive_of(client)

    assert json.loads(files["textes/liste.json"])["non_lisibles"] == 2
    assert not any("page-public" in name for name in files)


def test_an_archive_is_its_owner_s_for_a_week(
    app: Flask, client_of: Callable[[str], FlaskClient], full: int, write: Callable[[], object]
) -> None:
    client = client_of("referente")
    client.post("/compte/donnees")
    drain(app)
    with write() as session:
        number = session.scalars(select(OwnDataArchive.id)).one()
    assert client_of("admin").get(f"/compte/donnees/{number}").status_code == 404
    assert client_of("").get(f"/compte/donnees/{number}").status_code == 401
    assert client.get(f"/compte/donnees/{number}").status_code == 200
    with write() as session:
        acts = session.scalars(select(AuditEntry.act)).all()
        assert {"account.data_asked", "account.data_taken"} <= set(acts)
        session.get_one(OwnDataArchive, number).expires_at = now()

    assert client.get(f"/compte/donnees/{number}").status_code == 404
    with write() as session:
        service.sweep(session)
        assert session.scalar(select(func.count()).select_from(OwnDataPiece)) == 0


def test_large_archives_are_kept_in_pieces_and_bounded(
    app: Flask, write: Callable[[], object], full: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PIECE_BYTES", 100)
    with write() as session:
        service.ask(session, actor(app, session, full))
    drain(app)
    with write() as session:
        archive = session.scalars(select(OwnDataArchive)).one()
        pieces = list(service.read_pieces(session, archive))
        assert len(pieces) > 3
        assert sum(map(len, pieces)) == archive.size
        zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip()
        service.keep_archive(session, archive.id, io.BytesIO(b"again"))
        rules = app.extensions["wiki.rules"]
        data = app.extensions["wiki.own_data"]
        assert not service.write_archive(session, data, rules, archive.id, io.BytesIO())
        assert not service.write_archive(session, data, rules, 10**6, io.BytesIO())
        archive.state = "waiting"
        monkeypatch.setattr(service, "MOST_BYTES", 10)
        with pytest.raises(Invalid):
            service.write_archive(session, data, rules, archive.id, io.BytesIO())


def test_a_mail_tells_that_the_archive_is_there(
    app: Flask, settings, client_of: Callable[[str], FlaskClient], full: int
) -> None:
    client_of("referente").post("/compte/donnees")
    drain(app)
    letters = [path.read_text(encoding="utf-8") for path in (settings.data_dir / "mail").glob("*own_data*")]
    assert len(letters) == 1
    assert "To: referente@exemple.fr" in letters[0]


def test_leaving_takes_along_all_that_is_the_person_s_and_no_text(
    app: Flask, client_of: Callable[[str], FlaskClient], full: int, write: Callable[[], object]
) -> None:
    client = client_of("referente")
    client.post("/compte/donnees")
    drain(app)
    assert "Ancien membre" in client.get("/compte/suppression").text

    assert client.post("/compte/suppression", data={"action": "now"}).location == "/"

    assert client.get("/compte").status_code == 401
    with write() as session:
        for model in (SecondFactor, RecoveryCode, Passkey, OutsideIdentity, ApiToken, SavedSearch, KnownBrowser,
                      SignIn, OwnDataArchive, OwnDataPiece):  # fmt: skip
            assert session.scalar(select(func.count()).select_from(model)) == 0, model
        assert session.scalar(select(func.count()).where(Membership.user_id == full)) == 0
        assert session.scalar(select(func.count()).where(Revision.author_id == full)) >= 2
        assert session.get_one(User, full).name == "Ancien membre"
        assert "account.deleted" in session.scalars(select(AuditEntry.act)).all()


def test_one_may_leave_in_a_week_and_change_one_s_mind(
    app: Flask, client_of: Callable[[str], FlaskClient], full: int, write: Callable[[], object]
) -> None:
    client, elsewhere = client_of("referente"), client_of("referente")

    assert client.post("/compte/suppression", data={"action": "later"}).location == "/compte"

    assert elsewhere.get("/compte").status_code == 401
    assert "Votre compte sera supprimé le" in client.get("/compte").text
    drain(app)
    assert client.get("/compte").status_code == 200
    assert client.post("/compte/suppression/annulation").location == "/compte"
    assert "sera supprimé" not in client.get("/compte").text
    with write() as session:
        service.leave_when_due(session, full, at=now() + timedelta(days=8))
    assert client.get("/compte").status_code == 200


def test_the_week_over_the_account_is_gone(
    app: Flask, client_of: Callable[[str], FlaskClient], full: int, write: Callable[[], object]
) -> None:
    client = client_of("referente")
    client.post("/compte/suppression", data={"action": "later"})
    with write() as session:
        job = session.scalars(select(Job).where(Job.kind == service.LEAVE_JOB)).one()
        assert job.due_at == session.get_one(User, full).leaving_at
        assert timedelta(days=6, hours=23) < job.due_at - now() <= timedelta(days=7)
        service.leave_when_due(session, full)
        assert session.get_one(User, full).deleted_at is None
        session.get_one(User, full).leaving_at = job.due_at = now()

    drain(app)

    assert client.get("/compte").status_code == 401
    with write() as session:
        assert session.get_one(User, full).deleted_at is not None
        service.leave_when_due(session, full)
        service.leave_when_due(session, 10**6)


def test_the_only_administrator_stays(
    app: Flask, client_of: Callable[[str], FlaskClient], write: Callable[[], object], people: dict[str, int]
) -> None:
    admin = client_of("admin")
    for action in ("now", "later"):
        answer = admin.post("/compte/suppression", data={"action": action})
        assert answer.status_code == 422
        assert "Personne d’autre n’administre" in answer.text
    with write() as session:
        user = session.get_one(User, people["admin"])
        user.leaving_at = now()
        service.leave_when_due(session, user.id)
    with write() as session:
        user = session.get_one(User, people["admin"])
        assert (user.deleted_at, user.leaving_at) == (None, None)


def test_a_visitor_has_nothing(write: Callable[[], object], people: dict[str, int]) -> None:
    for act in (service.ask, service.leave_now, service.stay):
        with write() as session, pytest.raises(Forbidden):
            act(session, Actor())
