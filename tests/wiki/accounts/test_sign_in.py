"""Coming in and going out: one token per sign-in, ended when it should be."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from wiki.accounts import queries, service, signins
from wiki.accounts.models import SignIn, User
from wiki.db import now
from wiki.errors import Invalid, NotFound
from wiki.permissions import Rules

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PASSWORD = "quatre mots sans rapport"
WRONG = {"email": "anne@exemple.fr", "password": "ce n'est pas le bon"}
RIGHT = {"email": " Anne@Exemple.fr ", "password": PASSWORD}


def token_in(client: FlaskClient) -> str | None:
    with client.session_transaction() as cookie:
        return cookie.get("_user_id")


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/compte").status_code == 200


@sqlite_only
def test_one_comes_in_with_address_and_password_and_goes_on(browser: FlaskClient, anne: int) -> None:
    answer = browser.post("/connexion", data={**RIGHT, "next": "/trappes/lire-le-climat?vue=texte"})

    assert answer.status_code == 303
    assert answer.location == "/trappes/lire-le-climat?vue=texte"
    assert "Anne Le Goff" in browser.get("/compte").text
    assert answer.headers["Cache-Control"] == "no-store"


@sqlite_only
@pytest.mark.parametrize(
    "target", ["https://ailleurs.fr/", "//ailleurs.fr", "/\\ailleurs.fr", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(browser: FlaskClient, anne: int, target: str) -> None:
    assert browser.post("/connexion", data={**RIGHT, "next": target}).location == "/"


@sqlite_only
def test_the_address_one_came_from_is_kept_in_the_form(browser: FlaskClient) -> None:
    assert 'value="/nouveau"' in browser.get("/connexion?next=/nouveau").text


@sqlite_only
def test_what_does_not_go_together_is_refused_in_the_same_words(
    browser: FlaskClient, anne: int, write: Callable[[], object]
) -> None:
    with write() as session:
        waiting = service.create_user(session, name="Attente", email="attente@exemple.fr", password=PASSWORD)
        waiting.confirmed_at = None
        blocked = service.create_user(session, name="Bloc", email="bloc@exemple.fr", password=PASSWORD)
        blocked.blocked_at = now()
        service.create_user(session, name="Sans", email="sans@exemple.fr")
    tries = [
        WRONG,
        {"email": "inconnue@exemple.fr", "password": PASSWORD},
        {"email": "attente@exemple.fr", "password": PASSWORD},
        {"email": "bloc@exemple.fr", "password": PASSWORD},
        {"email": "sans@exemple.fr", "password": PASSWORD},
        {"email": "nul\0@exemple.fr", "password": PASSWORD},
    ]

    answers = [browser.post("/connexion", data=typed) for typed in tries]

    assert {answer.status_code for answer in answers} == {422}
    # All but what was typed and the form's token.
    shown = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}
    assert len(shown) == 1
    assert "ne vont pas ensemble" in shown.pop()


@sqlite_only
def test_what_was_typed_is_kept_but_not_the_password(browser: FlaskClient, anne: int) -> None:
    page = browser.post("/connexion", data=WRONG).text

    assert 'value="anne@exemple.fr"' in page
    assert WRONG["password"] not in page


@sqlite_only
def test_an_empty_form_says_what_is_missing(browser: FlaskClient) -> None:
    answer = browser.post("/connexion", data={})

    assert answer.status_code == 422
    assert answer.text.count("À remplir.") == 4


@sqlite_only
def test_a_new_sign_in_has_a_new_token_and_ends_the_old_one(
    browser: FlaskClient, anne: int, write: Callable[[], object]
) -> None:
    with browser.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    browser.post("/connexion", data=RIGHT)
    first = token_in(browser)
    browser.post("/connexion", data=RIGHT)
    second = token_in(browser)

    assert first
    assert second
    assert first != second
    with browser.session_transaction() as cookie:
        assert "planted" not in cookie
    with write() as session:
        assert session.scalars(select(SignIn.token_hash)).all() == [signins.hashed(second)]


@sqlite_only
def test_signing_out_asks_and_ends_the_session_for_good(
    app: Flask, sign_in: Callable[..., FlaskClient], write: Callable[[], object]
) -> None:
    client = sign_in()
    token = token_in(client)
    assert "Se déconnecter" in client.get("/deconnexion").text
    assert is_signed_in(client)

    assert client.post("/deconnexion").location == "/"

    assert not is_signed_in(client)
    assert client.get("/deconnexion").location == "/"
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert not is_signed_in(client)


@sqlite_only
def test_a_session_ends_after_its_lifetime(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object]
) -> None:
    client = sign_in()
    with write() as session:
        session.scalars(select(SignIn)).one().expires_at = now() - timedelta(seconds=1)

    assert client.get("/compte").status_code == 401


@sqlite_only
def test_a_session_in_use_is_extended_once_a_day(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object]
) -> None:
    client = sign_in()
    client.get("/compte/suppression")
    assert "Set-Cookie" not in client.get("/compte/suppression").headers
    with write() as session:
        session.scalars(select(SignIn)).one().expires_at = now() + timedelta(days=28)

    assert "session=" in client.get("/compte/suppression").headers["Set-Cookie"]

    with write() as session:
        assert session.scalars(select(SignIn)).one().expires_at > now() + timedelta(days=29)


def test_sessions_that_are_over_are_removed_on_the_way(write: Callable[[], object], anne: int) -> None:
    long_ago = now() - timedelta(days=31)
    with write() as session:
        user = session.get_one(User, anne)
        signins.start_session(session, user, at=long_ago)
        signins.start_session(session, user)

    with write() as session:
        assert len(session.scalars(select(SignIn)).all()) == 1


def test_who_is_there_costs_one_statement_then_none(
    app: Flask, sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int
) -> None:
    client = sign_in()
    with write() as session:
        session.get_one(User, anne).name = "Anne"
    statements: list[str] = []
    event.listen(
        app.extensions["wiki.database"].engine,
        "before_cursor_execute",
        lambda connection, cursor, statement, *rest: statements.append(statement),
    )

    # The language page reads nothing itself.
    client.get("/langue")
    client.get("/langue")

    assert len([statement for statement in statements if "user_account" in statement]) == 1


@sqlite_only
def test_a_visitor_opens_no_session(browser: FlaskClient) -> None:
    answer = browser.get("/personnes/nobody")

    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


@sqlite_only
def test_a_forged_or_foreign_cookie_is_a_visitors(app: Flask, browser: FlaskClient) -> None:
    browser.set_cookie("session", "not-ours")
    assert browser.get("/compte").status_code == 401
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = "unknown"
    assert browser.get("/compte").status_code == 401


@sqlite_only
def test_rights_come_from_admitted_memberships_only(
    write: Callable[[], object], people: dict[str, int]
) -> None:
    with write() as session:
        rules = Rules()
        referent = queries.actor_of(session, people["referente"], rules)
        nina = queries.actor_of(session, people["nina"], rules)
        with pytest.raises(NotFound):
            queries.actor_of(session, 10**6, rules)

    assert list(referent.territories.values()) == ["referent"]
    assert referent.rules is rules
    assert nina.territories == {}


@sqlite_only
def test_a_blocked_person_is_out_at_once(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int
) -> None:
    client = sign_in()
    assert is_signed_in(client)
    with write() as session:
        session.get_one(User, anne).blocked_at = now()

    assert not is_signed_in(client)


@sqlite_only
@pytest.mark.parametrize("path", ["/connexion", "/inscription", "/mot-de-passe/oubli"])
def test_a_form_without_token_keeps_what_was_typed_and_changes_nothing(
    app: Flask, anne: int, path: str
) -> None:
    answer = app.test_client().post(path, data={**RIGHT, "name": "Bruno"})

    assert answer.status_code == 400
    assert "Anne@Exemple.fr" in answer.text
    assert "ouverte depuis longtemps" in answer.text
    assert PASSWORD not in answer.text
    assert "_user_id" not in str(answer.headers)


@sqlite_only
def test_every_other_change_without_token_is_refused(app: Flask, subtests: pytest.Subtests) -> None:
    for path in (
        "/deconnexion",
        "/confirmation/x",
        "/mot-de-passe/x",
        "/compte",
        "/compte/mot-de-passe",
        "/compte/adresse",
        "/compte/suppression",
        "/admin/comptes/anne-le-goff",
        "/admin/invitations",
        "/admin/invitations/1",
    ):
        with subtests.test(path):
            assert app.test_client().post(path, data=RIGHT).status_code == 400


@sqlite_only
def test_the_form_of_the_page_itself_is_taken(app: Flask, anne: int) -> None:
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/connexion").text).group(1)

    assert client.post("/connexion", data={**RIGHT, "csrf_token": token}).status_code == 303
    assert client.post("/deconnexion", data={"csrf_token": token}).status_code == 400


@sqlite_only
def test_the_language_switch_changes_the_account(
    sign_in: Callable[..., FlaskClient], write: Callable[[], object], anne: int
) -> None:
    client = sign_in()
    client.post("/langue", data={"langue": "en"})

    with write() as session:
        assert session.get_one(User, anne).locale == "en"


@sqlite_only
def test_the_language_switch_of_a_visitor_is_a_cookie_only(
    browser: FlaskClient, write: Callable[[], object], anne: int
) -> None:
    browser.post("/langue", data={"langue": "en"})

    with write() as session:
        assert session.get_one(User, anne).locale == ""


class TestThrottle:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, throttle=True)

    def test_an_account_can_be_tried_ten_times_from_one_place(self, browser: FlaskClient, anne: int) -> None:
        answers = [browser.post("/connexion", data=WRONG).status_code for _ in range(11)]
        right = browser.post("/connexion", data=RIGHT)

        assert answers == [422] * 10 + [429]
        assert right.status_code == 429
        assert "Trop d’essais" in right.text

    @sqlite_only
    def test_an_unknown_account_answers_alike(self, browser: FlaskClient) -> None:
        typed = {**WRONG, "email": "personne@exemple.fr"}
        assert [browser.post("/connexion", data=typed).status_code for _ in range(11)][-1] == 429

    @sqlite_only
    def test_somebody_elsewhere_still_comes_in(self, app: Flask, browser: FlaskClient, anne: int) -> None:
        for _ in range(11):
            browser.post("/connexion", data=WRONG)
        elsewhere = app.test_client().post(
            "/connexion", data=RIGHT, environ_base={"REMOTE_ADDR": "192.0.2.7"}
        )

        assert elsewhere.status_code == 303

    @sqlite_only
    def test_the_right_password_starts_the_count_anew(self, browser: FlaskClient, anne: int) -> None:
        for _ in range(9):
            browser.post("/connexion", data=WRONG)
        assert browser.post("/connexion", data=RIGHT).status_code == 303
        assert browser.post("/connexion", data=WRONG).status_code == 422


@sqlite_only
def test_authenticate_serves_other_pages_too(write: Callable[[], object], anne: int) -> None:
    with write() as session:
        assert service.authenticate(session, "ANNE@exemple.fr", PASSWORD).id == anne
        with pytest.raises(Invalid):
            service.authenticate(session, "anne@exemple.fr", "")
