"""What people type about territories, their colleges and themselves in them."""

import re
from collections.abc import Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import TextArea

from wiki.territories.categories import LABELS
from wiki.territories.memberships import MAX_MESSAGE
from wiki.territories.models import CollegeSeat, Membership, Territory
from wiki.territories.service import MAX_SEAT, Seat, Sheet, sheet_of
from wiki.territories.states import ROLE_LABELS, STATE_LABELS
from wiki.web.forms import Form, LineField, choices_of

_needed = InputRequired(_l("À remplir."))
_COORDINATES = re.compile(r"(-?\d{1,3}(?:[.,]\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:[.,]\d+)?)")


class SheetForm(Form):
    """The identity sheet."""

    name = LineField(_l("Nom du territoire"), [_needed], render_kw={"maxlength": 120})
    region = LineField(_l("Région"), render_kw={"maxlength": 120, "list": "regions", "autocomplete": "off"})
    place = LineField(
        _l("Lieu"),
        description=_l("La ville, les communes, l'île, l'hôpital… et le département."),
        render_kw={"maxlength": 200},
    )
    project = LineField(
        _l("Projet"),
        description=_l("Ce à quoi le territoire travaille, en une ou deux phrases."),
        widget=TextArea(),
        render_kw={"maxlength": 500, "rows": 3},
    )
    coordinates = LineField(
        _l("Position sur la carte"),
        description=_l("Latitude puis longitude, par exemple 48,774 ; 2,009."),
        render_kw={"maxlength": 60},
    )
    state = SelectField(
        _l("État"),
        [_needed],
        choices=choices_of(STATE_LABELS.items()),
        description=_l("L'équipe nationale en décide."),
    )
    seen = HiddenField()

    def validate_coordinates(self, field: LineField) -> None:
        """Two numbers that name a place on earth, or nothing."""
        if field.data and _coordinates(field.data) is None:
            raise ValidationError(str(_l("Écrivez deux nombres, par exemple 48,774 ; 2,009.")))

    def sheet(self, state: str) -> Sheet:
        """What was typed; `state` where the form does not ask for one."""
        latitude, longitude = _coordinates(self.coordinates.data or "") or (None, None)
        return Sheet(
            name=self.name.data or "",
            region=self.region.data or "",
            place=self.place.data or "",
            project=self.project.data or "",
            state=self.state.data if "state" in self else state,
            latitude=latitude,
            longitude=longitude,
        )


class CreationForm(SheetForm):
    """A new territory, with its address."""

    slug = LineField(
        _l("Adresse"),
        description=_l(
            "Le mot qui suit le nom du site. Sans rien, il est fait du nom. Il ne change plus ensuite."
        ),
        render_kw={"maxlength": 80, "autocapitalize": "none", "spellcheck": "false"},
    )


class SeatForm(Form):
    """A seat of the college."""

    category = SelectField(_l("Catégorie"), [_needed], choices=choices_of(LABELS.items()))
    name = LineField(
        _l("Qui tient ce siège"),
        [_needed],
        description=_l("Une personne, une association, un service…"),
        render_kw={"maxlength": MAX_SEAT},
    )
    body = LineField(
        _l("Au nom de"),
        description=_l("L'organisme pour lequel cette personne siège."),
        render_kw={"maxlength": MAX_SEAT},
    )
    person_id = SelectField(
        _l("Compte sur ce site"),
        choices=[],
        coerce=lambda number: str(number or ""),
        default="",
        description=_l("Parmi les membres du territoire : son nom mène alors à son profil."),
    )
    is_steward = BooleanField(
        _l("Maître d'usage"), description=_l("Garant du projet territorial : mène la démarche sur place.")
    )
    contact = LineField(
        _l("Contact"),
        description=_l("Une adresse, un téléphone. Seuls le collège et l'équipe nationale le lisent."),
        render_kw={"maxlength": MAX_SEAT, "autocomplete": "off"},
    )

    def offer(self, members: Sequence[Membership], present: CollegeSeat | None = None) -> Self:
        """Offer the accounts of the territory's members, and the one that the seat names already."""
        people = {member.user.id: member.user.name for member in members}
        if present is not None and present.person is not None:
            people.setdefault(present.person.id, present.person.name)
        self.person_id.choices = choices_of(
            [("", _l("Aucun")), *((str(number), name) for number, name in people.items())]
        )
        return self

    def seat(self) -> Seat:
        """What was typed."""
        return Seat(
            category=self.category.data,
            name=self.name.data or "",
            body=self.body.data or "",
            person_id=int(self.person_id.data) if self.person_id.data else None,
            is_steward=bool(self.is_steward.data),
            contact=self.contact.data or "",
        )


class JoinForm(Form):
    """A request to be admitted."""

    message = LineField(
        _l("Quelques mots pour vous présenter"),
        description=_l("Ce que vous faites sur ce territoire, ce que vous aimeriez y partager."),
        widget=TextArea(),
        render_kw={"maxlength": MAX_MESSAGE, "rows": 4},
    )


class RoleForm(Form):
    """What somebody is in a territory."""

    role = SelectField(_l("Rôle"), [_needed])

    def offer(self, referent: bool) -> None:
        """Offer the roles that the person who looks at the page may give."""
        offered = {"referent": ROLE_LABELS["referent"]} if referent else {}
        for role in ("member", "ambassador"):
            offered[role] = ROLE_LABELS[role]
        self.role.choices = choices_of(offered.items())


class NamingForm(RoleForm):
    """Somebody whom the national team names."""

    handle = LineField(
        _l("Identifiant de la personne"),
        [_needed],
        description=_l("Il se lit sur son profil, après « /personnes/ »."),
        render_kw={"maxlength": 60, "autocapitalize": "none", "spellcheck": "false"},
    )


def filled_from(territory: Territory) -> dict[str, Any]:
    """The values of a sheet form for a territory as it stands."""
    sheet = sheet_of(territory)
    written = [
        str(number).replace(".", ",") for number in (sheet.latitude, sheet.longitude) if number is not None
    ]
    return {
        "name": sheet.name,
        "region": sheet.region,
        "place": sheet.place,
        "project": sheet.project,
        "state": sheet.state,
        "coordinates": " ; ".join(written),
        "seen": sheet.digest(),
    }


def _coordinates(text: str) -> tuple[float, float] | None:
    match = _COORDINATES.fullmatch(text)
    if match is None:
        return None
    latitude, longitude = (float(number.replace(",", ".")) for number in match.groups())
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
