"""Fresh proof before what is dangerous."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from wiki.accounts.models import SignIn, User
from wiki.accounts.secondfactor import service as second_factor
from wiki.db import now

DANGEROUS = [
    ("GET", "/compte/mot-de-passe"),
    ("POST", "/compte/mot-de-passe"),
    ("POST", "/compte/adresse"),
    ("POST", "/compte/validation/application"),
    ("POST", "/compte/validation/codes"),
    ("POST", "/compte/validation/retrait"),
    ("GET", "/compte/cles/nouvelle"),
    ("POST", "/compte/cles/1/suppression"),
    ("POST", "/compte/donnees"),
    ("GET", "/compte/donnees/1"),
    ("POST", "/compte/suppression"),
]


@pytest.fixture
def stale(sign_in: Callable[..., FlaskClient], write: Callable[[], object]) -> FlaskClient:
    """A session whose last proof is eleven minutes old."""
    client = sign_in()
    with write() as session:
        session.scalars(select(SignIn)).one().proved_at = now() - timedelta(minutes=11)
    return client


def test_what_is_dangerous_asks_for_a_fresh_proof(stale: FlaskClient, subtests: pytest.Subtests) -> None:
    for method, path in DANGEROUS:
        with subtests.test(f"{method} {path}"):
            answer = stale.open(path, method=method, data={"action": "now"})

            assert answer.status_code == 303
            assert answer.location == f"/compte/preuve?next={path}"


def test_the_password_proves_for_ten_minutes(stale: FlaskClient, write: Callable[[], object]) -> None:
    page = stale.get("/compte/preuve?next=/compte/adresse")
    assert 'value="/compte/adresse"' in page.text
    assert (
        stale.post("/compte/preuve", data={"password": "non", "next": "/compte/adresse"}).status_code == 422
    )
    right = {"password": "quatre mots sans rapport", "next": "/compte/adresse"}
    assert stale.post("/compte/preuve", data=right).location == "/compte/adresse"
    assert stale.get("/compte/adresse").status_code == 200
    with write() as session:
        session.scalars(select(SignIn)).one().proved_at = None
    assert stale.get("/compte/adresse").status_code == 303


def test_a_proof_leads_nowhere_else(stale: FlaskClient) -> None:
    typed = {"password": "quatre mots sans rapport", "next": "https://ailleurs.fr/"}
    assert stale.post("/compte/preuve", data=typed).location == "/"


def test_an_account_with_nothing_else_proves_with_a_mailed_code(
    stale: FlaskClient, write: Callable[[], object], anne: int, letters
) -> None:
    with write() as session:
        session.get_one(User, anne).password_hash = None
    assert "/compte/preuve/message" in stale.get("/compte/preuve?next=/compte/donnees").text
    assert stale.get("/compte/preuve/message").text.count('name="code"') == 0
    asked = stale.post("/compte/preuve/message", data={"action": "send", "next": "/compte/donnees"})
    assert asked.location == "/compte/preuve/message?next=/compte/donnees"
    code = letters.one()["Subject"][:9]
    assert 'name="code"' in stale.get(asked.location).text
    assert stale.post("/compte/preuve/message", data={"code": "12345678"}).status_code == 422
    assert stale.post("/compte/preuve/message", data={}).status_code == 422

    answer = stale.post("/compte/preuve/message", data={"code": code, "next": "/compte/mot-de-passe"})

    assert answer.location == "/compte/mot-de-passe"
    assert "Choisir un mot de passe" in stale.get("/compte/mot-de-passe").text


def test_a_deleted_address_has_no_mailed_proof(
    stale: FlaskClient, write: Callable[[], object], anne: int
) -> None:
    with write() as session:
        session.get_one(User, anne).email = None

    assert stale.get("/compte/preuve/message").status_code == 404


def test_where_there_is_a_second_step_a_mailed_code_is_no_proof(
    stale: FlaskClient, app: Flask, write: Callable[[], object], anne: int, letters
) -> None:
    earlier = now() - timedelta(hours=1)
    stale.post("/compte/preuve/message", data={"action": "send"})
    code = letters.one()["Subject"][:9]
    with write() as session:
        secret = second_factor.prepare(session, app.extensions["wiki.seal"], anne)
        code_then = pyotp.TOTP(secret).at(earlier)
        second_factor.confirm(session, app.extensions["wiki.seal"], anne, code_then, at=earlier)

    answer = stale.post("/compte/preuve/message", data={"code": code, "next": "/compte/validation/retrait"})

    assert answer.location == "/compte/preuve?next=/compte/validation/retrait"
    assert stale.post("/compte/validation/retrait").location.startswith("/compte/preuve")
