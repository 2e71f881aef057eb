"""Where to send a letter, and how often."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from wiki.watching.models import DAILY, WEEKLY
from wiki.web.forms import Form, LineField, choices_of

RHYTHMS = {DAILY: _l("Chaque jour où il y a du nouveau"), WEEKLY: _l("Chaque semaine")}


class RhythmForm(Form):
    """How often."""

    rhythm = RadioField(
        _l("À quel rythme ?"), [InputRequired(_l("À choisir."))], choices=choices_of(RHYTHMS.items())
    )


class LetterForm(RhythmForm):
    """Where, and how often."""

    email = LineField(
        _l("Adresse e-mail"),
        [InputRequired(_l("À remplir."))],
        description=_l("Elle ne sert qu'à cela, et s'efface quand vous arrêtez."),
        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email", "maxlength": 254},
    )
