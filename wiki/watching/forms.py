"""How people say what they follow and when they want to hear of it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from wiki.watching.models import ALL, DAILY, IMPORTANT, NEVER, NOTHING, ONCE, USUAL, WEEKLY
from wiki.watching.service import DAYS, HOURS, Habits
from wiki.web.forms import Form, choices_of

LEVELS: dict[str, Any] = {
    ALL: _l("Tout"),
    IMPORTANT: _l("L'essentiel, sans les corrections mineures"),
    NOTHING: _l("Rien : ne plus m'en parler"),
}
RHYTHMS: dict[str, Any] = {
    ONCE: _l("Aussitôt"),
    DAILY: _l("Une fois par jour"),
    WEEKLY: _l("Une fois par semaine"),
    NEVER: _l("Jamais : seulement sur le site"),
}
DAY_NAMES = (
    _l("Lundi"), _l("Mardi"), _l("Mercredi"), _l("Jeudi"), _l("Vendredi"), _l("Samedi"), _l("Dimanche"),
)  # fmt: skip
AS_USUAL = "usual"
_needed = InputRequired(_l("À choisir."))


def _hours(none: Any = None) -> list[Any]:
    named = [(str(hour), _l("%(hour)s h", hour=hour)) for hour in HOURS]
    return choices_of([("", none), *named] if none is not None else named)


class FollowForm(Form):
    """How to follow one thing."""

    level = RadioField(_l("Que voulez-vous savoir ?"), [_needed], choices=choices_of(LEVELS.items()))
    mail = SelectField(
        _l("Par message"),
        [_needed],
        choices=choices_of([(AS_USUAL, _l("Comme d'habitude")), *RHYTHMS.items()]),
    )

    @property
    def rhythm(self) -> str:
        """When a message is wanted, as it is kept."""
        return USUAL if self.mail.data == AS_USUAL else str(self.mail.data)

    def offer_silence(self, offered: bool) -> None:
        """Whether there is anything to silence beyond not following it."""
        if not offered:
            self.level.choices = choices_of((level, LEVELS[level]) for level in (ALL, IMPORTANT))


class HabitsForm(Form):
    """How to be told of everything."""

    mail = RadioField(_l("Ce que vous suivez, par message"), [_needed], choices=choices_of(RHYTHMS.items()))
    direct_mail = RadioField(
        _l("Ce qui vous est adressé, par message"),
        [_needed],
        description=_l(
            "On vous mentionne, on vous répond, on décide de votre proposition, on attend votre avis."
        ),
        choices=choices_of(RHYTHMS.items()),
    )
    digest_hour = SelectField(_l("Heure des récapitulatifs"), [_needed], choices=_hours())
    digest_day = SelectField(
        _l("Jour du récapitulatif de la semaine"),
        [_needed],
        choices=choices_of((str(day), DAY_NAMES[day]) for day in DAYS),
    )
    quiet_from = SelectField(_l("Pas de message à partir de"), choices=_hours(_l("À toute heure")))
    quiet_until = SelectField(_l("… et jusqu'à"), choices=_hours(_l("À toute heure")))

    def habits(self) -> Habits:
        """What was chosen, once `validate` has said that it is from the lists."""
        return Habits(
            mail=str(self.mail.data),
            direct_mail=str(self.direct_mail.data),
            digest_hour=int(self.digest_hour.data),
            digest_day=int(self.digest_day.data),
            quiet_from=_hour(self.quiet_from.data),
            quiet_until=_hour(self.quiet_until.data),
        )


def _hour(text: str | None) -> int | None:
    return int(text) if text else None
