"""Signing in through a provider that lies in every way one can think of, and one that does not."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import select
from werkzeug.serving import make_server

from tests import factories
from tests.wiki.openid.conftest import CLIENT, SECRET, Liar
from wiki.accounts.models import Invitation, SignIn, User
from wiki.accounts.secondfactor import service as second_factor
from wiki.accounts.service import create_user
from wiki.audit.models import AuditEntry
from wiki.blocks.models import Block
from wiki.db import now
from wiki.openid.models import OutsideIdentity
from wiki.openid.provider import Journey, Provider, ProviderFault

PASSWORD = "quatre mots sans rapport"


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/compte").status_code == 200


@pytest.fixture
def anne(write: Callable[[], object]) -> int:
    with write() as session:
        return create_user(session, name="Anne Le Goff", email="anne@exemple.fr", password=PASSWORD).id


@pytest.fixture
def linked(write: Callable[[], object], anne: int, liar: Liar) -> int:
    """Anne's account is linked with anne-there."""
    with write() as session:
        session.add(OutsideIdentity(user_id=anne, issuer=liar.address, subject="anne-there", label="a"))
    return anne


# --- the way there and back ------------------------------------------------------------------------------


def test_the_browser_leaves_with_a_question_of_its_own(browser: FlaskClient, liar: Liar) -> None:
    assert "Se connecter avec Académie" in browser.get("/connexion").text
    first, second = (browser.get("/connexion/openid").location for _ in range(2))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(first).query).items()}
    again = {name: values[0] for name, values in parse_qs(urlsplit(second).query).items()}

    assert asked["response_type"] == "code"
    assert asked["client_id"] == CLIENT
    assert asked["redirect_uri"] == "http://localhost/connexion/openid/retour"
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "openid email profile"
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name]) >= 40
        assert asked[name] != again[name]


def test_who_is_linked_comes_in(
    come_back: Callable[..., Any], browser: FlaskClient, linked: int, write: Callable[[], object]
) -> None:
    assert come_back().location == "/themes"
    assert is_signed_in(browser)
    with write() as session:
        assert session.scalars(select(SignIn.way)).all() == ["openid"]
        assert session.scalars(select(OutsideIdentity.used_at)).one() is not None


LIES: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "x"}},
    "no nonce": {"claims": {"nonce": None}},
    "a nonce that is no text": {"claims": {"nonce": 1}},
    "another audience": {"claims": {"aud": "somebody-else"}},
    "several audiences without a party": {"claims": {"aud": [CLIENT, "somebody-else"]}},
    "given to another party": {"claims": {"azp": "somebody-else"}},
    "another issuer": {"claims": {"iss": "https://ailleurs.fr"}},
    "over": {"claims": {"exp": int(time.time()) - 3600}},
    "without an end": {"claims": {"exp": None}},
    "from tomorrow": {"claims": {"iat": int(time.time()) + 86400}},
    "without a subject": {"claims": {"sub": None}},
    "an empty subject": {"claims": {"sub": ""}},
    "an endless subject": {"claims": {"sub": "x" * 256}},
    "not signed": {"header": {"alg": "none"}},
    "signed with our own secret": {"header": {"alg": "HS256"}, "signing_key": OctKey.import_key(SECRET),
                                   "metadata": {"id_token_signing_alg_values_supported": ["RS256", "HS256"]}},
    "signed by another": {"signing_key": RSAKey.generate_key(2048, {"kid": "one"})},
    "no token": {"id_token": ""},
    "rubbish": {"id_token": "a.b.c"},
    "not what it offers": {"metadata": {"id_token_signing_alg_values_supported": ["ES256"]}},
    "says it is another": {"metadata": {"issuer": "https://ailleurs.fr"}},
    "token sent elsewhere": {"metadata": {"token_endpoint": "http://ailleurs.fr/token"}},
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_opens_nothing(browser: FlaskClient, linked: int, liar: Liar, lie: str) -> None:
    liar.__dict__.update(LIES[lie])
    location = browser.get("/connexion/openid").location
    answer = browser.get(liar.follow(location)) if location.startswith(liar.address) else None

    assert answer is None or answer.location == "/connexion?next=/"
    assert not is_signed_in(browser)


