"""What people type about their account."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, SelectField
from wtforms.validators import InputRequired

from wiki.web.forms import Form, LineField, choices_of

_LANGUAGES = [("", _l("Celle de mon navigateur")), ("fr", "Français"), ("en", "English")]
_needed = InputRequired(_l("À remplir."))


def _email(label: Any) -> LineField:
    return LineField(
        label,
        [_needed],
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email", "maxlength": 254},
    )


def _name() -> LineField:
    return LineField(_l("Nom affiché"), [_needed], render_kw={"autocomplete": "name", "maxlength": 120})


def _present_password(label: Any) -> PasswordField:
    return PasswordField(label, [_needed], render_kw={"autocomplete": "current-password"})


def _new_password(label: Any) -> PasswordField:
    return PasswordField(
        label,
        [_needed],
        description=_l(
            "Dix caractères au moins. Quatre mots sans rapport entre eux font un bon mot de passe."
        ),
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(Form):
    """Who is there, and where to go then."""

    email = _email(_l("Adresse e-mail"))
    password = _present_password(_l("Mot de passe"))
    next = HiddenField()


class SignUpForm(Form):
    """A new account."""

    name = _name()
    email = _email(_l("Adresse e-mail"))
    password = _new_password(_l("Mot de passe"))
    invitation = HiddenField()


class ForgotForm(Form):
    """Where to send the link."""

    email = _email(_l("Adresse e-mail"))


class ResetForm(Form):
    """Another password, by the mailed link."""

    password = _new_password(_l("Nouveau mot de passe"))


class DetailsForm(Form):
    """Name and language."""

    name = _name()
    locale = SelectField(_l("Langue des pages et des messages"), choices=choices_of(_LANGUAGES))


class PasswordForm(Form):
    """Another password."""

    password = _new_password(_l("Nouveau mot de passe"))


class EmailForm(Form):
    """Another address."""

    email = _email(_l("Nouvelle adresse e-mail"))
