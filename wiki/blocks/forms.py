"""Whom to block, for how long, and why."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import fields
from wtforms.validators import InputRequired

from wiki.web.forms import Form, LineField, choices_of

DURATIONS = {
    "heure": (_l("Une heure"), timedelta(hours=1)),
    "jour": (_l("Un jour"), timedelta(days=1)),
    "semaine": (_l("Une semaine"), timedelta(days=7)),
    "mois": (_l("Un mois"), timedelta(days=30)),
    "an": (_l("Un an"), timedelta(days=365)),
}


class BlockForm(Form):
    """A person by their name in addresses, or a network."""

    who = LineField(
        _l("Qui ?"),
        [InputRequired(_l("Dites qui suspendre."))],
        description=_l(
            "Le nom d'une personne dans l'adresse de sa page (nina), une adresse (192.0.2.7) "
            "ou une plage (192.0.2.0/24)."
        ),
    )
    duration = fields.SelectField(
        _l("Pendant combien de temps ?"),
        [InputRequired()],
        choices=choices_of((key, words) for key, (words, _) in DURATIONS.items()),
        default="jour",
    )
    covers_accounts = fields.BooleanField(
        _l("Suspendre aussi les personnes connectées depuis cette adresse"),
        description=_l("À éviter : une école ou une médiathèque entière partage souvent la même adresse."),
    )
    reason = LineField(
        _l("Pourquoi ?"),
        [InputRequired(_l("Dites pourquoi, en une phrase."))],
        description=_l("La personne suspendue le lira."),
    )

    @property
    def lasts(self) -> timedelta:
        """How long the block is to last."""
        return DURATIONS[str(self.duration.data)][1]
