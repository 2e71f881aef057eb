"""Propose a scenario to the nation; how the national team decides."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from scenarios.curation.models import MAX_WORDS
from scenarios.curation.rules import LIMITS, Rules
from scenarios.curation.service import NewNomination
from wiki.pages.forms import number_of
from wiki.web.forms import Form, choices_of


class NominationForm(Form):
    """Which version, why, and which call it answers; the view fills the lists."""

    number = SelectField(_l("Version proposée"), [InputRequired()], validate_choice=False)
    words = TextAreaField(
        _l("Votre mot au collège"),
        [InputRequired(_l("Dites en quelques phrases ce que la nation gagnerait à le retenir."))],
        description=_l(
            "Ce que ce scénario a changé chez vous, et pourquoi d'autres territoires devraient s'en saisir. "
            "Ce mot sera public avec la décision."
        ),
        render_kw={"rows": 6, "maxlength": MAX_WORDS},
    )
    call = SelectField(_l("Appel auquel il répond"), [Optional()], validate_choice=False)

    def offer(self, versions: Any, calls: Any) -> None:
        """Fill the lists of versions and of calls."""
        self.number.choices = choices_of(versions)
        self.call.choices = choices_of(
            [("", _("Aucun appel en particulier")), *((str(one.id), one.title) for one in calls)]
        )

    def nomination(self, page_id: int) -> NewNomination:
        """What was typed, as a nomination of a page."""
        return NewNomination(
            page_id, number_of(self.number.data), self.words.data or "", number_of(self.call.data) or None
        )


def _whole(label: Any, name: str, description: Any) -> IntegerField:
    least, most = LIMITS[name]
    needed = InputRequired(_l("Donnez un nombre entier."))
    return IntegerField(
        label,
        [needed],
        description=description,
        render_kw={"min": least, "max": most, "inputmode": "numeric"},
    )


class RulesForm(Form):
    """How the national team decides."""

    opinions = _whole(
        _l("Avis nécessaires"), "opinions",
        _l("Dont un du collège scientifique et un de l'équipe nationale, toujours."),
    )  # fmt: skip
    voices = _whole(
        _l("Voix nécessaires"), "voices",
        _l("Personnes d'accord, celle qui propose la décision comprise ; et plus d'accords que de désaccords."),
    )  # fmt: skip
    remind_after = _whole(
        _l("Rappel après"),
        "remind_after",
        _l("Jours sans réponse avant un rappel à qui doit donner son avis."),
    )
    late_after = _whole(
        _l("En retard après"), "late_after", _l("Jours d'attente avant que l'équipe nationale soit relancée.")
    )
    turn = HiddenField()

    @property
    def rules(self) -> Rules:
        """What was typed."""
        return Rules(*(getattr(self, name).data or 0 for name in LIMITS))
