"""Forms read lines as people meant them, and show what a service refused beside its field."""

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired

from wiki.web.forms import Form, LineField, choices_of, tidy

pytestmark = [
    pytest.mark.usefixtures("database_url"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


class TitleForm(Form):
    title = LineField(_l("Titre"), [InputRequired()])
    text = TextAreaField("Texte")
    kind = SelectField("Type", choices=choices_of([("page", "Page"), ("tool", _l("Outil"))]), default="page")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  Le climat  ", "Le climat"),
        ("e\u0301te\u0301", "été"),
        ("nul\x00 bell\x07 delete\x7f", "nul bell delete"),
        ("half \ud83d character", "half  character"),
        ("🌳🌳", "🌳🌳"),
        ("\u202fespace fine\u00a0", "espace fine"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_line_is_tidied(typed: str | None, meant: str) -> None:
    assert tidy(typed) == meant


def test_a_posted_form_is_read(app: Flask) -> None:
    data = {"title": " Lire\x00 ", "text": "a\r\nb", "kind": "tool"}
    with app.test_request_context(method="POST", data=data):
        form = TitleForm.of_request(title="before")

        assert form.validate()
        assert form.data == {"title": "Lire", "text": "a\r\nb", "kind": "tool"}


def test_a_form_that_is_only_asked_for_shows_what_there_is(app: Flask) -> None:
    with app.test_request_context("/?title=from+the+address"):
        form = TitleForm.of_request(title="before")

        assert form.data == {"title": "before", "text": None, "kind": "page"}


def test_a_missing_field_is_empty(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"kind": "page"}):
        form = TitleForm.of_request()

        assert not form.validate()
        assert form.title.data == ""


@pytest.mark.parametrize(("language", "words"), [("fr", "requis"), ("en", "required")])
def test_a_form_speaks_the_language_of_the_request(app: Flask, language: str, words: str) -> None:
    with app.test_request_context(method="POST", data={}, headers={"Accept-Language": language}):
        form = TitleForm.of_request()
        form.validate()

        assert words in str(form.title.errors[0])


def test_a_choice_that_is_not_offered_is_refused(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"title": "x", "kind": "rocket"}):
        assert not TitleForm.of_request().validate()


def test_what_a_service_refused_is_shown_beside_its_field(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"title": "x", "kind": "page"}):
        form = TitleForm.of_request()
        form.validate()
        form.take_errors({"title": _l("Déjà pris."), "": _l("Relisez."), "unknown": "Autre."})

        assert list(form.title.errors) == ["Déjà pris."]
        assert form.form_errors == ["Relisez.", "Autre."]
