"""Codes that people type."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired

from wiki.web.forms import Form, LineField

_needed = InputRequired(_l("À remplir."))
_looks = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "maxlength": 40}


class ConfirmForm(Form):
    """The first code of a new application."""

    code = LineField(
        _l("Code affiché par l'application"), [_needed], render_kw={**_looks, "inputmode": "numeric"}
    )


class CodeForm(Form):
    """A code, of the application or from paper."""

    code = LineField(
        _l("Code"),
        [_needed],
        description=_l("Les six chiffres de votre application, ou un code de secours."),
        render_kw=_looks,
    )
    next = HiddenField()


class SecondStepForm(CodeForm):
    """A code at sign-in."""

    trust = BooleanField(_l("Ne plus demander de code sur cet appareil pendant 30 jours"))
