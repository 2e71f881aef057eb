"""A criterion as it is typed, and the sentence with which a version is published."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import TextArea

from scenarios.criteria.labels import axis_choices
from scenarios.criteria.models import MARKS, Criterion, Wording
from scenarios.criteria.service import Words
from wiki.pages.forms import number_of
from wiki.web.forms import Form, LineField, choices_of, tidy

_NEEDED = _l("À remplir.")


class _ShortText(LineField):
    """One sentence, with the room of two lines."""

    widget = TextArea()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = " ".join(tidy(valuelist[0]).split()) if valuelist else ""


def _french_level(label: str) -> _ShortText:
    return _ShortText(label, [InputRequired(_NEEDED)])


def _english_level(label: str) -> _ShortText:
    return _ShortText(label, [Optional()])


class CriterionForm(Form):
    """A criterion in both languages; English may wait, and French is then shown to everybody."""

    axis = SelectField(_l("Axe"), [InputRequired(_l("Choisissez un axe."))])
    name = LineField(_l("Nom"), [InputRequired(_l("Écrivez le nom du critère."))])
    help = _ShortText(
        _l("Question qui aide"),
        [InputRequired(_l("Écrivez la question qui aide à lire un scénario."))],
        description=_l(
            "Ce que l'on se demande en lisant : « Les générations apprennent-elles les unes des autres ? »"
        ),
    )
    level_0 = _french_level(_l("Ce que veut dire 0"))
    level_1 = _french_level(_l("Ce que veut dire 1"))
    level_2 = _french_level(_l("Ce que veut dire 2"))
    level_3 = _french_level(_l("Ce que veut dire 3"))
    name_en = LineField(_l("Nom en anglais"), [Optional()])
    help_en = _ShortText(_l("Question en anglais"), [Optional()])
    level_0_en = _english_level(_l("0 en anglais"))
    level_1_en = _english_level(_l("1 en anglais"))
    level_2_en = _english_level(_l("2 en anglais"))
    level_3_en = _english_level(_l("3 en anglais"))
    turn = HiddenField()

    def offer_axes(self) -> None:
        """Let one of the three axes be chosen, in the language of the reader."""
        self.axis.choices = choices_of(axis_choices())

    def fill_from(self, found: Criterion) -> None:
        """Show what a criterion says."""
        self.axis.data, self.turn.data = found.axis, str(found.turn)
        for ending, wording in (("", found.french), ("_en", found.english)):
            self[f"name{ending}"].data, self[f"help{ending}"].data = wording.name, wording.help
            for mark, level in enumerate(wording.levels):
                self[f"level_{mark}{ending}"].data = level

    @property
    def words(self) -> Words:
        """The criterion that was typed."""
        return Words(str(self.axis.data), self._wording("fr", ""), self._wording("en", "_en"))

    @property
    def turn_read(self) -> int:
        """Which state of its words was read; 0 when the field was tampered with."""
        return number_of(self.turn.data)

    def levels(self, ending: str = "") -> list[Field]:
        """The four fields of a language, in order."""
        return [self[f"level_{mark}{ending}"] for mark in MARKS]

    def _wording(self, language: str, ending: str) -> Wording:
        levels = tuple(field.data or "" for field in self.levels(ending))
        return Wording(language, self[f"name{ending}"].data or "", self[f"help{ending}"].data or "", levels)


class PublishForm(Form):
    """What the new version changes, in a sentence."""

    summary = LineField(
        _l("Ce qui change, et pourquoi"),
        [InputRequired(_l("Dites en une phrase ce qui change et pourquoi."))],
        description=_l(
            "Public, dans l'historique : « Un critère sur l'accueil, demandé par quatre territoires »."
        ),
    )
    number = HiddenField()
    turn = HiddenField()
