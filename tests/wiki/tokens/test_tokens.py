"""Tokens: made once, refused at once, never more than their owner."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from wiki.accounts.models import User
from wiki.accounts.service import delete_account
from wiki.app import create_app
from wiki.audit.models import AuditEntry
from wiki.config import Settings
from wiki.db import now
from wiki.errors import Forbidden, Invalid
from wiki.jobs.models import Job
from wiki.permissions import Actor, Permission, Rules
from wiki.tokens import bearing, service
from wiki.tokens.models import ApiToken
from wiki.tokens.rates import Rates
from wiki.tokens.scopes import granted


def test_a_token_is_made_shown_once_and_used(
    app: Flask, client_of: Callable[[str], FlaskClient], write: Callable[[], object]
) -> None:
    nina = client_of("nina")
    assert "Aucun jeton" in nina.get("/compte/jetons").text
    assert nina.get("/compte/jetons/nouveau").status_code == 200
    made = nina.post("/compte/jetons/nouveau", data={"name": "Sauvegarde", "level": "write", "days": "30"})
    token = re.search(r"trp_[\w-]{43}", made.text).group()
    assert made.headers["Cache-Control"] == "no-store"
    listing = nina.get("/compte/jetons").text
    assert token not in listing
    assert f"trp_…{token[-4:]}" in listing
    assert "Pas encore utilisé" in listing

    answer = app.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})

    assert answer.json == {"handle": "nina", "name": "Nina", "locale": "fr", "scopes": ["read", "write"]}
    assert "Utilisé" in nina.get("/compte/jetons").text
    with write() as session:
        row = session.scalars(select(ApiToken)).one()
        assert token not in (row.token_hash, row.name)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "token.made")).one()
        assert entry.details == {"scopes": "read write"}


def test_the_account_is_told_within_its_scope_only(program_of) -> None:
    assert "email" not in program_of("referente").get("/api/v1/me").json
    told = program_of("referente", "account").get("/api/v1/me").json
    assert told["email"] == "referente@exemple.fr"
    assert told["territories"] == [{"slug": "trappes", "name": "Trappes", "role": "referent"}]


def test_a_revoked_token_is_refused_at_once_by_every_process(
    settings: Settings, client_of: Callable[[str], FlaskClient], program_of, write: Callable[[], object]
) -> None:
    """Another application on the same database stands for another process: each remembers by itself."""
    program = program_of("nina")
    other_app = create_app(settings)
    there = type(program)(other_app, program.token)
    assert [each.get("/api/v1/me").status_code for each in (program, there, program, there)] == [200] * 4
    with write() as session:
        number = session.scalars(select(ApiToken.id)).one()
    nina = client_of("nina")
    assert client_of("membre").post(f"/compte/jetons/{number}/revocation").status_code == 404
    assert "Révoquer" in nina.get(f"/compte/jetons/{number}/revocation").text

    assert nina.post(f"/compte/jetons/{number}/revocation").location == "/compte/jetons"

    refused = there.get("/api/v1/me")
    assert (refused.status_code, program.get("/api/v1/me").status_code) == (401, 401)
    assert refused.headers["WWW-Authenticate"] == "Bearer error=invalid_token"
    assert refused.content_type == "application/problem+json"
    other_app.extensions["wiki.database"].dispose()


@pytest.mark.parametrize("end", ["blocked_at", "deleted", "expired"])
def test_a_token_ends_with_its_account_and_its_time(
    program_of, write: Callable[[], object], people: dict[str, int], end: str
) -> None:
    program = program_of("nina")
    assert program.get("/api/v1/me").status_code == 200
    with write() as session:
        if end == "deleted":
            delete_account(session, people["nina"])
        elif end == "expired":
            session.scalars(select(ApiToken)).one().expires_at = now() - timedelta(seconds=1)
        else:
            session.get_one(User, people["nina"]).blocked_at = now()

    assert program.get("/api/v1/me").status_code == 401
    assert program.get("/api/v1/pages").status_code == 401


def test_cookies_say_nothing_beside_a_token(
    app: Flask, client_of: Callable[[str], FlaskClient], program_of, pages: dict[str, str]
) -> None:
    """The cookie of an administrator adds nothing to the token of Nina, and a bad token does not fall back on it."""
    token, admin = program_of("nina").token, client_of("admin")
    headers = {"Authorization": f"Bearer {token}"}

    assert admin.get("/api/v1/me").json["handle"] == "admin"
    assert admin.get("/api/v1/me", headers=headers).json["handle"] == "nina"
    assert admin.get(pages["territory"], headers=headers).status_code == 404
    assert admin.get(pages["territory"]).status_code == 200
    for bad in (
        "Bearer trp_unknown",
        "Bearer ",
        "Basic YTpi",
        "x",
        f"Bearer {token} {token}",
        "Bearer " + "x" * 500,
    ):
        assert admin.get("/api/v1/me", headers={"Authorization": bad}).status_code == 401


def test_a_token_opens_the_api_and_nothing_else(app: Flask, program_of) -> None:
    program = program_of("admin", "write", "account")

    for path in ("/compte", "/compte/jetons", "/admin/comptes", "/nouveau"):
        assert program.get(path).status_code == 401


def test_a_change_by_cookie_needs_the_form_s_token_and_one_by_token_does_not(
    app: Flask, client_of: Callable[[str], FlaskClient], program_of, pages: dict[str, str]
) -> None:
    referent, program = client_of("referente"), program_of("referente", "write")
    app.config["WTF_CSRF_ENABLED"] = True
    body = {"base": 1, "text": "# Autre\n\nAutre chose.\n"}

    assert referent.put(pages["public"], json=body).status_code == 400
    assert program.ask("PUT", pages["public"], body).status_code == 200


def test_names_scopes_and_numbers_are_checked(
    client_of: Callable[[str], FlaskClient], write: Callable[[], object], people: dict[str, int]
) -> None:
    nina = client_of("nina")
    typed = {"name": "x" * 81, "level": "read", "days": "0"}
    assert nina.post("/compte/jetons/nouveau", data=typed).status_code == 422
    assert (
        nina.post("/compte/jetons/nouveau", data={**typed, "name": "x", "level": "admin"}).status_code == 422
    )
    assert nina.post("/compte/jetons/nouveau", data={**typed, "name": "x", "days": "1"}).status_code == 422
    actor = Actor(people["nina"])
    for scopes in ({"write"}, {"read", "admin"}):
        with write() as session, pytest.raises(Invalid):
            service.make(session, actor, name="x", scopes=frozenset(scopes), days=None, is_strong=False)
    with write() as session, pytest.raises(Forbidden):
        service.make(session, Actor(), name="x", scopes=frozenset({"read"}), days=None, is_strong=False)
    with write() as session:
        for number in range(service.MOST):
            values = {"scopes": frozenset({"read"}), "days": None, "is_strong": False}
            service.make(session, actor, name=f"n{number}", **values)
    assert nina.post("/compte/jetons/nouveau", data={**typed, "name": "x"}).status_code == 422


def test_a_mail_tells_of_a_new_token(
    app: Flask, settings: Settings, client_of: Callable[[str], FlaskClient], write: Callable[[], object]
) -> None:
    client_of("nina").post(
        "/compte/jetons/nouveau", data={"name": "Sauvegarde", "level": "read", "days": "0"}
    )

    with write() as session:
        payloads = [job.payload for job in session.scalars(select(Job).where(Job.kind == "mail.send"))]
    assert [(payload["to"], payload["template"]) for payload in payloads] == [
        ("nina@exemple.fr", "token_made")
    ]
    assert "trp_" not in str(payloads)


class TestStrong:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, second_factor_for="admin")

    @pytest.mark.parametrize(("is_strong", "status"), [(False, 404), (True, 200)])
    def test_a_role_that_asks_for_a_second_step_asks_it_of_tokens_too(
        self, program_of, pages: dict[str, str], is_strong: bool, status: int
    ) -> None:
        assert program_of("admin", is_strong=is_strong).get(pages["territory"]).status_code == status


class TestThrottle:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, throttle=True)

    def test_a_program_is_slowed_down(self, program_of, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bearing, "MOST_A_MINUTE", 3)
        program = program_of("nina")
        answers = [program.get("/api/v1/me") for _ in range(5)]

        assert 429 in [answer.status_code for answer in answers[3:]]
        slowed = next(answer for answer in answers if answer.status_code == 429)
        assert slowed.headers["Retry-After"] == "60"
        assert slowed.content_type == "application/problem+json"

    def test_who_tries_tokens_is_slowed_down(self, app: Flask, program_of) -> None:
        bad = type(program_of("nina"))(app, "trp_nothing")
        answers = [bad.get("/api/v1/me").status_code for _ in range(bearing.MOST_FAILURES_A_MINUTE * 2 + 2)]

        assert set(answers) == {401, 429}


def test_rates_count_within_a_minute_and_do_not_grow() -> None:
    moment = [0.0]
    rates = Rates(lambda: moment[0])
    assert [rates.allows("a", 2) for _ in range(3)] == [True, True, False]
    assert rates.allows("b", 2)
    moment[0] = 60.0
    assert rates.allows("a", 2)
    for number in range(20_001):
        rates.allows(number, 1)
    assert len(rates._counts) <= 10_000


def test_narrowed_rules_refuse_all_that_is_not_granted() -> None:
    rules = Rules()
    for permission in Permission:
        rules.allow(permission, lambda actor, thing: True)
    writing = {Permission.PAGE_VIEW, Permission.PAGE_CREATE, Permission.PAGE_EDIT}
    cases = (({"read"}, {Permission.PAGE_VIEW}), ({"account"}, set()), ({"read", "write"}, writing))
    for scopes, allowed in cases:
        narrowed = rules.only(granted(frozenset(scopes)))
        assert {each for each in Permission if narrowed.can(Actor(), each)} == allowed
