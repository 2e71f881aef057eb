"""The second step: put in place, asked, used once, lost, taken away."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from wiki.accounts.models import BegunStep, KnownBrowser, SignIn, User
from wiki.accounts.secondfactor import arriving, service, totp
from wiki.accounts.secondfactor.models import RecoveryCode, SecondFactor
from wiki.accounts.security.sealing import Seal
from wiki.accounts.service import delete_account
from wiki.audit.models import AuditEntry
from wiki.db import now
from wiki.errors import Invalid

PASSWORD = "quatre mots sans rapport"
TYPED = {"email": "anne@exemple.fr", "password": PASSWORD}


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/compte").status_code == 200


def code_now(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(now() + timedelta(seconds=30 * steps))


@pytest.fixture
def secret(app: Flask, write: Callable[[], object], anne: int) -> str:
    """Anne's second step is in place, confirmed a while ago: the secret of her application."""
    seal: Seal = app.extensions["wiki.seal"]
    with write() as session:
        made = service.prepare(session, seal, anne)
        earlier = now() - timedelta(hours=1)
        service.confirm(session, seal, anne, pyotp.TOTP(made).at(earlier), at=earlier)
    return made


def test_it_is_put_in_place_with_a_first_code(
    sign_in: Callable[..., FlaskClient], letters, write: Callable[[], object], anne: int
) -> None:
    client = sign_in()
    page = client.get("/compte/validation/application").text
    assert "<svg" in page
    secret = re.search(r'class="secret-key">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    assert secret in client.get("/compte/validation/application").text.replace(" ", "")

    wrong = client.post("/compte/validation/application", data={"code": "000000"})
    assert wrong.status_code == 422
    assert "Mettre en place" in client.get("/compte/validation").text

    answer = client.post("/compte/validation/application", data={"code": code_now(secret)})

    codes = re.findall(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code>", answer.text)
    assert len(set(codes)) == service.RECOVERY_CODES
    assert answer.headers["Cache-Control"] == "no-store"
    assert letters.one()["Subject"] == "La validation en deux étapes est en place"
    with write() as session:
        stored = [
            session.get_one(SecondFactor, anne).secret,
            *session.scalars(select(RecoveryCode.code_hash)),
        ]
        assert not any(each in " ".join(stored) for each in (secret, *codes))
        assert "account.second_factor_on" in session.scalars(select(AuditEntry.act)).all()
    assert client.get("/compte/validation/application").location == "/compte/validation"


def test_the_password_alone_no_longer_opens_the_account(browser: FlaskClient, secret: str) -> None:
    answer = browser.post("/connexion", data={**TYPED, "next": "/themes"})

    assert answer.location == "/connexion/validation?next=/themes"
    assert not is_signed_in(browser)
    assert browser.get(answer.location).status_code == 200
    assert browser.post("/connexion/validation", data={"code": "000000"}).status_code == 422
    assert browser.post("/connexion/validation", data={}).status_code == 422
    right = browser.post("/connexion/validation", data={"code": code_now(secret), "next": "/themes"})
    assert right.location == "/themes"
    assert is_signed_in(browser)


def test_a_code_serves_once(app: Flask, browser: FlaskClient, secret: str) -> None:
    code = code_now(secret)
    browser.post("/connexion", data=TYPED)
    assert browser.post("/connexion/validation", data={"code": code}).status_code == 303
    other = app.test_client()
    other.post("/connexion", data=TYPED)

    assert other.post("/connexion/validation", data={"code": code}).status_code == 422
    assert other.post("/connexion/validation", data={"code": code_now(secret, +1)}).status_code == 303


def test_the_step_belongs_to_the_browser_where_the_password_was_right(
    app: Flask, browser: FlaskClient, secret: str
) -> None:
    browser.post("/connexion", data=TYPED)

    elsewhere = app.test_client().post("/connexion/validation", data={"code": code_now(secret)})

    assert elsewhere.location == "/connexion?next=/"
    assert not is_signed_in(browser)


def test_a_step_that_was_finished_opens_nothing_again(app: Flask, browser: FlaskClient, secret: str) -> None:
    browser.post("/connexion", data=TYPED)
    with browser.session_transaction() as cookie:
        kept = dict(cookie)
    browser.post("/connexion/validation", data={"code": code_now(secret)})
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(kept)

    answer = thief.post("/connexion/validation", data={"code": code_now(secret, +1)})

    assert answer.location == "/connexion?next=/"


def test_guessing_ends_the_step(browser: FlaskClient, secret: str) -> None:
    browser.post("/connexion", data=TYPED)
    for _ in range(arriving.MOST_TRIES):
        browser.post("/connexion/validation", data={"code": "000000"})

    assert "trop d’essais" in browser.post("/connexion/validation", data={"code": code_now(secret)}).text
    assert not is_signed_in(browser)


def test_a_step_is_over_after_ten_minutes(
    browser: FlaskClient, secret: str, write: Callable[[], object]
) -> None:
    browser.post("/connexion", data=TYPED)
    with write() as session:
        session.scalars(select(BegunStep)).one().expires_at = now() - timedelta(seconds=1)

    assert browser.get("/connexion/validation").location == "/connexion?next=/"


def test_a_recovery_code_stands_in_once(
    app: Flask, browser: FlaskClient, secret: str, letters, write: Callable[[], object], anne: int
) -> None:
    with write() as session:
        code = service.renew_recovery_codes(session, app.extensions["wiki.seal"], anne)[0]
    letters.new()
    browser.post("/connexion", data=TYPED)
    assert browser.post("/connexion/validation", data={"code": code.upper()}).status_code == 303
    assert letters.one()["Subject"] == "Un code de secours a servi"
    assert "Il vous reste 9 codes" in browser.get("/compte/validation").text

    other = app.test_client()
    other.post("/connexion", data=TYPED)
    assert other.post("/connexion/validation", data={"code": code}).status_code == 422


def test_new_recovery_codes_replace_the_former_ones(
    app: Flask, browser: FlaskClient, secret: str, write: Callable[[], object], anne: int
) -> None:
    seal = app.extensions["wiki.seal"]
    with write() as session:
        former = service.renew_recovery_codes(session, seal, anne)[0]
    browser.post("/connexion", data=TYPED)
    browser.post("/connexion/validation", data={"code": code_now(secret)})
    assert "ne servent plus" in browser.post("/compte/validation/codes").text

    with write() as session, pytest.raises(Invalid):
        service.check(session, seal, anne, former)


def test_a_browser_can_be_trusted_for_a_month(
    browser: FlaskClient, secret: str, write: Callable[[], object]
) -> None:
    browser.post("/connexion", data=TYPED)
    browser.post("/connexion/validation", data={"code": code_now(secret), "trust": "y"})
    browser.post("/deconnexion")

    assert browser.post("/connexion", data=TYPED).location == "/"
    with write() as session:
        assert session.scalars(select(SignIn.is_strong)).all() == [True]
        session.scalars(select(KnownBrowser)).one().trusted_until = now() - timedelta(seconds=1)
    browser.post("/deconnexion")
    assert "/connexion/validation" in browser.post("/connexion", data=TYPED).location


def test_the_password_in_a_trusted_browser_is_no_proof(browser: FlaskClient, secret: str) -> None:
    browser.post("/connexion", data=TYPED)
    browser.post("/connexion/validation", data={"code": code_now(secret), "trust": "y"})
    browser.post("/deconnexion")
    browser.post("/connexion", data=TYPED)

    assert browser.post("/compte/validation/retrait").location.startswith("/compte/preuve")
    proof = {"code": code_now(secret, +1), "next": "/compte/validation/retrait"}
    assert browser.post("/compte/preuve/code", data=proof).location == "/compte/validation/retrait"
    assert browser.post("/compte/validation/retrait").location == "/compte/validation"


@pytest.mark.parametrize("ending", ["/compte/validation/appareils", "session"])
def test_trust_can_be_taken_back(
    browser: FlaskClient, secret: str, write: Callable[[], object], ending: str
) -> None:
    browser.post("/connexion", data=TYPED)
    browser.post("/connexion/validation", data={"code": code_now(secret), "trust": "y"})
    if ending == "session":
        with write() as session:
            ending = f"/compte/sessions/{session.scalars(select(SignIn.id)).one()}"
    browser.post(ending)
    browser.post("/deconnexion")

    assert "/connexion/validation" in browser.post("/connexion", data=TYPED).location


def test_the_password_is_no_proof_once_there_is_a_second_step(
    browser: FlaskClient, secret: str, write: Callable[[], object], letters
) -> None:
    """Who has found out the password must not be able to take the second step away."""
    browser.post("/connexion", data=TYPED)
    browser.post("/connexion/validation", data={"code": code_now(secret)})
    with write() as session:
        session.scalars(select(SignIn)).one().proved_at = now() - timedelta(minutes=11)

    refused = browser.post("/compte/validation/retrait")
    assert refused.location == "/compte/preuve?next=/compte/validation/retrait"
    page = browser.post("/compte/preuve", data={"password": PASSWORD})
    assert page.status_code == 200
    assert 'name="password"' not in page.text
    assert browser.post("/compte/validation/retrait").status_code == 303
    with write() as session:
        assert session.scalars(select(SecondFactor)).one() is not None

    assert browser.post("/compte/preuve/code", data={"code": "000000"}).status_code == 422
    typed = {"code": code_now(secret, +1), "next": "/compte/validation/retrait"}
    assert browser.post("/compte/preuve/code", data=typed).location == "/compte/validation/retrait"
    letters.new()
    assert "Retirer cette étape" in browser.get("/compte/validation/retrait").text
    assert browser.post("/compte/validation/retrait").location == "/compte/validation"

    assert letters.one()["Subject"] == "La validation en deux étapes est retirée"
    for path in ("/compte/validation/retrait", "/compte/validation/codes"):
        assert browser.post(path).location == "/compte/validation"
    browser.post("/deconnexion")
    assert browser.post("/connexion", data=TYPED).location == "/"


def test_an_administrator_can_take_it_away_and_the_person_is_told(
    client_of: Callable[[str], FlaskClient], secret: str, letters, write: Callable[[], object], anne: int
) -> None:
    letters.new()
    assert client_of("nina").post("/admin/comptes/anne-le-goff").status_code == 403
    admin = client_of("admin")
    assert "Retirer sa validation en deux étapes" in admin.get("/admin/comptes/anne-le-goff").text

    admin.post("/admin/comptes/anne-le-goff", data={"action": "second_factor"})

    told = letters.one()
    assert (told["To"], told["Subject"]) == (
        "anne@exemple.fr",
        "L’administration a retiré la validation en deux étapes",
    )
    with write() as session:
        assert session.get(SecondFactor, anne) is None
        assert session.scalars(select(RecoveryCode)).all() == []
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act.contains("reset"))).one()
        assert (entry.kind, entry.thing_id) == ("account", anne)
    assert "Retirer sa validation" not in admin.get("/admin/comptes/anne-le-goff").text


