"""What is typed on the pages of an examination."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from scenarios.criteria.models import MARKS, Grid
from scenarios.curation.models import MAX_WORDS, RECUSED, REFUSED
from scenarios.deliberation.deciding import MOST_REQUESTS, NewDecision
from scenarios.deliberation.models import DECLINE, MEND, RETAIN, Opinion, ReworkRequest
from scenarios.deliberation.opinions import MAX_OPINION, NO_OPINION, Written
from scenarios.deliberation.reworking import Answers
from wiki.pages.forms import number_of
from wiki.web.forms import Form, choices_of

VERDICTS = ((RETAIN, _l("Retenir")), (MEND, _l("Faire retravailler")), (DECLINE, _l("Ne pas retenir")))
_MARKS = (*((str(mark), str(mark)) for mark in MARKS), (NO_OPINION, _l("Sans avis")))


class OpinionForm(Form):
    """A conclusion and words; `form_for` adds a mark and a reason for each criterion of a grid."""

    verdict = RadioField(_l("Votre conclusion"), choices=choices_of(VERDICTS), validate_choice=False)
    words = TextAreaField(
        _l("Votre avis général"),
        [InputRequired()],
        description=_l("Ce qui vous a convaincu, ce qui manque. Il sera public avec la décision."),
        render_kw={"rows": 5, "maxlength": MAX_OPINION},
    )

    def written(self, grid: Grid) -> Written:
        """What was typed."""
        return Written(
            verdict=self.verdict.data or "",
            words=self.words.data or "",
            marks={one.id: self[f"mark_{one.id}"].data or "" for one in grid.criteria},
            reasons={one.id: self[f"reason_{one.id}"].data or "" for one in grid.criteria},
        )


def form_for(grid: Grid, opinion: Opinion | None) -> OpinionForm:
    """The form of a grid: as sent, or else as the person left it, or gave it."""
    fields: dict[str, Any] = {}
    for criterion in grid.criteria:
        fields[f"mark_{criterion.id}"] = RadioField(
            criterion.name, [Optional()], choices=choices_of(_MARKS), validate_choice=False
        )
        fields[f"reason_{criterion.id}"] = TextAreaField(
            _l("%(name)s, pourquoi", name=criterion.name), render_kw={"rows": 2, "maxlength": MAX_WORDS}
        )
    kind: type[OpinionForm] = type("GridForm", (OpinionForm,), fields)
    return kind.of_request(**_values(opinion))


def _values(opinion: Opinion | None) -> Mapping[str, Any]:
    if opinion is None:
        return {}
    if opinion.draft is not None:
        draft = opinion.draft
        marks = {f"mark_{key}": mark for key, mark in draft["marks"].items()}
        reasons = {f"reason_{key}": words for key, words in draft["reasons"].items()}
        return {"verdict": draft["verdict"], "words": draft["words"], **marks, **reasons}
    scores = {score.criterion_id: score for score in opinion.scores}
    marks = {
        f"mark_{key}": NO_OPINION if one.score is None else str(one.score) for key, one in scores.items()
    }
    reasons = {f"reason_{key}": one.words for key, one in scores.items()}
    return {"verdict": opinion.verdict, "words": opinion.words, **marks, **reasons}


class _WordsForm(Form):
    """Any form of which the words are what matters."""

    words = TextAreaField(_l("Pourquoi"), [Optional()], render_kw={"rows": 4, "maxlength": MAX_WORDS})


class DecisionForm(_WordsForm):
    """A decision to propose."""

    outcome = RadioField(_l("Décision"), choices=choices_of(VERDICTS), validate_choice=False)
    words = TextAreaField(
        _l("Raisons"),
        [InputRequired()],
        description=_l(
            "Ce que disent les avis, et ce que vous en concluez. Publiques une fois la décision prise."
        ),
        render_kw={"rows": 6, "maxlength": MAX_OPINION},
    )
    seen = HiddenField()

    @property
    def requests(self) -> list[str]:
        """The requests as typed, one a field."""
        return request.form.getlist("requests")[: MOST_REQUESTS + 1]

    @property
    def decision(self) -> NewDecision:
        """What was typed."""
        return NewDecision(
            self.outcome.data or "", self.words.data or "", number_of(self.seen.data), self.requests
        )


class VoiceForm(_WordsForm):
    """Agreement, or what one says against."""

    words = TextAreaField(
        _l("Vos mots"),
        [Optional()],
        description=_l("Nécessaires pour dire un désaccord ou écarter la décision ; ils restent au dossier."),
        render_kw={"rows": 3, "maxlength": MAX_WORDS},
    )


class StepBackForm(_WordsForm):
    """Why one does not read a nomination: no time, or an interest in it."""

    why = RadioField(
        _l("Votre raison"),
        choices=choices_of(
            (
                (REFUSED, _l("Je ne peux pas donner d'avis cette fois-ci")),
                (RECUSED, _l("J'ai un intérêt dans ce scénario : je ne dois pas le juger")),
            )
        ),
        validators=[InputRequired(_l("Choisissez une raison."))],
    )
    words = TextAreaField(
        _l("En une phrase"), [InputRequired(_l("Dites-le en une phrase."))],
        description=_l("Un intérêt déclaré est nommé au dossier, public avec la décision."),
        render_kw={"rows": 3, "maxlength": MAX_WORDS},
    )  # fmt: skip


class WithdrawForm(Form):
    """Why a nomination is taken back."""

    reason = TextAreaField(
        _l("Pourquoi la retirer"),
        [InputRequired(_l("Dites en une phrase pourquoi vous retirez cette proposition."))],
        description=_l("Les personnes qui lisaient le scénario le sauront."),
        render_kw={"rows": 3, "maxlength": MAX_WORDS},
    )


class AppealForm(Form):
    """Why a decision should be looked at again."""

    words = TextAreaField(
        _l("Vos arguments"),
        [InputRequired(_l("Dites pourquoi la décision devrait être revue."))],
        description=_l(
            "Ce que les avis n'ont pas vu, ou ce qui a été mal compris. Publics, comme la décision."
        ),
        render_kw={"rows": 7, "maxlength": MAX_OPINION},
    )


class ReadersForm(Form):
    """Whom to ask for an opinion; the view fills the list."""

    readers = SelectMultipleField(
        _l("À qui demander un avis"), coerce=number_of, validate_choice=False, widget=ListWidget(),
        option_widget=CheckboxInput(),
    )  # fmt: skip


class AnswersForm(Form):
    """The version to go on with; `answers_form` adds words and a version for each request."""

    number = SelectField(_l("Version proposée"), [InputRequired()], validate_choice=False)

    def answers(self, requests: Iterable[ReworkRequest]) -> Answers:
        """What was typed."""
        asked = [one.id for one in requests]
        return Answers(
            words={one: self[f"words_{one}"].data or "" for one in asked},
            versions={one: number_of(self[f"version_{one}"].data) or None for one in asked},
            number=number_of(self.number.data),
        )


def answers_form(
    requests: Sequence[ReworkRequest], versions: Sequence[tuple[str, str]], current: int
) -> AnswersForm:
    """The form of some requests: as sent, or as it was kept; `versions` begins with the one that is examined."""
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {"number": str(max([current, *(one.answer_number or 0 for one in requests)]))}
    for one in requests:
        fields[f"words_{one.id}"] = TextAreaField(
            _l("Votre réponse"), render_kw={"rows": 3, "maxlength": MAX_WORDS}
        )
        fields[f"version_{one.id}"] = SelectField(
            _l("Version qui y répond"), [Optional()], validate_choice=False,
            choices=choices_of([("", _("Aucune : les mots suffisent")), *versions[1:]]),
        )  # fmt: skip
        values[f"words_{one.id}"], values[f"version_{one.id}"] = one.answer, str(one.answer_number or "")
    kind: type[AnswersForm] = type("RequestsForm", (AnswersForm,), fields)
    form = kind.of_request(**values)
    form.number.choices = choices_of(versions)
    return form