def test_an_answer_belongs_to_the_browser_and_the_question(
    app: Flask, browser: FlaskClient, linked: int, liar: Liar
) -> None:
    """A stolen or planted answer opens nothing: without the browser that asked, with another state, or twice."""
    path = liar.follow(browser.get("/connexion/openid").location)
    stranger = app.test_client()
    assert stranger.get(path).location == "/connexion?next=/"
    assert not is_signed_in(stranger)
    assert browser.get(path.replace("state=", "state=x")).location == "/connexion?next=/"
    assert browser.get(path).location == "/connexion?next=/"
    assert not is_signed_in(browser)
    assert "/token" not in liar.requests

    path = liar.follow(browser.get("/connexion/openid").location)
    assert browser.get(path).location == "/"
    assert is_signed_in(browser)
    assert browser.get(path).location == "/connexion?next=/"


def test_the_code_is_of_no_use_without_the_verifier(browser: FlaskClient, linked: int, liar: Liar) -> None:
    path = liar.follow(browser.get("/connexion/openid").location)
    liar.asked["code_challenge"] = "that of somebody else"

    assert browser.get(path).location == "/connexion?next=/"
    assert not is_signed_in(browser)


def test_giving_up_there_is_told(browser: FlaskClient, liar: Liar) -> None:
    path = liar.follow(browser.get("/connexion/openid").location)

    browser.get(path.replace("code=a-code", "error=access_denied"))

    assert "abandonnée chez Académie" in browser.get("/connexion").text


def test_a_blocked_account_stays_shut(
    come_back: Callable[..., Any], browser: FlaskClient, linked: int, write: Callable[[], object]
) -> None:
    with write() as session:
        session.get_one(User, linked).blocked_at = now()

    assert come_back().location == "/connexion?next=/"
    assert "ne peut pas être ouvert" in browser.get("/connexion").text


def test_the_second_step_is_asked_all_the_same(
    app: Flask, come_back: Callable[..., Any], browser: FlaskClient, linked: int, write: Callable[[], object]
) -> None:
    earlier, seal = now() - timedelta(hours=1), app.extensions["wiki.seal"]
    with write() as session:
        secret = second_factor.prepare(session, seal, linked)
        second_factor.confirm(session, seal, linked, pyotp.TOTP(secret).at(earlier), at=earlier)

    assert come_back().location == "/connexion/validation?next=/themes"
    assert not is_signed_in(browser)


# --- the first time --------------------------------------------------------------------------------------


def test_an_account_that_is_there_is_not_taken_over(
    come_back: Callable[..., Any], browser: FlaskClient, anne: int, write: Callable[[], object]
) -> None:
    """The provider says that the address is verified; that alone must not open the account of this address."""
    assert come_back().location == "/connexion/openid/compte"
    assert not is_signed_in(browser)
    page = browser.get("/connexion/openid/compte").text
    assert "Un compte vous attend déjà" in page
    assert browser.post("/connexion/openid/compte", data={"password": "non"}).status_code == 422
    assert browser.post("/connexion/openid/compte", data={"name": "Voleur"}).status_code == 422
    with write() as session:
        assert session.scalars(select(OutsideIdentity)).all() == []

    answer = browser.post("/connexion/openid/compte", data={"password": PASSWORD})

    assert answer.location == "/themes"
    assert is_signed_in(browser)
    with write() as session:
        row = session.scalars(select(OutsideIdentity)).one()
        assert (row.user_id, row.subject, row.label) == (anne, "anne-there", "anne@exemple.fr")
        assert "account.identity_linked" in session.scalars(select(AuditEntry.act)).all()


def test_an_account_without_a_password_is_linked_from_inside_only(
    come_back: Callable[..., Any], browser: FlaskClient, anne: int, write: Callable[[], object]
) -> None:
    with write() as session:
        session.get_one(User, anne).password_hash = None
    come_back()

    assert 'name="password"' not in browser.get("/connexion/openid/compte").text
    assert browser.post("/connexion/openid/compte", data={"password": ""}).status_code == 422
    assert not is_signed_in(browser)