def test_a_secret_of_another_site_key_opens_nothing(
    app: Flask, browser: FlaskClient, secret: str, anne: int, write: Callable[[], object]
) -> None:
    with write() as session, pytest.raises(Invalid):
        service.check(session, Seal("another key"), anne, code_now(secret))


class TestRequired:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, second_factor_for="admin,curator")

    def test_the_role_waits_for_a_second_step(
        self, app: Flask, browser: FlaskClient, write: Callable[[], object], anne: int
    ) -> None:
        with write() as session:
            session.get_one(User, anne).site_role = "admin"
        answer = browser.post("/connexion", data=TYPED)
        assert answer.location == "/compte/validation"
        assert "Votre rôle demande une seconde étape" in browser.get("/compte/validation").text
        assert browser.get("/admin/comptes").status_code == 403
        assert "Votre rôle sur le site attend" in browser.get("/compte").text

        page = browser.get("/compte/validation/application").text
        secret = re.search(r'class="secret-key">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
        browser.post("/compte/validation/application", data={"code": code_now(secret)})

        assert browser.get("/admin/comptes").status_code == 200

    def test_other_roles_do_not(self, browser: FlaskClient, write: Callable[[], object], anne: int) -> None:
        with write() as session:
            session.get_one(User, anne).site_role = "reviewer"

        assert browser.post("/connexion", data=TYPED).location == "/"


class TestThrottle:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, throttle=True)

    def test_codes_of_one_account_are_counted_over_all_browsers(
        self, app: Flask, browser: FlaskClient, secret: str
    ) -> None:
        answers = []
        for _ in range(11):
            browser.post("/connexion", data=TYPED)
            answers.append(browser.post("/connexion/validation", data={"code": "000000"}).status_code)

        assert answers == [422] * 10 + [429]


