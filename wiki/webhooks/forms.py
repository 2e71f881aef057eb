"""Where happenings are to be told, and which."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.activity import kinds as happens
from wiki.web.forms import Form, LineField, choices_of
from wiki.webhooks.bodies import KINDS, TRIAL
from wiki.webhooks.service import Wanted

EVERYWHERE = "site"
NAMES: dict[str, Any] = {
    happens.PAGE_CREATED: _l("Une page est créée"),
    happens.PAGE_EDITED: _l("Une page est modifiée"),
    happens.PAGE_SHARED: _l("Un brouillon est partagé"),
    happens.PAGE_MOVED: _l("Une page est renommée ou déplacée"),
    happens.PAGE_MERGED: _l("Deux pages sont fusionnées"),
    happens.PAGE_DELETED: _l("Une page est supprimée"),
    happens.PAGE_RESTORED: _l("Une page est rétablie"),
    happens.PAGE_ADAPTED: _l("Une page est adaptée"),
    happens.PAGE_FEATURED: _l("Une page est mise à la une"),
    happens.PAGE_PLAYED: _l("Une situation a été jouée"),
    happens.FILE_ADDED: _l("Un fichier est ajouté"),
    happens.THREAD_OPENED: _l("Une discussion est ouverte"),
    happens.THREAD_ANSWERED: _l("On répond dans une discussion"),
    happens.THREAD_RESOLVED: _l("Une discussion est close"),
    happens.EDIT_OFFERED: _l("Une modification est proposée"),
    happens.EDIT_ANSWERED: _l("Une proposition reçoit sa réponse"),
    happens.IMPROVEMENT_OFFERED: _l("Une amélioration est proposée"),
    happens.IMPROVEMENT_ANSWERED: _l("Une amélioration reçoit sa réponse"),
    happens.NOMINATION_MADE: _l("Un scénario est proposé à la nation"),
    happens.NOMINATION_DECIDED: _l("Une décision est prise sur un scénario proposé"),
    TRIAL: _l("Un essai"),
}
STATES: dict[str, Any] = {"waiting": _l("En attente"), "done": _l("Arrivé"), "failed": _l("Abandonné")}


class WebhookForm(Form):
    """A webhook; the view sets the territories, for they depend on who asks, by their numbers or `EVERYWHERE`."""

    url = LineField(
        _l("Adresse appelée"),
        [InputRequired(_l("Donnez l'adresse du programme à appeler."))],
        description=_l("En https de préférence. Chaque événement y est envoyé en JSON, signé."),
        render_kw={"type": "url", "inputmode": "url", "maxlength": 2000, "autocomplete": "off"},
    )
    territory = SelectField(_l("Ce qui se passe"), [InputRequired(_l("À choisir."))], choices=[])
    with_territory = BooleanField(
        _l("Aussi les pages réservées aux membres"),
        description=_l("Pour un territoire : leurs titres et leurs adresses partent vers cette adresse."),
    )
    kinds = SelectMultipleField(
        _l("Événements"),
        choices=choices_of((kind, NAMES[kind]) for kind in KINDS),
        description=_l("Aucun coché : tous."),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )

    def wanted(self, private: bool) -> Wanted:
        """What was filled in."""
        chosen = self.territory.data or ""
        return Wanted(
            url=self.url.data or "",
            kinds=self.kinds.data or [],
            territory_id=int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None,
            with_territory=bool(self.with_territory.data),
            private=private,
        )