def test_somebody_new_gets_an_account(
    come_back: Callable[..., Any], browser: FlaskClient, liar: Liar, write: Callable[[], object]
) -> None:
    with write() as session:
        factories.user(session, "attente", email="neuve@exemple.fr", confirmed_at=None)
    liar.claims = {"sub": "neuve", "email": "Neuve@exemple.fr", "name": "Neuve Là-bas"}
    assert come_back().location == "/connexion/openid/compte"
    assert 'value="Neuve Là-bas"' in browser.get("/connexion/openid/compte").text
    assert browser.post("/connexion/openid/compte", data={"name": ""}).status_code == 422

    assert browser.post("/connexion/openid/compte", data={"name": "Neuve Ici"}).location == "/themes"

    with write() as session:
        user = session.scalars(select(User).where(User.email == "neuve@exemple.fr")).one()
        assert (user.name, user.password_hash) == ("Neuve Ici", None)
        assert user.confirmed_at is not None
    assert browser.get("/connexion/openid/compte").location == "/connexion"
    browser.post("/deconnexion")
    assert come_back().location == "/themes"


def test_no_account_is_made_from_a_blocked_network(
    come_back: Callable[..., Any], browser: FlaskClient, liar: Liar, write: Callable[[], object], anne: int
) -> None:
    moment = now() + timedelta(hours=1)
    with write() as session:
        session.add(Block(network="127.0.0.1/32", created_by=anne, until=moment))
    liar.claims = {"sub": "neuve", "email": "neuve@exemple.fr", "name": "Neuve"}
    come_back()

    assert browser.post("/connexion/openid/compte", data={"name": "Neuve"}).status_code == 403
    assert not is_signed_in(browser)


@pytest.mark.parametrize("verified", [False, None, "false", 1])
def test_an_address_that_is_not_verified_counts_for_nothing(
    come_back: Callable[..., Any], browser: FlaskClient, liar: Liar, anne: int, verified: object
) -> None:
    liar.claims = {"email_verified": verified}
    come_back()
    page = browser.get("/connexion/openid/compte")

    assert "n’a pas vérifié votre adresse" in page.text
    assert browser.post("/connexion/openid/compte", data={"name": "Anne"}).status_code == 422
    assert not is_signed_in(browser)


def test_the_address_may_come_from_userinfo_of_the_same_person(
    app: Flask, come_back: Callable[..., Any], browser: FlaskClient, liar: Liar
) -> None:
    liar.claims = {"email": None, "email_verified": None, "name": None}
    liar.userinfo = {
        "sub": "anne-there",
        "email": "u@exemple.fr",
        "email_verified": True,
        "preferred_username": "U",
    }
    come_back()
    assert "u@exemple.fr" in browser.get("/connexion/openid/compte").text

    liar.userinfo["sub"] = "somebody-else"
    assert come_back(app.test_client()).location == "/connexion?next=/"


class TestPolicy:
    @pytest.fixture(params=["invitation", "closed"])
    def settings(self, settings, request):
        return replace(settings, sign_up=request.param)

    def test_the_policy_of_sign_up_is_obeyed(
        self, come_back: Callable[..., Any], browser: FlaskClient, liar: Liar, settings, write, people
    ) -> None:
        liar.claims = {"sub": "neuve", "email": "neuve@exemple.fr"}
        come_back()
        assert browser.get("/connexion/openid/compte").status_code == 403
        assert browser.post("/connexion/openid/compte", data={"name": "Neuve"}).status_code == 403
        with write() as session:
            trappes = factories.territory(session)
            session.add(
                Invitation(token_hash="x", email="neuve@exemple.fr", invited_by=people["admin"],
                           territory_id=trappes.id, expires_at=now() + timedelta(days=1))
            )  # fmt: skip

        answer = browser.post("/connexion/openid/compte", data={"name": "Neuve"})

        if settings.sign_up == "closed":
            assert answer.status_code == 403
        else:
            assert answer.location == "/themes"
            assert "Membre\u00a0· <a" in browser.get("/personnes/neuve").text


