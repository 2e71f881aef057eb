"""The five questions of a first scenario, and the choice of who reads a page."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from scenarios.authoring.typed import rows
from scenarios.script.durations import read_duration
from wiki.pages import labels
from wiki.pages.forms import new_form_key
from wiki.pages.models import AUDIENCES
from wiki.web.forms import Form, LineField

MOST_STEPS = 40
_LINE = Length(max=500, message=_l("500 caractères au plus."))


class _PlacedForm(Form):
    """Something new, in one of the territories where this person may write."""

    territory = SelectField(_l("Territoire"), [InputRequired(_l("Choisissez un territoire."))], coerce=int)
    form_key = HiddenField()

    def __init__(self, *args: Any, territories: Sequence[Any], **values: Any) -> None:
        super().__init__(*args, **values)
        self._names = {place.id: place.name for place in territories}
        self.territory.choices = list(self._names.items())
        self.form_key.data = self.form_key.data or new_form_key()

    @property
    def territory_name(self) -> str:
        """Name of the chosen territory."""
        return str(self._names.get(self.territory.data, ""))


class GuideForm(_PlacedForm):
    """Where, for whom, why, how long, what: enough for a first script."""

    place = LineField(_l("Lieu"), [Optional(), _LINE], description=_l("Un parvis, une salle, un musée…"))
    audience = LineField(
        _l("Public"), [Optional(), _LINE], description=_l("Par exemple : habitants dès 12 ans, familles.")
    )
    size = LineField(
        _l("Combien de personnes"), [Optional(), _LINE], description=_l("Par exemple : 12 à 24.")
    )
    need = LineField(_l("Le besoin dont vous partez"), [Optional(), _LINE])
    goal = LineField(
        _l("À la fin, les personnes sauront…"), [Optional(), _LINE],
        description=_l("Commencez par un verbe : expliquer, comparer, proposer."),
    )  # fmt: skip
    duration = LineField(
        _l("Durée en tout"), [InputRequired(_l("Dites combien de temps cela dure, même à peu près."))],
        description=_l("Par exemple : 90 min, 1 h 30 ou 2 jours."),
    )  # fmt: skip
    title = LineField(
        _l("Titre"), [Optional(), Length(max=200, message=_l("200 caractères au plus."))],
        description=_l("Vous pourrez le changer."),
    )  # fmt: skip
    steps = TextAreaField(
        _l("Ce que l'on fera, une étape par ligne"), [Optional(), Length(max=10_000)],
        description=_l("Chaque ligne devient une activité ; le temps est partagé entre elles."),
    )  # fmt: skip

    def validate_duration(self, field: LineField) -> None:
        if self.minutes is None:
            raise ValidationError(_("Écrivez une durée comme 90 min, 1 h 30 ou 2 jours."))

    def validate_steps(self, field: TextAreaField) -> None:
        if len(self.step_list) > MOST_STEPS:
            raise ValidationError(_("%(limit)s étapes au plus pour commencer.", limit=MOST_STEPS))
        if self.minutes is not None and len(self.step_list) > self.minutes:
            raise ValidationError(_("Il y a plus d'étapes que de minutes : allongez la durée."))

    @property
    def minutes(self) -> int | None:
        """The whole length in minutes; None when it cannot be read."""
        return read_duration(self.duration.data or "")

    @property
    def step_list(self) -> tuple[str, ...]:
        return rows(self.steps.data or "")

    @property
    def whole_title(self) -> str:
        """The title, or one that will do until there is a better one."""
        return self.title.data or _("Une situation à %(place)s", place=self.territory_name)


class SheetForm(_PlacedForm):
    """Where a page of a light kind is written, and what it is called."""

    title = LineField(
        _l("Titre"), [InputRequired(_l("Donnez un titre à la page.")), Length(max=200)],
        description=_l("Vous pourrez le changer."),
    )  # fmt: skip


class PublishForm(Form):
    """Who will read the page."""

    audience = RadioField(
        _l("Qui pourra la lire ?"), [InputRequired(_l("Choisissez qui peut lire la page."))]
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        shared = [code for code in AUDIENCES if code != "draft"]
        self.audience.choices = [(code, str(labels.AUDIENCES[code])) for code in shared]
