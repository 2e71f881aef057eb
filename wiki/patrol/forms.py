"""Which edits were ticked, and since when somebody's are to be undone."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import fields

from wiki.web.forms import Form, LineField, choices_of

SINCE = {
    "jour": (_l("Depuis hier"), timedelta(days=1)),
    "semaine": (_l("Depuis une semaine"), timedelta(days=7)),
    "mois": (_l("Depuis un mois"), timedelta(days=30)),
    "": (_l("Depuis toujours"), None),
}


class RollbackForm(Form):
    """Since when, and why."""

    since = fields.SelectField(
        _l("Depuis quand ?"), choices=choices_of((key, words) for key, (words, _) in SINCE.items())
    )
    reason = LineField(_l("Pourquoi ?"), description=_l("Une phrase pour le journal de l'administration."))

    @property
    def age(self) -> timedelta | None:
        """How old the oldest edit is that is to be undone, None for any."""
        return SINCE[str(self.since.data)][1]


def ids(texts: Iterable[str]) -> list[int]:
    """The numbers among these texts; nonsense is left out."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]
