"""Signing in with a mailed code: for who owns the address, in the browser that asked, once, soon."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from wiki.accounts.mailedcode import service
from wiki.accounts.models import BegunStep, SignIn, User
from wiki.accounts.secondfactor import service as second_factor
from wiki.accounts.service import create_user
from wiki.db import now
from wiki.jobs.models import Job


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/compte").status_code == 200


def asked(browser: FlaskClient, email: str = "anne@exemple.fr") -> str:
    return browser.post("/connexion/code", data={"email": email, "next": "/themes"}).location


def code_of(letters) -> str:
    return re.match(r"\d{4} \d{4}", letters.one()["Subject"]).group()


def test_one_comes_in_with_the_code(
    browser: FlaskClient, anne: int, letters, write: Callable[[], object]
) -> None:
    assert browser.get("/connexion/code").status_code == 200
    assert asked(browser, "ANNE@exemple.fr") == "/connexion/code/recu?next=/themes"
    code = code_of(letters)
    assert "anne@exemple.fr" in browser.get("/connexion/code/recu?next=/themes").text

    answer = browser.post("/connexion/code/recu", data={"code": f" {code} ", "next": "/themes"})

    assert answer.location == "/themes"
    assert is_signed_in(browser)
    with write() as session:
        assert session.scalars(select(SignIn.way)).all() == ["code"]
        assert session.scalars(select(BegunStep)).all() == []


def test_the_answer_says_nothing_of_who_has_an_account(
    app: Flask, browser: FlaskClient, anne: int, letters
) -> None:
    other = app.test_client()
    known, unknown = asked(browser), asked(other, "xxxx@exemple.fr")
    assert known == unknown
    pages = [
        re.sub(r"(anne|xxxx)@|value=\"[^\"]*\"", "", client.get(known).text) for client in (browser, other)
    ]
    assert pages[0] == pages[1]
    assert [letter["To"] for letter in letters.new()] == ["anne@exemple.fr"]
    wrong = [
        client.post("/connexion/code/recu", data={"code": "00000000"}).status_code
        for client in (browser, other)
    ]
    assert wrong == [422, 422]


def test_the_code_serves_in_the_browser_that_asked_only(
    app: Flask, browser: FlaskClient, anne: int, letters
) -> None:
    asked(browser)
    code = code_of(letters)
    other = app.test_client()
    assert other.post("/connexion/code/recu", data={"code": code}).location == "/connexion/code"
    asked(other)
    assert other.post("/connexion/code/recu", data={"code": code}).status_code == 422
    assert not is_signed_in(other)


def test_the_code_serves_once(app: Flask, browser: FlaskClient, anne: int, letters) -> None:
    asked(browser)
    code = code_of(letters)
    with browser.session_transaction() as cookie:
        kept = dict(cookie)
    browser.post("/connexion/code/recu", data={"code": code})
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(kept)

    assert thief.post("/connexion/code/recu", data={"code": code}).location == "/connexion/code"


def test_five_tries_and_ten_minutes(
    browser: FlaskClient, anne: int, letters, write: Callable[[], object]
) -> None:
    asked(browser)
    code = code_of(letters)
    for _ in range(service.MOST_TRIES):
        browser.post("/connexion/code/recu", data={"code": "00000000"})
    assert browser.post("/connexion/code/recu", data={"code": code}).status_code == 422

    asked(browser)
    code = code_of(letters)
    with write() as session:
        for step in session.scalars(select(BegunStep)):
            step.expires_at = now() - timedelta(seconds=1)
    assert browser.post("/connexion/code/recu", data={"code": code}).location == "/connexion/code"


def test_the_database_does_not_hold_the_code_once_it_is_sent(
    browser: FlaskClient, anne: int, letters, write: Callable[[], object]
) -> None:
    asked(browser)
    code = code_of(letters).replace(" ", "")
    with write() as session:
        assert session.scalars(select(Job)).all() == []
        assert code not in str(session.scalars(select(BegunStep)).one().data)


def test_the_second_step_comes_after_the_code(
    app: Flask, browser: FlaskClient, anne: int, letters, write: Callable[[], object]
) -> None:
    earlier = now() - timedelta(hours=1)
    with write() as session:
        secret = second_factor.prepare(session, app.extensions["wiki.seal"], anne)
        second_factor.confirm(
            session, app.extensions["wiki.seal"], anne, pyotp.TOTP(secret).at(earlier), at=earlier
        )
    letters.new()
    asked(browser)

    answer = browser.post("/connexion/code/recu", data={"code": code_of(letters), "next": "/themes"})

    assert answer.location == "/connexion/validation?next=/themes"
    assert not is_signed_in(browser)
    typed = {"code": pyotp.TOTP(secret).now(), "next": "/themes"}
    assert browser.post("/connexion/validation", data=typed).location == "/themes"
    with write() as session:
        assert session.scalars(select(SignIn.way)).all() == ["code"]


def test_the_code_confirms_an_address_that_waited_and_opens_no_blocked_account(
    browser: FlaskClient, anne: int, letters, write: Callable[[], object]
) -> None:
    with write() as session:
        session.get_one(User, anne).confirmed_at = None
    asked(browser)
    assert browser.post("/connexion/code/recu", data={"code": code_of(letters)}).status_code == 303
    assert is_signed_in(browser)

    browser.post("/deconnexion")
    asked(browser)
    code = code_of(letters)
    with write() as session:
        session.get_one(User, anne).blocked_at = now()
    assert browser.post("/connexion/code/recu", data={"code": code}).status_code == 422
    asked(browser)
    assert letters.new() == []


def test_whoever_signed_up_with_the_address_of_another_has_no_password_there(
    app: Flask, browser: FlaskClient, letters
) -> None:
    thief = app.test_client()
    typed = {"name": "Zoé", "email": "zoe@exemple.fr", "password": "quatre mots sans rapport"}
    thief.post("/inscription", data=typed)
    letters.new()
    asked(browser, "zoe@exemple.fr")
    browser.post("/connexion/code/recu", data={"code": code_of(letters)})
    assert is_signed_in(browser)

    thief.post("/connexion", data=typed)

    assert not is_signed_in(thief)


def test_what_is_no_address_is_told(browser: FlaskClient) -> None:
    answer = browser.post("/connexion/code", data={"email": "anne"})

    assert answer.status_code == 422
    assert 'value="anne"' in answer.text
    assert browser.post("/connexion/code/recu", data={}).location == "/connexion/code"


def test_an_empty_code_is_told(browser: FlaskClient, anne: int) -> None:
    asked(browser)
    assert browser.post("/connexion/code/recu", data={"code": ""}).status_code == 422


class TestThrottle:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, throttle=True)

    def test_one_address_is_sent_five_codes(self, browser: FlaskClient, anne: int) -> None:
        answers = [
            browser.post("/connexion/code", data={"email": "anne@exemple.fr"}).status_code for _ in range(6)
        ]

        assert answers == [303] * 5 + [429]

    def test_proofs_are_counted_with_them(self, sign_in: Callable[..., FlaskClient]) -> None:
        client = sign_in()
        answers = [
            client.post("/compte/preuve/message", data={"action": "send"}).status_code for _ in range(6)
        ]

        assert answers == [303] * 5 + [429]


def test_the_code_of_another_address_is_no_proof(
    sign_in: Callable[..., FlaskClient], letters, write: Callable[[], object], anne: int
) -> None:
    client = sign_in()
    client.post("/compte/preuve/message", data={"action": "send"})
    code = code_of(letters)
    with write() as session:
        session.get_one(User, anne).email = "autre@exemple.fr"
        session.flush()
        create_user(session, name="Bruno", email="anne@exemple.fr")

    assert client.post("/compte/preuve/message", data={"code": code}).status_code == 422
