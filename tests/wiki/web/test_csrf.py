"""A change is made by one of our own forms, or not at all."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from wiki.db import Database
from wiki.jobs.models import Job

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def token_of(browser: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/essai/formulaire").text)
    assert found
    return found.group(1)


def changes(database: Database) -> int:
    with database.reader() as session:
        return session.scalar(select(func.count()).select_from(Job)) or 0


def test_a_form_of_ours_is_accepted(visitor: FlaskClient, database: Database) -> None:
    answer = visitor.post("/essai/formulaire", data={"csrf_token": token_of(visitor)})

    assert (answer.status_code, changes(database)) == (200, 1)


def test_a_script_of_ours_may_send_the_token_as_a_header(visitor: FlaskClient, database: Database) -> None:
    answer = visitor.post("/essai/formulaire", headers={"X-CSRFToken": token_of(visitor)})

    assert (answer.status_code, changes(database)) == (200, 1)


def test_a_token_serves_more_than_once(visitor: FlaskClient, database: Database) -> None:
    token = token_of(visitor)
    for _ in range(2):
        visitor.post("/essai/formulaire", data={"csrf_token": token})

    assert changes(database) == 2


@pytest.mark.parametrize("token", [None, "", "nonsense", "\x00", "é" * 1000])
def test_a_form_without_a_good_token_changes_nothing(
    visitor: FlaskClient, database: Database, token: str | None
) -> None:
    token_of(visitor)
    data = {} if token is None else {"csrf_token": token}
    for browser in (visitor, visitor.application.test_client()):
        answer = browser.post("/essai/formulaire", data=data)
        assert answer.status_code == 400
        assert "Rechargez-la" in answer.text

    assert changes(database) == 0


def test_a_token_of_another_browser_changes_nothing(
    app: Flask, visitor: FlaskClient, database: Database
) -> None:
    foreign = token_of(app.test_client())
    token_of(visitor)

    assert visitor.post("/essai/formulaire", data={"csrf_token": foreign}).status_code == 400
    assert changes(database) == 0


def test_over_https_the_form_must_come_from_here(visitor: FlaskClient, database: Database) -> None:
    here = "https://localhost"
    page = visitor.get("/essai/formulaire", base_url=here).text
    token = re.search(r'value="([^"]+)"', page).group(1)

    def post(**headers: str) -> int:
        return visitor.post(
            "/essai/formulaire", base_url=here, data={"csrf_token": token}, headers=headers
        ).status_code

    assert post(Referer="https://ailleurs.example/") == 400
    assert changes(database) == 0
    assert post(Referer=f"{here}/essai/formulaire") == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_that_change_are_guarded_too(app: Flask, database: Database, method: str) -> None:
    app.add_url_rule("/essai/autre", "other", lambda: "changed", methods=[method])

    assert app.test_client().open("/essai/autre", method=method).status_code == 400


def test_an_address_that_does_not_exist_is_not_found_with_or_without_token(visitor: FlaskClient) -> None:
    assert visitor.post("/nulle-part/du/tout").status_code == 404


def test_a_view_that_keeps_typed_text_is_told_of_the_refusal(visitor: FlaskClient) -> None:
    assert visitor.post("/essai/brouillon", data={"text": "mes mots"}).text == "refused mes mots"
    assert visitor.post("/essai/brouillon", data={"csrf_token": token_of(visitor)}).text == "accepted"


def test_reading_needs_no_token(visitor: FlaskClient) -> None:
    assert visitor.get("/essai/court").status_code == 200
    assert "Set-Cookie" not in visitor.get("/essai/court").headers
