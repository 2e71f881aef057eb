"""Passkeys, with a key made of software that can lie in each field."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import select

from tests.wiki.accounts.safety.authenticator import PRESENT, Authenticator
from wiki.accounts.models import SignIn, User
from wiki.accounts.passkeys import ceremonies, service
from wiki.accounts.passkeys.ceremonies import Site
from wiki.accounts.passkeys.models import Passkey
from wiki.db import now
from wiki.errors import Invalid

SITE = Site.at("http://localhost/", "Territoire")


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/compte").status_code == 200


def options_in(page: str) -> dict:
    return json.loads(html.unescape(re.search(r'data-passkey-new="([^"]+)"', page).group(1)))


def register(client: FlaskClient, device: Authenticator, name: str = "Téléphone"):
    options = options_in(client.get("/compte/cles/nouvelle").text)
    return client.post(
        "/compte/cles/nouvelle", data={"name": name, "credential": device.create(options["challenge"])}
    )


def challenge(client: FlaskClient) -> str:
    return client.post("/connexion/cle/defi").json["challenge"]


@pytest.fixture
def device(sign_in: Callable[..., FlaskClient]) -> Authenticator:
    """A device whose key opens Anne's account."""
    made = Authenticator()
    assert register(sign_in(), made).location == "/compte/cles"
    return made


def test_a_key_is_made_and_opens_the_account(
    sign_in: Callable[..., FlaskClient], browser: FlaskClient, write: Callable[[], object], anne: int, letters
) -> None:
    client, device = sign_in(), Authenticator()
    options = options_in(client.get("/compte/cles/nouvelle").text)
    assert options["rp"]["id"] == "localhost"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["user"]["name"] == "anne@exemple.fr"
    assert register(client, device).location == "/compte/cles"
    assert letters.one()["Subject"] == "Une clé d’accès a été ajoutée"
    assert "Pas encore utilisée" in client.get("/compte/cles").text

    device.count = 1
    typed = {"credential": device.get(challenge(browser)), "next": "/themes"}
    assert browser.post("/connexion/cle", data=typed).location == "/themes"

    assert is_signed_in(browser)
    assert "Utilisée" in browser.get("/compte/cles").text
    assert "Une clé ouvre votre compte" in browser.get("/compte").text
    with write() as session:
        row = session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
        assert (row.way, row.is_strong) == ("passkey", True)
        assert session.scalars(select(Passkey.sign_count)).one() == 1


