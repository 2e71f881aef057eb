"""JSON that programs send: read as a form is, with every fault told at once."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from wiki.errors import Invalid


class Body:
    """The JSON object of the current request; `check` refuses it with everything that was found wrong."""

    def __init__(self) -> None:
        found = request.get_json(silent=True)
        self._values: dict[str, Any] = found if isinstance(found, dict) else {}
        self._errors: dict[str, str] = {}
        if not isinstance(found, dict):
            self._errors[""] = _("Le corps de la demande doit être un objet JSON.")

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without `default` it must be there."""
        value = self._values.get(name, default)
        if isinstance(value, str):
            return value
        self._errors[name] = _("Il faut un texte.")
        return ""

    def number(self, name: str) -> int:
        """A whole number above zero."""
        value = self._values.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31:
            return value
        self._errors[name] = _("Il faut un nombre entier.")
        return 0

    def flag(self, name: str) -> bool:
        """True or false; false where nothing is said."""
        value = self._values.get(name, False)
        if isinstance(value, bool):
            return value
        self._errors[name] = _("Il faut true ou false.")
        return False

    def check(self) -> None:
        """Go on only where all was as it should be.

        Raises:
            Invalid: with one message for each member.
        """
        if self._errors:
            raise Invalid(self._errors)
