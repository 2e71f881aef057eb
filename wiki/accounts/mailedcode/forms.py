"""Where to send a code, and the code."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired

from wiki.web.forms import Form, LineField

_needed = InputRequired(_l("À remplir."))


class AskForm(Form):
    """Where to send it."""

    email = LineField(
        _l("Adresse e-mail"),
        [_needed],
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email", "maxlength": 254},
    )
    next = HiddenField()


class CodeForm(Form):
    """What was read there."""

    code = LineField(
        _l("Code reçu par e-mail"),
        [_needed],
        description=_l(
            "Huit chiffres. Le message peut mettre une minute ; regardez aussi dans les indésirables."
        ),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 20},
    )
    next = HiddenField()
