"""How somebody proves to be the person."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired

from wiki.web.forms import Form


class ProofForm(Form):
    """The password of the account."""

    password = PasswordField(
        _l("Votre mot de passe"),
        [InputRequired(_l("À remplir."))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
