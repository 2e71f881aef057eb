"""What administrators choose."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from wiki.web.forms import Form, LineField, choices_of

ROLE_NAMES = {
    "": _l("Membre"),
    "reviewer": _l("Collège scientifique"),
    "curator": _l("Équipe nationale"),
    "admin": _l("Administration"),
}


class RoleForm(Form):
    """A role for the whole site."""

    site_role = SelectField(_l("Rôle sur le site"), choices=choices_of(ROLE_NAMES.items()))


class InvitationForm(Form):
    """Who is invited, and where they belong once they are there."""

    email = LineField(
        _l("Adresse e-mail"),
        [InputRequired(_l("À remplir."))],
        render_kw={"type": "email", "inputmode": "email", "maxlength": 254},
    )
    territory = SelectField(_l("Territoire"))
