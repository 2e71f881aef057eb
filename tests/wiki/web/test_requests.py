"""Bytes of a form that nobody can read are shown as such, not kept as other letters."""

import pytest
from flask import Flask, request

from wiki.web.requests import WikiRequest

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
