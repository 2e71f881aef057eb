"""Choose who may edit a page, and for how long."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import fields

from wiki.web.forms import Form, LineField, choices_of

LEVELS = {
    "": _l("Les membres du territoire, comme d'habitude"),
    "referents": _l("Les personnes référentes du territoire et l'équipe nationale"),
    "curators": _l("L'équipe nationale seulement"),
}
DURATIONS = {
    "jour": (_l("Un jour"), timedelta(days=1)),
    "semaine": (_l("Une semaine"), timedelta(days=7)),
    "mois": (_l("Un mois"), timedelta(days=30)),
    "": (_l("Jusqu'à nouvel ordre"), None),
}


class ProtectionForm(Form):
    """Who may edit, for how long, and why."""

    level = fields.RadioField(_l("Qui peut modifier la page ?"))
    duration = fields.SelectField(
        _l("Pendant combien de temps ?"),
        choices=choices_of((key, words) for key, (words, _) in DURATIONS.items()),
    )
    reason = LineField(
        _l("Pourquoi ?"),
        description=_l("Gardé dans le journal du site, par exemple : texte validé en réunion."),
    )

    @property
    def lasts(self) -> timedelta | None:
        """How long the protection is to last, None for good."""
        return DURATIONS[str(self.duration.data)][1]
