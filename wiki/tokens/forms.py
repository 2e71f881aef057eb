"""A new token."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from wiki.tokens.models import LONGEST_NAME
from wiki.tokens.scopes import ACCOUNT, LABELS, READ, WRITE
from wiki.web.forms import Form, LineField, choices_of

_FOR_EVER = "0"
_DAYS = [
    ("30", _l("30 jours")),
    ("90", _l("90 jours")),
    ("365", _l("Un an")),
    (_FOR_EVER, _l("Jusqu'à ce que je le révoque")),
]


class TokenForm(Form):
    """What it is for, what it opens, how long."""

    name = LineField(
        _l("À quoi il sert"),
        [InputRequired(_l("Dites à quoi sert ce jeton, pour savoir plus tard lequel révoquer."))],
        description=_l("« Sauvegarde du mardi », « Import depuis le tableur »…"),
        render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off"},
    )
    level = RadioField(
        _l("Ce qu'il permet"),
        choices=choices_of([(READ, LABELS[READ]), (WRITE, _l("Lire, et écrire ce que je peux écrire"))]),
        default=READ,
    )
    account = BooleanField(LABELS[ACCOUNT])
    days = SelectField(_l("Combien de temps"), [InputRequired()], choices=choices_of(_DAYS), default="90")

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes that were chosen; who writes reads as well."""
        chosen = {READ, self.level.data or READ}
        return frozenset(chosen | {ACCOUNT} if self.account.data else chosen)

    @property
    def duration(self) -> int | None:
        """In days, None for without end."""
        return int(self.days.data) if self.days.data != _FOR_EVER else None