# --- codes and seals -------------------------------------------------------------------------------------


def test_codes_are_those_of_the_rfc() -> None:
    """RFC 6238, appendix B, with six digits: the secret is the ASCII text 12345678901234567890."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        moment = now().fromtimestamp(seconds, now().tzinfo)
        assert totp.step_of(secret, code, moment) == seconds // 30


@given(drift=st.integers(-4, 4))
def test_a_clock_may_be_half_a_minute_wrong(drift: int) -> None:
    secret, moment = totp.new_secret(), now().replace(second=15)
    code = pyotp.TOTP(secret).at(moment + timedelta(seconds=30 * drift))

    assert (totp.step_of(secret, code, moment) is not None) == (abs(drift) <= 1)


@given(code=st.text(max_size=50))
def test_no_text_is_a_fault(code: str) -> None:
    assert totp.step_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", code, now().replace(year=2001)) is None


@given(text=st.text(max_size=80), about=st.text(max_size=20))
def test_what_is_sealed_opens_for_its_own_purpose_only(text: str, about: str) -> None:
    try:
        text.encode(), about.encode()
    except UnicodeEncodeError:
        return
    seal = Seal("for tests only")
    sealed = seal.close(text, about)

    assert seal.open(sealed, about) == text
    assert seal.open(sealed, about + "x") is None
    assert Seal("another").open(sealed, about) is None
    assert seal.matches(seal.digest(text, about), text, about)
    assert not seal.matches(seal.digest(text, about + "x"), text, about)


def test_deleting_the_account_takes_the_second_step_along(
    write: Callable[[], object], secret: str, anne: int
) -> None:
    with write() as session:
        delete_account(session, anne)

    with write() as session:
        assert session.get(SecondFactor, anne) is None
        assert session.scalars(select(RecoveryCode)).all() == []
