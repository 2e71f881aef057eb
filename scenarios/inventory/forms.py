"""What people fill in of an inventory: a card, a reason, what a list is narrowed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from scenarios.inventory.cards import MOST_THEMES, Card
from scenarios.inventory.labels import AUDIENCES, KIND_CODES, KIND_NAMES, STATE_CODES
from scenarios.inventory.models import MAX_DETAILS, MAX_LINE, MAX_REASON, MAX_TEXT, NEED
from wiki.pages.forms import new_form_key
from wiki.territories.queries import TerritorySummary
from wiki.themes.queries import FamilyChoice
from wiki.web.forms import Form, LineField, choices_of

_TOO_LONG = _l("C'est trop long : %(max)d caractères au plus.")


class CardForm(Form):
    """A card; the view sets the themes and the people that one can choose."""

    kind = RadioField(_l("Sorte"), choices=choices_of(KIND_NAMES.items()), default=NEED)
    text = LineField(
        _l("En une phrase"),
        [
            InputRequired(_l("Écrivez en une phrase ce dont il s'agit.")),
            Length(max=MAX_TEXT, message=_TOO_LONG),
        ],
        description=_l(
            "« Isoler la salle des fêtes sans abîmer ses murs anciens », « Dix wattmètres en prêt »."
        ),
        render_kw={"maxlength": MAX_TEXT, "autocomplete": "off"},
    )
    details = TextAreaField(
        _l("Précisions"),
        [Optional(), Length(max=MAX_DETAILS, message=_TOO_LONG)],
        description=_l(
            "Ce qu'il faut savoir de plus. N'y mettez ni adresse ni numéro : on vous écrit par le site."
        ),
        render_kw={"rows": 4, "maxlength": MAX_DETAILS},
    )
    themes = SelectMultipleField(
        _l("Thèmes"), [Optional()], coerce=int, validate_choice=False, render_kw={"size": 6},
        description=_l("Cinq au plus."),
    )  # fmt: skip
    keeper = LineField(
        _l("Qui la tient"),
        [Optional(), Length(max=MAX_LINE, message=_TOO_LONG)],
        description=_l("Une personne, une association, un service."),
        render_kw={"maxlength": MAX_LINE, "autocomplete": "off"},
    )
    person = SelectField(
        _l("Qui répond aux demandes"), [Optional()], validate_choice=False,
        description=_l("Cette personne reçoit les messages ; son adresse n'est jamais montrée."),
    )  # fmt: skip
    availability = LineField(
        _l("Disponibilité"),
        [Optional(), Length(max=MAX_LINE, message=_TOO_LONG)],
        description=_l("Quand, comment, pour qui : « prêt de quinze jours, hors mois de juin »."),
        render_kw={"maxlength": MAX_LINE, "autocomplete": "off"},
    )
    until = DateField(
        _l("Jusqu'au"), [Optional()], description=_l("Après cette date, la fiche n'est plus proposée."),
    )  # fmt: skip
    audience = RadioField(_l("Qui peut la lire"), choices=choices_of(AUDIENCES.items()), default="public")
    form_key = HiddenField()
    seen = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.form_key.data = self.form_key.data or new_form_key()

    def offer(self, families: Sequence[FamilyChoice], people: Mapping[str, str]) -> None:
        """Fill the lists of themes and of people of the territory."""
        self.themes.choices = {
            family.name: [(theme.id, theme.name) for theme in family.themes] for family in families
        }
        self.person.choices = choices_of([("", _("Les personnes référentes du territoire")), *people.items()])

    def card(self) -> Card:
        """What was filled in."""
        return Card(
            kind=self.kind.data or "",
            text=self.text.data or "",
            details=self.details.data or "",
            theme_ids=tuple((self.themes.data or [])[: MOST_THEMES + 1]),
            keeper=self.keeper.data or "",
            person=self.person.data or "",
            availability=self.availability.data or "",
            until=self.until.data,
            audience=self.audience.data or "",
        )


class ReasonForm(Form):
    """Why an item is reported, or taken out."""

    reason = LineField(
        _l("Raison"), [InputRequired(_l("Dites en une phrase pourquoi.")), Length(max=MAX_REASON)],
        render_kw={"maxlength": MAX_REASON, "autocomplete": "off"},
    )  # fmt: skip


class AnswerForm(Form):
    """The address of a page, or of an item, that answers a need."""

    address = LineField(
        _l("Adresse de la page ou de la fiche"),
        [InputRequired(_l("Collez l'adresse d'une page de ce site.")), Length(max=500)],
        description=_l(
            "Copiez-la depuis la barre d'adresse : « /trappes/lire-le-climat… » ou « /inventaire/12 »."
        ),
        render_kw={"maxlength": 500, "autocomplete": "off"},
    )


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to, in the words of its address; what means nothing there narrows nothing."""

    kind: str = ""
    state: str = ""
    theme: str = ""
    region: str = ""
    territory: str = ""

    def address(self, **changes: str) -> dict[str, str]:
        """The arguments of the same address with some changes; empty ones are left out."""
        named = {
            "sorte": _code(KIND_CODES, self.kind),
            "etat": _code(STATE_CODES, self.state),
            "theme": self.theme,
            "region": self.region,
            "territoire": self.territory,
        }
        return {name: value for name, value in (named | changes).items() if value}

    @property
    def is_narrowed(self) -> bool:
        return any((self.kind, self.state, self.theme, self.region, self.territory))


def read_asked(
    arguments: Mapping[str, str], families: Sequence[FamilyChoice], places: Sequence[TerritorySummary] = ()
) -> Asked:
    """What an address asks for."""
    known = {family.slug for family in families} | {theme.slug for one in families for theme in one.themes}
    regions, slugs = {place.region for place in places}, {place.slug for place in places}
    return Asked(
        kind=KIND_CODES.get(arguments.get("sorte", ""), ""),
        state=STATE_CODES.get(arguments.get("etat", ""), ""),
        theme=_among(known, arguments.get("theme", "")),
        region=_among(regions, arguments.get("region", "")),
        territory=_among(slugs, arguments.get("territoire", "")),
    )


def theme_ids(families: Sequence[FamilyChoice], slug: str) -> tuple[int, ...]:
    """The themes of a family, or the one theme, of this address."""
    for family in families:
        if family.slug == slug:
            return tuple(theme.id for theme in family.themes)
        for theme in family.themes:
            if theme.slug == slug:
                return (theme.id,)
    return ()


def narrowed_to(
    asked: Asked, families: Sequence[FamilyChoice], places: Sequence[TerritorySummary] = ()
) -> list[str]:
    """The names of the theme, the region and the territory that a list is narrowed to."""
    themes = {theme.slug: theme.name for family in families for theme in family.themes}
    themes |= {family.slug: family.name for family in families}
    names = {place.slug: place.name for place in places}
    chosen = (themes.get(asked.theme), asked.region, names.get(asked.territory))
    return [name for name in chosen if name]


def _code(codes: Mapping[str, str], value: str) -> str:
    return next((code for code, known in codes.items() if known == value), "")


def _among(known: set[str], asked: str) -> str:
    return asked if asked in known else ""