LIES = {
    "another host": {"host": "ailleurs.fr"},
    "another page": {"origin": "http://ailleurs.fr"},
    "without the owner": {"flags": PRESENT},
    "another key": {"key": ec.generate_private_key(ec.SECP256R1())},
    "unknown key": {"credential_id": b"x" * 32},
    "somebody else's handle": {"handle": b"y" * 32},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_key_that_lies_opens_nothing(browser: FlaskClient, device: Authenticator, lie: str) -> None:
    liar = replace(device, **LIES[lie])

    answer = browser.post("/connexion/cle", data={"credential": liar.get(challenge(browser))})

    assert answer.location == "/connexion?next=/"
    assert "n’ouvre pas de compte ici" in browser.get("/connexion").text
    assert not is_signed_in(browser)


def test_an_answer_serves_once_and_for_its_own_challenge(
    app: Flask, browser: FlaskClient, device: Authenticator
) -> None:
    other = app.test_client()
    answer = device.get(challenge(other))
    challenge(browser)
    assert browser.post("/connexion/cle", data={"credential": answer}).location == "/connexion?next=/"
    assert browser.post("/connexion/cle", data={"credential": answer}).location == "/connexion?next=/"
    registration = device.get(challenge(browser), kind="webauthn.create")
    assert browser.post("/connexion/cle", data={"credential": registration}).location == "/connexion?next=/"
    assert not is_signed_in(browser)

    with other.session_transaction() as cookie:
        kept = dict(cookie)
    assert other.post("/connexion/cle", data={"credential": answer}).location == "/"
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(kept)
    assert thief.post("/connexion/cle", data={"credential": answer}).location == "/connexion?next=/"


def test_a_copy_is_found_out_by_its_count(app: Flask, browser: FlaskClient, device: Authenticator) -> None:
    device.count = 7
    assert browser.post("/connexion/cle", data={"credential": device.get(challenge(browser))}).location == "/"
    copy = replace(device, count=7)
    other = app.test_client()

    assert other.post("/connexion/cle", data={"credential": copy.get(challenge(other))}).location != "/"
    assert not is_signed_in(other)


def test_a_blocked_account_is_not_opened(
    browser: FlaskClient, device: Authenticator, write: Callable[[], object], anne: int
) -> None:
    with write() as session:
        session.get_one(User, anne).blocked_at = now()

    browser.post("/connexion/cle", data={"credential": device.get(challenge(browser))})

    assert not is_signed_in(browser)


def test_registering_refuses_what_it_should(
    sign_in: Callable[..., FlaskClient], device: Authenticator, write: Callable[[], object]
) -> None:
    client = sign_in()
    for liar in (
        Authenticator(host="ailleurs.fr"),
        Authenticator(origin="http://x"),
        Authenticator(flags=PRESENT),
    ):
        assert register(client, liar).status_code == 422
    twice = register(client, device)
    assert twice.status_code == 422
    assert "déjà une clé ici" in twice.text
    assert register(client, Authenticator(), name=" ").status_code == 422
    long = register(client, Authenticator(), name="x" * 61)
    assert "60 caractères" in long.text
    forged = client.post("/compte/cles/nouvelle", data={"name": "x", "credential": "{"})
    assert forged.status_code == 422
    stale = Authenticator().create(options_in(forged.text)["challenge"])
    client.get("/compte/cles/nouvelle")
    assert client.post("/compte/cles/nouvelle", data={"name": "x", "credential": stale}).status_code == 422
    with client.session_transaction() as cookie:
        cookie.pop("begun passkey registration")
    assert (
        "trop de temps" in client.post("/compte/cles/nouvelle", data={"name": "x", "credential": "{}"}).text
    )
    with write() as session:
        assert len(session.scalars(select(Passkey)).all()) == 1


def test_there_are_not_too_many(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int
) -> None:
    with write() as session:
        session.add_all(
            Passkey(user_id=anne, credential_id=f"AAA{number:02}AAA", public_key=b"", name="x")
            for number in range(service.MOST)
        )

    assert "déjà 20 clés" in register(sign_in(), Authenticator()).text


def test_a_key_is_a_fresh_proof(
    sign_in: Callable[..., FlaskClient],
    device: Authenticator,
    write: Callable[[], object],
    client_of: Callable[[str], FlaskClient],
) -> None:
    client = sign_in()
    with write() as session:
        for row in session.scalars(select(SignIn)):
            row.proved_at = now() - timedelta(minutes=11)
    assert client.get("/compte/adresse").status_code == 303
    assert "Utiliser ma clé" in client.get("/compte/preuve?next=/compte/adresse").text
    other = client_of("nina")
    typed = {"credential": device.get(challenge(other)), "next": "/compte/adresse"}
    assert other.post("/compte/preuve/cle", data=typed).location == "/compte/preuve?next=/compte/adresse"

    typed = {"credential": device.get(challenge(client)), "next": "/compte/adresse"}
    assert client.post("/compte/preuve/cle", data=typed).location == "/compte/adresse"
    assert client.get("/compte/adresse").status_code == 200


def test_a_key_is_taken_away(
    sign_in: Callable[..., FlaskClient],
    browser: FlaskClient,
    device: Authenticator,
    letters,
    write: Callable[[], object],
    client_of: Callable[[str], FlaskClient],
) -> None:
    letters.new()
    client = sign_in()
    with write() as session:
        number = session.scalars(select(Passkey.id)).one()
    assert client_of("nina").post(f"/compte/cles/{number}/suppression").status_code == 404
    assert "Téléphone" in client.get(f"/compte/cles/{number}/suppression").text
    assert client.post(f"/compte/cles/{number}/suppression").location == "/compte/cles"
    assert "Aucune clé" in client.get("/compte/cles").text
    assert letters.one()["Subject"] == "Une clé d’accès a été retirée"

    browser.post("/connexion/cle", data={"credential": device.get(challenge(browser))})
    assert not is_signed_in(browser)


def test_the_handle_of_the_account_is_recognised(
    app: Flask, browser: FlaskClient, device: Authenticator, anne: int
) -> None:
    device.handle = service.handle_of(app.extensions["wiki.seal"], anne)

    assert browser.post("/connexion/cle", data={"credential": device.get(challenge(browser))}).location == "/"


@given(
    answer=st.text(max_size=200)
    | st.builds(json.dumps, st.dictionaries(st.text(max_size=9), st.text(max_size=9)))
)
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answer_is_a_fault(answer: str) -> None:
    with pytest.raises(Invalid):
        ceremonies.credential_of(answer)
    with pytest.raises(Invalid):
        ceremonies.check_registration(SITE, answer, "AAAA")
    with pytest.raises(Invalid):
        ceremonies.check_authentication(SITE, answer, "AAAA", Passkey(public_key=b"", sign_count=0))


def test_a_site_behind_a_proxy_is_known_by_its_public_address() -> None:
    assert Site.at("https://wiki.example.org:8443/x", "W") == Site(
        "wiki.example.org", "https://wiki.example.org:8443", "W"
    )
    with pytest.raises(Invalid):
        ceremonies.credential_of("x" * (ceremonies.LONGEST_CREDENTIAL + 1))
