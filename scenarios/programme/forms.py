"""What people type about a territory's programme, one thing at a time."""

from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import TextArea

from scenarios.programme import entries
from scenarios.programme.labels import SOURCES, ZONES
from scenarios.programme.models import MAX_LINK, MAX_PLACE, MAX_TITLE, MAX_WORDS
from scenarios.programme.money import read_cents, written
from wiki.days import today
from wiki.pages.forms import new_form_key
from wiki.territories.states import STATE_LABELS
from wiki.web.forms import Form, LineField, choices_of

_needed = InputRequired(_l("À remplir."))
_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
_HOURS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M"]
"""As browsers send them, and as people write them where a browser offers no calendar."""


class OneLineField(LineField):
    """A line, even where several were sent."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = " ".join((self.data or "").split())


class AmountField(StringField):
    """Euros, as people write them; `data` is in cents."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: Any = read_cents(valuelist[0]) if valuelist else None
        if self.data is None:
            raise ValueError(str(_l("Écrivez un montant en euros, par exemple 12 500 ou 480,50.")))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return written(self.data) if self.data is not None else ""


class PathField(LineField):
    """The address of a page of this site, whole or without the name of the site; `data` is its path."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        try:
            parts = urlsplit(self.data or "").path.strip("/").split("/")
        except ValueError:
            parts = [""]
        self.data = "/".join(parts[:2])


def _words(label: Any, help_text: Any = "", limit: int = MAX_WORDS) -> LineField:
    return LineField(
        label, description=help_text, widget=TextArea(), render_kw={"maxlength": limit, "rows": 3}
    )


def _day(label: Any, *validators: Any, help_text: Any = "") -> DateField:
    return DateField(label, validators, format=_DAYS, description=help_text)


class EntryForm(Form):
    """One thing of a programme; `seen` marks what the person started from."""

    seen = HiddenField()
    form_key = HiddenField()

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.form_key.data = self.form_key.data or new_form_key()

    @property
    def shown(self) -> list[Any]:
        """The fields that people fill in."""
        return [field for field in self if field.name not in ("seen", "form_key")]

    def entry(self) -> entries.Entry:
        """What was typed, once the form is valid; each form says as which entry."""
        raise NotImplementedError

    def _values(self) -> dict[str, Any]:
        return {field.name: field.data for field in self.shown}


class BudgetForm(EntryForm):
    """A line of the budget."""

    year = IntegerField(_l("Année"), [_needed], render_kw={"inputmode": "numeric"})
    label = OneLineField(
        _l("Intitulé"),
        [_needed],
        description=_l(
            "Ce que c'est, par exemple « Cotisations des familles » ou « Subvention de la commune »."
        ),
        render_kw={"maxlength": MAX_TITLE},
    )
    cents = AmountField(
        _l("Montant en euros"),
        [_needed],
        description=_l("Pour un apport en nature (une salle, des heures), ce qu'il vaut."),
        render_kw={"inputmode": "decimal", "maxlength": 20},
    )
    source = SelectField(_l("Origine"), [_needed], choices=choices_of(SOURCES.items()))

    def entry(self) -> entries.Entry:
        return entries.BudgetEntry(**self._values())


class SponsorForm(EntryForm):
    """A person or body of *La Ruche de l'Apprenance*."""

    name = OneLineField(
        _l("Nom"),
        [_needed],
        description=_l("Une personne ou un organisme."),
        render_kw={"maxlength": MAX_TITLE},
    )
    quality = OneLineField(
        _l("En quelle qualité"),
        description=_l("Par exemple « navigatrice », « directeur du musée de Bretagne »."),
        render_kw={"maxlength": MAX_TITLE},
    )
    words = _words(_l("Mots de parrainage"), _l("Ce que cette personne dit du projet, avec son accord."))
    link = OneLineField(
        _l("Lien"),
        render_kw={"maxlength": MAX_LINK, "type": "url", "inputmode": "url", "placeholder": "https://"},
    )
    since_year = IntegerField(_l("Depuis l'année"), [Optional()], render_kw={"inputmode": "numeric"})

    def entry(self) -> entries.Entry:
        return entries.SponsorEntry(**self._values())


class MilestoneForm(EntryForm):
    """A step of the project."""

    title = OneLineField(_l("Jalon"), [_needed], render_kw={"maxlength": MAX_TITLE})
    starts_on = _day(_l("Date"), _needed, help_text=_l("Le jour prévu, ou le premier jour."))
    ends_on = _day(_l("Dernier jour"), Optional(), help_text=_l("Si cela dure plusieurs jours."))
    is_done = BooleanField(_l("C'est fait"))
    is_public = BooleanField(
        _l("Tout le monde peut le lire"),
        description=_l("Sinon, seuls le collège et l'équipe nationale le lisent."),
        default=True,
    )
    words = _words(_l("En quelques mots"))

    def entry(self) -> entries.Entry:
        return entries.MilestoneEntry(**self._values())


class EventForm(EntryForm):
    """A meeting."""

    title = OneLineField(_l("Événement"), [_needed], render_kw={"maxlength": MAX_TITLE})
    starts_on = _day(_l("Date"), _needed)
    starts_at = TimeField(
        _l("Heure de début"),
        [Optional()],
        format=_HOURS,
        description=_l("Sans heure, il dure toute la journée."),
    )
    ends_on = _day(_l("Dernier jour"), Optional(), help_text=_l("S'il dure plusieurs jours."))
    ends_at = TimeField(_l("Heure de fin"), [Optional()], format=_HOURS)
    zone = SelectField(
        _l("Fuseau horaire"), [_needed], choices=choices_of(ZONES.items()), default="Europe/Paris"
    )
    place = OneLineField(_l("Lieu"), render_kw={"maxlength": MAX_PLACE})
    words = _words(_l("Description"))
    page = PathField(
        _l("Scénario joué ce jour-là"),
        description=_l("Choisissez dans la liste, ou collez l'adresse de sa page."),
        render_kw={"maxlength": MAX_LINK, "list": "scenarios", "autocomplete": "off"},
    )
    is_public = BooleanField(
        _l("Tout le monde peut le lire"),
        description=_l("Sinon, seuls le collège et l'équipe nationale le lisent."),
        default=True,
    )

    def entry(self) -> entries.Entry:
        return entries.EventEntry(**self._values())


class StepForm(EntryForm):
    """A decision of the national team."""

    state = SelectField(_l("État"), [_needed], choices=choices_of(STATE_LABELS.items()))
    decided_on = _day(_l("Décidé le"), Optional(), help_text=_l("Laissez vide si personne ne le sait plus."))
    body = OneLineField(
        _l("Qui l'a décidé"),
        description=_l("Par exemple « équipe nationale », « comité du 12 mars »."),
        render_kw={"maxlength": 200},
    )
    words = _words(_l("Pourquoi"), limit=500)

    def entry(self) -> entries.Entry:
        return entries.StepEntry(**self._values())


FORMS: dict[type[entries.Entry], type[EntryForm]] = {
    entries.BudgetEntry: BudgetForm,
    entries.MilestoneEntry: MilestoneForm,
    entries.EventEntry: EventForm,
    entries.SponsorEntry: SponsorForm,
    entries.StepEntry: StepForm,
}


def beginning(kind: type[entries.Entry]) -> dict[str, Any]:
    """What a new form says already."""
    if kind is entries.BudgetEntry:
        return {"year": today().year}
    return {"decided_on": today()} if kind is entries.StepEntry else {}


def filled_from(entry: entries.Entry) -> dict[str, Any]:
    """The values of a form for an entry as it stands."""
    return {**vars(entry), "seen": entry.digest()}