# --- linking, unlinking, leaving -------------------------------------------------------------------------


def signed_in(browser: FlaskClient) -> FlaskClient:
    browser.post("/connexion", data={"email": "anne@exemple.fr", "password": PASSWORD})
    return browser


def test_an_account_is_linked_from_inside_and_unlinked(
    browser: FlaskClient, anne: int, liar: Liar, write: Callable[[], object]
) -> None:
    signed_in(browser)
    liar.claims = {"sub": "another", "email": "autre@ailleurs.fr", "email_verified": False}
    assert "Relier" in browser.get("/compte").text
    assert "Relier mon compte" in browser.get("/compte/openid").text
    page = browser.post("/compte/openid").text
    location = re.search(r'href="([^"]*/go\?[^"]*)"', page).group(1).replace("&amp;", "&")

    assert browser.get(liar.follow(location)).location == "/compte/openid"

    with write() as session:
        number = session.scalars(select(OutsideIdentity.id).where(OutsideIdentity.user_id == anne)).one()
    assert "Retirer ce lien" in browser.get(f"/compte/openid/{number}/retrait").text
    assert browser.post(f"/compte/openid/{number}/retrait").location == "/compte/openid"
    assert browser.post(f"/compte/openid/{number}/retrait").status_code == 404


def test_a_link_begun_by_one_person_is_not_given_to_another(
    browser: FlaskClient, anne: int, liar: Liar, write: Callable[[], object]
) -> None:
    signed_in(browser)
    page = browser.post("/compte/openid").text
    location = re.search(r'href="([^"]*/go\?[^"]*)"', page).group(1).replace("&amp;", "&")
    path = liar.follow(location)
    with browser.session_transaction() as cookie:
        kept = cookie["begun openid journey"]
    with write() as session:
        token = factories.sign_in(session, factories.user(session, "bruno"))
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["begun openid journey"] = token, kept

    assert browser.get(path).location == "/connexion?next=/"
    with write() as session:
        assert session.scalars(select(OutsideIdentity)).all() == []


def test_an_identity_belongs_to_one_account(
    browser: FlaskClient, linked: int, liar: Liar, write: Callable[[], object]
) -> None:
    with write() as session:
        token = factories.sign_in(session, factories.user(session, "bruno"))
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    page = browser.post("/compte/openid").text
    location = re.search(r'href="([^"]*/go\?[^"]*)"', page).group(1).replace("&amp;", "&")
    browser.get(liar.follow(location))

    assert "déjà reliée à un autre compte" in browser.get("/compte/openid").text


def test_signing_out_shows_the_way_out_there(
    come_back: Callable[..., Any], browser: FlaskClient, linked: int, liar: Liar
) -> None:
    come_back()
    assert browser.post("/deconnexion").location == "/deconnexion/openid"
    assert not is_signed_in(browser)
    page = browser.get("/deconnexion/openid").text
    assert (
        f"{liar.address}/end?client_id={CLIENT}&amp;post_logout_redirect_uri=http%3A%2F%2Flocalhost" in page
    )


# --- the provider ----------------------------------------------------------------------------------------


def provider(liar: Liar, **options: Any) -> Provider:
    return Provider(liar.address, CLIENT, SECRET, **options)


def test_what_the_provider_says_of_itself_is_kept_for_an_hour(liar: Liar) -> None:
    clock = [1000.0]
    asked = provider(liar, clock=lambda: clock[0])
    journey = Journey("state", "nonce", "v" * 43)
    for _ in range(3):
        liar.follow(asked.way_there(journey, "http://localhost/"))
        asked.claims_of("code", journey, "http://localhost/")
    assert liar.requests.count("/.well-known/openid-configuration") == 1
    assert liar.requests.count("/jwks") == 1

    clock[0] += 3601
    asked.way_there(journey, "http://localhost/")
    assert liar.requests.count("/.well-known/openid-configuration") == 2


