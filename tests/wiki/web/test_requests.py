"""Bytes of a form that nobody can read are shown as such, not kept as other letters."""

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from wiki.web.requests import MAX_FIELDS, WikiRequest

URL_ENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def echo():
    app = Flask("echo")
    app.request_class = WikiRequest

    @app.post("/")
    def texts():
        return {name: request.form.getlist(name) for name in request.form}

    return app.test_client()


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (b"text=caf%C3%A9+noir&text=th%C3%A9&vide=", {"text": ["café noir", "thé"], "vide": [""]}),
        (b"text=caf%E9", {"text": ["caf\ufffd"]}),
        (b"text=caf\xe9", {"text": ["caf\ufffd"]}),
    ],
    ids=["utf-8", "latin-1 escaped", "latin-1 raw"],
)
def test_an_url_encoded_form(echo, body, read):
    assert echo.post("/", data=body, content_type=URL_ENCODED).json == read


def test_a_form_in_parts_is_read_as_ever(echo):
    answer = echo.post("/", data={"text": "café"}, content_type="multipart/form-data")
    assert answer.json == {"text": ["café"]}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestFormsWithoutEnd:
    """Anybody may send one, without a token: it is refused before it takes memory."""

    def test_so_many_fields_are_refused(self, visitor: FlaskClient) -> None:
        for address in ("/essai/formulaire", "/essai/brouillon", "/connexion", "/nulle-part"):
            answer = visitor.post(address, data=b"a&" * (MAX_FIELDS + 1), content_type=URL_ENCODED)
            assert answer.status_code in (404, 413)
            assert "unexpected" not in answer.text

    def test_a_page_says_so(self, visitor: FlaskClient) -> None:
        answer = visitor.post("/connexion", data=b"a&" * (MAX_FIELDS + 1), content_type=URL_ENCODED)
        assert answer.status_code == 413
        assert "C’est trop long pour être reçu" in answer.text

    def test_the_longest_form_of_ours_is_read(self, visitor: FlaskClient) -> None:
        answer = visitor.post(
            "/essai/brouillon", data=b"a&" * (MAX_FIELDS - 1) + b"text=oui", content_type=URL_ENCODED
        )
        assert "oui" in answer.text
