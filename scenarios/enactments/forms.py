"""The form of a retour: what somebody tells of a session, in three minutes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from scenarios.enactments.fields import MinutesField, ProposalsField, Row
from scenarios.enactments.service import Report
from scenarios.retold.dates import read_date
from scenarios.retold.model import Account, Played, Proposal
from scenarios.retold.reading import read_coordinates
from scenarios.retold.vocabulary import FOUNDATION_NAMES
from scenarios.script.durations import write_duration
from wiki.days import today
from wiki.db import now
from wiki.errors import Invalid
from wiki.pages import labels
from wiki.pages.forms import new_form_key, number_of
from wiki.pages.models import AUDIENCES
from wiki.territories.categories import LABELS
from wiki.web.forms import Form, LineField, choices_of

LONGEST_TEXT = 20_000
MOST_PEOPLE = 100_000
_EAST_OF_HERE = timedelta(hours=14)
"""Somewhere it is tomorrow already: the device that kept the form may be there."""
_TOO_LONG = _l("C'est trop long : %(max)d caractères au plus.")

FOUNDATION_LABELS = {
    "confiance": _l("Confiance"),
    "plaisir": _l("Plaisir"),
    "motivation": _l("Motivation"),
    "ecoute": _l("Écoute active"),
}
SCALE = {"1": _l("Pas vraiment"), "2": _l("Un peu"), "3": _l("Bien"), "4": _l("Pleinement")}


class _Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _number(value: Any) -> int:
    """The number that a choice stands for; 0 for none."""
    return number_of(str(value))


def _rating(foundation: str) -> RadioField:
    choices = [*SCALE.items(), ("", _l("Sans avis"))]
    return RadioField(FOUNDATION_LABELS[foundation], choices=choices_of(choices), default="")


def _word(foundation: str) -> LineField:
    label = _l("Un mot sur « %(foundation)s »", foundation=FOUNDATION_LABELS[foundation])
    return LineField(label, [Optional(), Length(max=200, message=_TOO_LONG)])


class ReportForm(Form):
    """A session told. One more thing than the day is needed, of whatever kind."""

    version = SelectField(_l("Quelle version ?"), coerce=_number, validate_choice=False)
    played_on = LineField(
        _l("Quand ?"), [InputRequired(_l("Dites quel jour c'était."))],
        description=_l("Par exemple 14/06/2026, « 14 juin » ou « hier »."),
    )  # fmt: skip
    place = LineField(
        _l("Où ?"), [Optional(), Length(max=200, message=_TOO_LONG)],
        description=_l("« Parvis de la gare » : ce que d'autres reconnaîtront."),
    )  # fmt: skip
    coordinates = LineField(
        _l("Coordonnées"), [Optional(), Length(max=60, message=_TOO_LONG)],
        description=_l("Latitude et longitude, pour la carte : 48.774, 2.009."),
    )  # fmt: skip
    territory = SelectField(_l("Dans quel territoire ?"), [Optional()], coerce=_number, validate_choice=False)
    headcount = IntegerField(
        _l("Combien de personnes ?"),
        [Optional(), NumberRange(1, MOST_PEOPLE, _l("Un nombre de 1 à %(max)s.", max=MOST_PEOPLE))],
    )
    categories = _Checkboxes(
        _l("Avec qui ?"), choices=choices_of((key.value, name) for key, name in LABELS.items())
    )
    lived = MinutesField(_l("Combien de temps chaque activité a-t-elle duré ?"))
    worked = TextAreaField(_l("Ce qui a marché"), [Optional(), Length(max=LONGEST_TEXT, message=_TOO_LONG)])
    change = TextAreaField(_l("À changer"), [Optional(), Length(max=LONGEST_TEXT, message=_TOO_LONG)])
    rating_confiance = _rating("confiance")
    word_confiance = _word("confiance")
    rating_plaisir = _rating("plaisir")
    word_plaisir = _word("plaisir")
    rating_motivation = _rating("motivation")
    word_motivation = _word("motivation")
    rating_ecoute = _rating("ecoute")
    word_ecoute = _word("ecoute")
    proposal_words = ProposalsField(_l("Que proposez-vous d'améliorer ?"))
    audience = RadioField(_l("Qui peut lire ce retour ?"), default="public")
    form_key = HiddenField()
    base = HiddenField()

    def __init__(
        self, *args: Any, audiences: Sequence[str] = AUDIENCES, territories: Sequence[Any] = (), **values: Any
    ) -> None:
        super().__init__(*args, **values)
        self.form_key.data = self.form_key.data or new_form_key()
        self.version.choices = []
        self.territory.choices = choices_of((str(place.id), place.name) for place in territories)
        self.audience.choices = choices_of((code, labels.AUDIENCES[code]) for code in audiences)

    @property
    def foundations(self) -> list[tuple[Any, Any]]:
        """The field of each rating and that of its word."""
        return [(self[f"rating_{code}"], self[f"word_{code}"]) for code in FOUNDATION_NAMES]

    @property
    def base_number(self) -> int:
        """The version of the retour that the form was filled from; 0 where that was tampered with."""
        return number_of(self.base.data)

    @property
    def day(self) -> date | None:
        """The day told; None when it cannot be read."""
        return read_date(self.played_on.data or "", today())

    def validate_played_on(self, field: LineField) -> None:
        """A day that was."""
        if self.day is None:
            raise ValidationError(_l("Ce n'est pas un jour. Écrivez par exemple 14/06/2026."))
        if self.day > (now() + _EAST_OF_HERE).date():
            raise ValidationError(_l("Ce jour n'est pas encore passé : racontez la séance une fois jouée."))

    def validate_coordinates(self, field: LineField) -> None:
        """A place on Earth."""
        if field.data and read_coordinates(field.data) is None:
            raise ValidationError(_l("Écrivez la latitude et la longitude, par exemple 48.774, 2.009."))

    def validate_lived(self, field: MinutesField) -> None:
        """Each a number of minutes."""
        wrong = [row.name for row in field.data if row.fault]
        if wrong:
            message = _l(
                "Écrivez des minutes (35) ou une durée (1 h 10) pour : %(names)s.", names=", ".join(wrong)
            )
            raise ValidationError(message)

    def report(self) -> Report:
        """What the form says.

        Raises:
            Invalid: by name of field, something cannot be read, or nothing is told.
        """
        self.require_valid()
        return Report(self.account(), self.audience.data or "", self.territory.data or None)

    def require_valid(self) -> None:
        """Refuse a form in which something cannot be read, or that tells nothing.

        Raises:
            Invalid: by name of field.
        """
        if not self.validate():
            raise Invalid({field.name: field.errors[0] for field in self if field.errors})
        if not says_something(self.account()):
            message = _l("Dites au moins une chose de la séance : une durée, un mot, ce qui a marché…")
            raise Invalid({"worked": message})

    def account(self) -> Account:
        """The session, as far as the form is readable."""
        ratings = {code: number_of(self[f"rating_{code}"].data) for code in FOUNDATION_NAMES}
        words = {code: self[f"word_{code}"].data or "" for code in FOUNDATION_NAMES}
        return Account(
            played=Played("", self.version.data or None),
            played_on=self.day,
            place=self.place.data or "",
            coordinates=read_coordinates(self.coordinates.data or ""),
            headcount=self.headcount.data,
            categories=tuple(key.value for key in LABELS if key.value in (self.categories.data or ())),
            minutes=self.lived.timings,
            worked=self.worked.data or "",
            change=self.change.data or "",
            ratings={code: rating for code, rating in ratings.items() if rating},
            words={code: said for code, said in words.items() if said},
            proposals=self.proposal_words.proposals,
        )


def says_something(account: Account) -> bool:
    """Whether an account tells more than when and where."""
    told = (account.minutes, account.worked.strip(), account.change.strip(), account.ratings, account.words)
    return any((*told, account.proposals))


def values_of(account: Account) -> dict[str, Any]:
    """What the fields hold of an account that was told before; its minutes stand beside activities, see `rows_of`."""
    return {
        "version": (account.played.version if account.played else None) or 0,
        "played_on": account.played_on.isoformat() if account.played_on else "",
        "place": account.place,
        "coordinates": ", ".join(map(str, account.coordinates)) if account.coordinates else "",
        "headcount": account.headcount,
        "categories": list(account.categories),
        "worked": account.worked,
        "change": account.change,
        "proposal_words": [_proposal_row(proposal) for proposal in account.proposals],
        **{f"rating_{code}": str(rating) for code, rating in account.ratings.items()},
        **{f"word_{code}": words for code, words in account.words.items()},
    }


def rows_of(planned: Sequence[tuple[str, int | None]], told: Sequence[Row]) -> list[Row]:
    """A row for each activity of a version, with what was told of it; what is told of others follows."""
    typed = {row.name: row for row in told}
    rows = [
        Row(title, write_duration(minutes) if minutes else "", *_typed(typed.pop(title, None)))
        for title, minutes in planned
    ]
    return [*rows, *(row for row in typed.values() if row.typed)]


def _typed(row: Row | None) -> tuple[str, str]:
    return (row.typed, row.fault) if row is not None else ("", "")


def _proposal_row(proposal: Proposal) -> Row:
    return Row(proposal.place, "", proposal.words)
