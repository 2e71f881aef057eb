"""What is asked of who comes back from the provider for the first time."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired

from wiki.web.forms import Form, LineField

_needed = InputRequired(_l("À remplir."))


class NewAccountForm(Form):
    """The name of a new account."""

    name = LineField(
        _l("Nom affiché"),
        [_needed],
        description=_l("Il s'affiche à côté de vos textes. Tout le monde peut le lire."),
        render_kw={"autocomplete": "name", "maxlength": 120},
    )
    next = HiddenField()


class LinkForm(Form):
    """The password of the account that is there already."""

    password = PasswordField(
        _l("Mot de passe de ce compte"), [_needed], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()