def test_new_keys_are_fetched_when_they_are_met_but_not_for_every_forgery(liar: Liar) -> None:
    clock, old = [1000.0], liar.key
    asked, journey = provider(liar, clock=lambda: clock[0]), Journey("state", "nonce", "v" * 43)

    def come() -> None:
        liar.follow(asked.way_there(journey, "http://localhost/"))
        asked.claims_of("code", journey, "http://localhost/")

    come()
    liar.key = RSAKey.generate_key(2048, {"kid": "two", "alg": "RS256"})
    liar.header = {"alg": "RS256", "kid": "two"}
    with pytest.raises(ProviderFault):
        come()
    clock[0] += 31
    come()
    liar.signing_key = old
    for _ in range(3):
        with pytest.raises(ProviderFault):
            come()
    assert liar.requests.count("/jwks") == 2
    liar.key = old


@pytest.mark.parametrize("fault", ["away", "html", "a list", "too long", "moved", "no endpoint"])
def test_a_provider_that_is_out_of_order_is_told(
    app: Flask, browser: FlaskClient, liar: Liar, fault: str
) -> None:
    answers = {
        "html": ("<p>", 200), "a list": ("[]", 200), "too long": ('{"a": "' + "x" * 1024 * 1024 + '"}', 200),
        "moved": ("{}", 302),
    }  # fmt: skip
    faulty = Flask("faulty")
    if fault in answers:
        body, status = answers[fault]

        @faulty.get("/.well-known/openid-configuration")
        def metadata() -> Any:
            return body, status

        with serving(faulty) as address:
            app.extensions["wiki.openid"] = Provider(address, CLIENT, SECRET)
            assert browser.get("/connexion/openid").location == "/connexion?next=/"
    else:
        liar.metadata = {"authorization_endpoint": 7, "end_session_endpoint": None}
        if fault == "away":
            app.extensions["wiki.openid"] = Provider("http://127.0.0.1:9", CLIENT, SECRET)
        assert browser.get("/connexion/openid").location == "/connexion?next=/"
    assert "ne répond pas" in browser.get("/connexion").text
    if fault in ("away", "no endpoint"):
        assert "Sortir aussi" not in browser.get("/deconnexion/openid").text


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TestRightProvider:
    """With a provider that others wrote: nothing of what it does was made to fit."""

    @pytest.fixture
    def provider_address(self, right_provider: str) -> str:
        return right_provider

    def test_the_whole_way(
        self, browser: FlaskClient, right_provider: str, write: Callable[[], object], anne: int
    ) -> None:
        claims = {"email": "anne@exemple.fr", "email_verified": True, "name": "Anne"}
        assert requests.put(f"{right_provider}/users/anne-1", json=claims, timeout=5).ok
        location = browser.get("/connexion/openid?next=/themes").location
        assert requests.get(location, timeout=5).ok
        sent = requests.post(location, data={"sub": "anne-1"}, allow_redirects=False, timeout=5)
        assert sent.headers["Location"].startswith("http://localhost/connexion/openid/retour?")
        back = sent.headers["Location"].removeprefix("http://localhost")

        assert browser.get(back).location == "/connexion/openid/compte"
        assert browser.post("/connexion/openid/compte", data={"password": PASSWORD}).location == "/themes"

        assert is_signed_in(browser)
        with write() as session:
            row = session.scalars(select(OutsideIdentity)).one()
            assert (row.user_id, row.issuer, row.subject) == (anne, right_provider, "anne-1")
        browser.post("/deconnexion")
        way_out = re.search(r'href="([^"]*end_session[^"]*)"', browser.get("/deconnexion/openid").text).group(
            1
        )
        assert requests.get(way_out.replace("&amp;", "&"), timeout=5).status_code < 500

    def test_saying_no_there(self, browser: FlaskClient, right_provider: str) -> None:
        location = browser.get("/connexion/openid").location
        sent = requests.post(location, data={"action": "deny"}, allow_redirects=False, timeout=5)
        back = sent.headers["Location"].removeprefix("http://localhost")

        assert browser.get(back).location == "/connexion?next=/"
