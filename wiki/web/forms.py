"""The base of every form: text in, typed values out. CSRF is checked before any form is read (`wiki.web.csrf`)."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Self

import wtforms
from flask import request
from flask_babel import get_locale
from wtforms import SelectChoice, fields  # type: ignore[attr-defined]  # younger than the types of WTForms
from wtforms.i18n import get_translations

from wiki.rendering.characters import normalised


def tidy(text: str | None) -> str:
    """One line as a person meant it: NFC, no control characters, no spaces around."""
    visible = "".join(c for c in text or "" if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return normalised(visible).strip()


def choices_of(pairs: Iterable[tuple[str, Any]]) -> list[Any]:
    """What a select field offers, from (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


class LineField(fields.StringField):
    """A line of text, tidied."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = tidy(valuelist[0]) if valuelist else ""


class Form(wtforms.Form):
    """Reads the posted form of the current request, speaks the language of the request."""

    class Meta:
        def get_translations(self, form: wtforms.form.BaseForm) -> Any:
            return get_translations([str(get_locale() or "fr")])

    @classmethod
    def of_request(cls, **values: Any) -> Self:
        """The form as posted, or filled with `values` when the page is only asked for."""
        return cls(request.form if request.method == "POST" else None, **values)

    def take_errors(self, errors: Mapping[str, Any]) -> None:
        """Show what a service refused beside the fields it concerns (the empty name: above the form)."""
        for name, message in errors.items():
            if name in self._fields:
                field = self._fields[name]
                field.errors = [*field.errors, str(message)]
            else:
                self.form_errors.append(str(message))
