"""Administrators look after accounts and invite people; nobody else does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import factories
from wiki.accounts.administration import service
from wiki.accounts.models import Invitation, SignIn, User
from wiki.db import now
from wiki.errors import Forbidden
from wiki.permissions import Actor, Permission

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Browsers = Callable[[str], FlaskClient]
PAGES = ["/admin/comptes", "/admin/comptes/nina", "/admin/comptes/nobody", "/admin/invitations"]


def user(write: Callable[[], object], handle: str) -> User:
    with write() as session:
        return session.scalars(select(User).where(User.handle == handle)).one()


@sqlite_only
def test_only_administrators_see_accounts_and_invitations(
    client_of: Browsers, subtests: pytest.Subtests
) -> None:
    for handle in ("", "nina", "referente", "relectrice", "curatrice"):
        client = client_of(handle)
        for path in PAGES:
            with subtests.test(handle=handle, path=path):
                assert client.get(path).status_code == (403 if handle else 401)


@sqlite_only
def test_only_administrators_change_anything(client_of: Browsers, write: Callable[[], object]) -> None:
    curator = client_of("curatrice")
    assert curator.post("/admin/comptes/nina", data={"action": "block"}).status_code == 403
    assert curator.post("/admin/invitations", data={"email": "x@exemple.fr"}).status_code == 403
    assert curator.post("/admin/invitations/1").status_code == 403
    assert user(write, "nina").blocked_at is None


@sqlite_only
@pytest.mark.parametrize("sent", [{"action": "role", "site_role": "admin"}, {"action": "second_factor"}])
def test_who_finds_the_session_of_an_administrator_open_changes_no_account(
    client_of: Browsers, write: Callable[[], object], sent: dict[str, str]
) -> None:
    admin = client_of("admin")
    with write() as session:
        session.scalars(select(SignIn)).one().proved_at = now() - timedelta(minutes=11)

    assert admin.get("/admin/comptes/nina").status_code == 200
    answer = admin.post("/admin/comptes/nina", data=sent)

    assert answer.location == "/compte/preuve?next=/admin/comptes/nina"
    assert user(write, "nina").site_role == ""


@sqlite_only
def test_somebody_without_an_account_invites_nobody(app: Flask, write: Callable[[], object]) -> None:
    rules = app.extensions["wiki.rules"]
    with write() as session, pytest.raises(Forbidden):
        service.invite(session, Actor(site_role="admin", rules=rules), "x@exemple.fr")
    assert rules.can(Actor(site_role="admin"), Permission.INVITATION_CREATE)


def test_accounts_are_found_by_name_without_accents_and_by_address(
    client_of: Browsers, write: Callable[[], object]
) -> None:
    with write() as session:
        factories.user(session, "eleonore-le-men", name="Éléonore Le Men", email="elm@ailleurs.bzh")
        factories.user(session, "partie", name="Ancien membre", deleted_at=factories.now())
    admin = client_of("admin")

    everybody = admin.get("/admin/comptes").text
    assert "Éléonore" in everybody
    assert "Nina" in everybody
    assert "Ancien membre" not in everybody
    for words in ("eleonore le", "ÉLÉONORE", "AILLEURS.bzh"):
        found = admin.get("/admin/comptes", query_string={"q": words}).text
        assert "Éléonore Le Men" in found
        assert "nina@exemple.fr" not in found
    for words in ("100%", "\0zzz", "🌿"):
        assert "Aucun compte ne correspond" in admin.get("/admin/comptes", query_string={"q": words}).text


def test_long_lists_go_on(client_of: Browsers, write: Callable[[], object]) -> None:
    with write() as session:
        session.add_all(
            User(handle=f"p{n}", name=f"P{n}", email=f"p{n}@exemple.fr", password_hash=None)
            for n in range(60)
        )
    admin = client_of("admin")
    first = admin.get("/admin/comptes?q=exemple.fr").text
    assert ">P59<" in first
    assert ">P9<" not in first

    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = admin.get(older).text
    assert ">P9<" in second
    assert ">P59<" not in second
    assert 'rel="prev"' in second


@sqlite_only
def test_a_role_is_changed(client_of: Browsers, write: Callable[[], object]) -> None:
    admin = client_of("admin")
    assert "Territoires" in admin.get("/admin/comptes/referente").text

    assert admin.post("/admin/comptes/nina", data={"site_role": "curator"}).location == "/admin/comptes/nina"
    assert user(write, "nina").site_role == "curator"
    assert admin.post("/admin/comptes/nina", data={"site_role": "queen"}).status_code == 422
    last = admin.post("/admin/comptes/admin", data={"site_role": ""})
    assert last.status_code == 422
    assert "Personne d’autre" in last.text

    admin.post("/admin/comptes/nina", data={"site_role": "admin"})
    admin.post("/admin/comptes/admin", data={"site_role": ""})
    assert admin.get("/admin/comptes").status_code == 403


@sqlite_only
def test_a_blocked_person_is_out_until_unblocked(client_of: Browsers, write: Callable[[], object]) -> None:
    admin, nina = client_of("admin"), client_of("nina")
    assert "Appareils connectés</dt><dd>1" in admin.get("/admin/comptes/nina").text

    admin.post("/admin/comptes/nina", data={"action": "block"})
    assert nina.get("/compte").status_code == 401
    assert "Débloquer" in admin.get("/admin/comptes/nina").text
    assert "Bloqué" in admin.get("/admin/comptes").text
    admin.post("/admin/comptes/nina", data={"action": "unblock"})
    assert user(write, "nina").blocked_at is None

    own = admin.post("/admin/comptes/admin", data={"action": "block"})
    assert own.status_code == 422
    assert "votre propre compte" in own.text


@sqlite_only
def test_sessions_are_ended_and_addresses_confirmed(client_of: Browsers, write: Callable[[], object]) -> None:
    admin, nina = client_of("admin"), client_of("nina")
    admin.post("/admin/comptes/nina", data={"action": "end"})
    assert nina.get("/compte").status_code == 401

    with write() as session:
        factories.user(session, "attente", confirmed_at=None)
    assert "Confirmer l’adresse" in admin.get("/admin/comptes/attente").text
    admin.post("/admin/comptes/attente", data={"action": "confirm"})
    assert user(write, "attente").confirmed_at is not None


@sqlite_only
def test_somebody_is_invited_and_uninvited(client_of: Browsers, letters, write: Callable[[], object]) -> None:
    admin = client_of("admin")
    with write() as session:
        trappes = factories.territory(session)
    typed = {"email": "Neuf@exemple.fr", "territory": str(trappes.id)}
    assert "Aucune invitation" in admin.get("/admin/invitations").text

    assert admin.post("/admin/invitations", data=typed).location == "/admin/invitations"
    letter = letters.one()
    assert (letter["To"], letter["Subject"]) == ("neuf@exemple.fr", "Une invitation vous attend")
    assert "Admin vous invite" in letter.get_body(("plain",)).get_content()
    admin.post("/admin/invitations", data=typed)
    link = letters.link()
    shown = admin.get("/admin/invitations").text
    assert shown.count('<th scope="row">neuf@exemple.fr') == 1
    assert "<td>Trappes</td>" in shown

    with write() as session:
        (invitation,) = session.scalars(select(Invitation)).all()
    assert admin.post(f"/admin/invitations/{invitation.id}").location == "/admin/invitations"
    assert client_of("").get(link).status_code == 410


@sqlite_only
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": ""}, "À remplir."),
        ({"email": "x"}, "pas complète"),
        ({"email": "nina@exemple.fr"}, "a déjà un compte"),
        ({"email": "neuf@exemple.fr", "territory": "999"}, "territory-error"),
    ],
)
def test_an_invitation_that_cannot_be_sent_is_told(
    client_of: Browsers, letters, typed: dict[str, str], said: str
) -> None:
    answer = client_of("admin").post("/admin/invitations", data={"territory": "", **typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert letters.new() == []


@sqlite_only
def test_an_accepted_invitation_stays_in_the_list(
    client_of: Browsers, people: dict[str, int], write: Callable[[], object]
) -> None:
    with write() as session:
        used = factories.now()
        session.add(
            Invitation(
                token_hash="x", email="a@b.fr", invited_by=people["admin"], expires_at=used, used_at=used
            )
        )
        session.flush()
        number = session.scalars(select(Invitation.id)).one()
    admin = client_of("admin")
    admin.post(f"/admin/invitations/{number}")

    assert "Acceptée" in admin.get("/admin/invitations").text
