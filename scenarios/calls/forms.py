"""A call as it is typed."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from scenarios.calls.models import LONGEST_ASKER, LONGEST_INTRODUCTION, LONGEST_TITLE, Call
from scenarios.calls.service import Wanted
from wiki.pages.forms import new_form_key, number_of
from wiki.themes.queries import FamilyChoice
from wiki.web.forms import Form, LineField

LONGEST_KEY = 40


def key_of(typed: str | None) -> str | None:
    """The key of a filled-in form; None for what is none of ours."""
    return typed if typed and len(typed) <= LONGEST_KEY and typed.isascii() and typed.isprintable() else None


class Day(DateField):
    """A day, as a browser's own field sends it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it; what is none is told in words of our own, and given back."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(self.gettext(_l("Une date s'écrit 2026-11-30 (année, mois, jour)."))) from None


class Themes(SelectMultipleField):
    """Themes to tick, by family."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CallForm(Form):
    """What a call says."""

    title = LineField(
        _l("Titre"),
        [InputRequired(_l("Donnez un titre à cet appel.")), Length(max=LONGEST_TITLE)],
        description=_l("Ce que vous cherchez, en peu de mots : « Apprendre avec l'eau »."),
        render_kw={"maxlength": LONGEST_TITLE},
    )
    introduction = TextAreaField(
        _l("Présentation"),
        [
            InputRequired(_l("Dites en quelques phrases ce que vous cherchez.")),
            Length(max=LONGEST_INTRODUCTION),
        ],
        description=_l(
            "Pourquoi cet appel, pour qui, ce qui se passe ensuite. En Markdown : titres, listes, liens."
        ),
        render_kw={"rows": 12, "maxlength": LONGEST_INTRODUCTION},
    )
    themes = Themes(
        _l("Thèmes"), coerce=int, description=_l("Les personnes qui suivent ces thèmes sont prévenues.")
    )
    opens_on = Day(_l("Premier jour"), [InputRequired(_l("Donnez le premier jour."))])
    closes_on = Day(
        _l("Dernier jour"), [InputRequired(_l("Donnez le dernier jour."))],
        description=_l("Compris : l'appel se clôt à minuit, heure de Paris."),
    )  # fmt: skip
    asked_by = LineField(
        _l("Qui appelle"),
        [Optional(), Length(max=LONGEST_ASKER)],
        description=_l("Par exemple : l'équipe nationale, avec le Pays de Fougères."),
        render_kw={"maxlength": LONGEST_ASKER},
    )
    version = HiddenField()
    form_key = HiddenField()

    def offer(self, families: Sequence[FamilyChoice]) -> None:
        """Offer the themes in use."""
        self.themes.choices = {
            family.name: [(theme.id, theme.name) for theme in family.themes]
            for family in families
            if family.themes
        }
        self.form_key.data = self.form_key.data or new_form_key()

    def show(self, call: Call) -> None:
        """Fill in what the call says now."""
        self.version.data = str(call.version)

    @property
    def read_version(self) -> int:
        """The version that was read; 0, which is none, when the field was tampered with."""
        return number_of(self.version.data)

    def wanted(self) -> Wanted:
        """What was filled in."""
        return Wanted(
            title=self.title.data or "",
            introduction=self.introduction.data or "",
            asked_by=self.asked_by.data or "",
            theme_ids=frozenset(self.themes.data or ()),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
        )


class ExtensionForm(Form):
    """A later last day."""

    closes_on = Day(
        _l("Nouveau dernier jour"),
        [InputRequired(_l("Donnez le nouveau dernier jour."))],
        description=_l("Compris : l'appel se clôt à minuit, heure de Paris."),
    )
