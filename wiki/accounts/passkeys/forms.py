"""What the browser module posts for the device."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired

from wiki.accounts.passkeys.models import LONGEST_NAME
from wiki.web.forms import Form, LineField


class RegisterForm(Form):
    """A name for the new key, and the answer of the device."""

    name = LineField(
        _l("Nom de cette clé"),
        [InputRequired(_l("Donnez un nom à cette clé, pour la reconnaître plus tard."))],
        description=_l("« Téléphone », « Ordinateur de la médiathèque »…"),
        render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off"},
    )
    credential = HiddenField()


class AnswerForm(Form):
    """The answer of the device."""

    credential = HiddenField()
    next = HiddenField()
