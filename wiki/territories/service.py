"""Make territories, keep their identity sheets and their local colleges."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.audit.service import record
from wiki.days import today
from wiki.errors import Conflict, Invalid
from wiki.events import emit
from wiki.permissions import Actor, Permission, require
from wiki.rendering.slugs import slugify
from wiki.territories.categories import ActorCategory
from wiki.territories.events import TerritoryChanged
from wiki.territories.models import NATIONAL, STATES, CollegeSeat, Membership, StateStep, Territory

_LIMITS = {"name": 120, "region": 120, "place": 200, "project": 500}
MAX_SEAT = 200


@dataclass(frozen=True)
class Sheet:
    """The identity sheet of a territory, without its people."""

    name: str
    region: str = ""
    place: str = ""
    project: str = ""
    state: str = "vivier"
    latitude: float | None = None
    longitude: float | None = None

    def digest(self) -> str:
        """Differs as soon as the sheet does; sent with the form to notice that somebody else was faster."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Seat:
    """What a seat of a college says; see `CollegeSeat` for what each value means."""

    category: str
    name: str
    body: str = ""
    person_id: int | None = None
    is_steward: bool = False
    contact: str = ""


def sheet_of(territory: Territory) -> Sheet:
    """The sheet as it stands."""
    return Sheet(**{item.name: getattr(territory, item.name) for item in fields(Sheet)})


# Territories and their sheets


def ensure_national(session: Session) -> None:
    """Give a wiki the space where the national team writes."""
    if session.scalar(select(Territory.id).where(Territory.slug == NATIONAL)) is None:
        session.add(Territory(slug=NATIONAL, name="National"))
        session.flush()


def create(
    session: Session, actor: Actor, sheet: Sheet, slug: str = "", reserved: Collection[str] = frozenset()
) -> Territory:
    """Make a territory.

    Args:
        slug: the first word of its addresses; made from the name when empty.
        reserved: first words of addresses that mean something else on this site.

    Raises:
        Forbidden: the actor is not of the national team.
        Invalid: the sheet cannot be used, or its name or address is taken.
    """
    require(actor, Permission.TERRITORY_CREATE)
    slug = slugify(slug or sheet.name)
    errors = _sheet_errors(sheet) | _slug_errors(session, slug, reserved) | _name_errors(session, sheet)
    if errors:
        raise Invalid(errors)
    territory = Territory(slug=slug, **asdict(sheet))
    session.add(territory)
    session.flush()
    _note_state(session, actor, territory)
    record(session, actor, "territory.created", kind="territory", thing_id=territory.id, name=territory.slug)
    return territory


def update_sheet(
    session: Session, actor: Actor, territory: Territory, sheet: Sheet, seen: str | None = None
) -> None:
    """Change the identity sheet.

    Args:
        seen: digest of the sheet that the person started from; None does not look.

    Raises:
        Forbidden: the actor does not look after the territory, or changes a state without deciding about it.
        Invalid: the sheet cannot be used, or somebody else changed it meanwhile.
    """
    require(actor, Permission.TERRITORY_EDIT, territory)
    lock(session, territory)
    if sheet.state != territory.state:
        require(actor, Permission.TERRITORY_STATE, territory)
    errors = _sheet_errors(sheet) | _name_errors(session, sheet, territory)
    if errors:
        raise Invalid(errors)
    present = sheet_of(territory)
    if seen not in (None, present.digest()) and sheet != present:
        raise Invalid(_differences(sheet, present))
    former = territory.state
    for name, value in asdict(sheet).items():
        setattr(territory, name, value)
    if sheet.state != former:
        record(session, actor, "territory.state_changed", kind="territory", thing_id=territory.id,
               name=territory.slug, former=former, now=sheet.state)  # fmt: skip
        _note_state(session, actor, territory)
    emit(session, TerritoryChanged(territory.id))


def _note_state(session: Session, actor: Actor, territory: Territory) -> None:
    """Keep since when the territory has its state; who decided it, and why, can be written later."""
    session.add(
        StateStep(
            territory_id=territory.id, state=territory.state, decided_on=today(), author_id=actor.user_id
        )
    )


def _sheet_errors(sheet: Sheet) -> dict[str, Any]:
    errors: dict[str, Any] = {
        name: _l("C'est trop long : %(limit)s caractères au plus.", limit=limit)
        for name, limit in _LIMITS.items()
        if len(getattr(sheet, name)) > limit
    }
    if not sheet.name:
        errors["name"] = _l("Écrivez le nom du territoire.")
    if sheet.state not in STATES:
        errors["state"] = _l("Choisissez un état de la liste.")
    return errors


def _slug_errors(session: Session, slug: str, reserved: Collection[str]) -> dict[str, Any]:
    if not slug:
        return {"slug": _l("Il faut au moins une lettre ou un chiffre pour faire une adresse.")}
    if slug in reserved:
        return {
            "slug": _l("« %(slug)s » mène déjà à une page du site : choisissez une autre adresse.", slug=slug)
        }
    if session.scalar(select(Territory.id).where(Territory.slug == slug)) is not None:
        return {"slug": _l("Un autre territoire a déjà l'adresse « %(slug)s ».", slug=slug)}
    return {}


def _name_errors(session: Session, sheet: Sheet, territory: Territory | None = None) -> dict[str, Any]:
    owner = session.scalar(select(Territory.id).where(Territory.name == sheet.name))
    if owner is None or (territory is not None and owner == territory.id):
        return {}
    return {"name": _l("Un autre territoire porte déjà ce nom.")}


def _differences(sheet: Sheet, present: Sheet) -> dict[str, Any]:
    """What somebody else wrote meanwhile, beside each field that says otherwise."""
    errors: dict[str, Any] = {
        "": _l(
            "La fiche a changé pendant que vous écriviez. Votre texte est gardé ci-dessous : comparez, puis "
            "enregistrez de nouveau."
        )
    }
    for name in (*_LIMITS, "state"):
        if getattr(sheet, name) != getattr(present, name):
            errors[name] = _l(
                "Entre-temps, quelqu'un a écrit : « %(text)s ».", text=getattr(present, name) or "…"
            )
    return errors


# The local college


def add_seat(session: Session, actor: Actor, territory: Territory, new: Seat) -> CollegeSeat:
    """Give somebody a seat, the last one of its category.

    Raises:
        Forbidden: the actor does not look after the territory.
        Invalid: no such category, the name cannot be used, or the account is not of this territory.
    """
    require(actor, Permission.TERRITORY_EDIT, territory)
    _check_seat(session, territory, new)
    lock(session, territory)
    last = session.scalar(
        select(func.max(CollegeSeat.position)).where(CollegeSeat.territory_id == territory.id)
    )
    seat = CollegeSeat(**asdict(new), position=0 if last is None else last + 1)
    territory.college.append(seat)
    session.flush()
    return seat


def change_seat(session: Session, actor: Actor, territory: Territory, seat_id: int, new: Seat) -> None:
    """Write a seat anew.

    Raises:
        Forbidden: the actor does not look after the territory.
        Conflict: the seat is gone.
        Invalid: no such category, the name cannot be used, or the account is not of this territory.
    """
    require(actor, Permission.TERRITORY_EDIT, territory)
    seat = _seat(session, territory, seat_id)
    _check_seat(session, territory, new, seat.person_id)
    for name, value in asdict(new).items():
        setattr(seat, name, value)


def move_seat(session: Session, actor: Actor, territory: Territory, seat_id: int, step: int) -> None:
    """Move a seat one place up (-1) or down (1) among those of its category; at the end it stays.

    Raises:
        Forbidden: the actor does not look after the territory.
        Conflict: the seat is gone.
    """
    require(actor, Permission.TERRITORY_EDIT, territory)
    seat = _seat(session, territory, seat_id)
    seats = list(territory.college)
    same = [other for other in seats if other.category == seat.category]
    place = same.index(seat) + step
    if 0 <= place < len(same):
        here, there = seats.index(seat), seats.index(same[place])
        seats[here], seats[there] = seats[there], seats[here]
    for position, each in enumerate(seats):
        each.position = position


def remove_seat(session: Session, actor: Actor, territory: Territory, seat_id: int) -> None:
    """Take a seat away; one that is gone already stays so.

    Raises:
        Forbidden: the actor does not look after the territory.
    """
    require(actor, Permission.TERRITORY_EDIT, territory)
    lock(session, territory)
    territory.college[:] = [seat for seat in territory.college if seat.id != seat_id]


def _seat(session: Session, territory: Territory, seat_id: int) -> CollegeSeat:
    lock(session, territory)
    found = next((seat for seat in territory.college if seat.id == seat_id), None)
    if found is None:
        raise Conflict
    return found


def forget_the_gone(session: Session) -> None:
    """Forget those whose account was deleted: the body they sat for keeps the seat, else it is free."""
    gone = select(User.id).where(User.deleted_at.is_not(None))
    for seat in session.scalars(select(CollegeSeat).where(CollegeSeat.person_id.in_(gone))):
        if not seat.body:
            session.delete(seat)
        else:
            seat.name, seat.body, seat.contact, seat.person_id = seat.body, "", "", None


def _check_seat(session: Session, territory: Territory, seat: Seat, present_id: int | None = None) -> None:
    errors: dict[str, Any] = {
        name: _l("C'est trop long : %(limit)s caractères au plus.", limit=MAX_SEAT)
        for name in ("name", "body", "contact")
        if len(getattr(seat, name)) > MAX_SEAT
    }
    if seat.category not in list(ActorCategory):
        errors["category"] = _l("Choisissez une catégorie de la liste.")
    if not seat.name:
        errors["name"] = _l("Écrivez qui tient ce siège : une personne, une association, un service…")
    if seat.person_id not in (None, present_id) and not _is_admitted(session, territory, seat.person_id):
        errors["person_id"] = _l("Choisissez une personne de la liste.")
    if errors:
        raise Invalid(errors)


def _is_admitted(session: Session, territory: Territory, user_id: int | None) -> bool:
    found = select(Membership.id).where(
        Membership.territory_id == territory.id,
        Membership.user_id == user_id,
        Membership.admitted_at.is_not(None),
    )
    return session.scalar(found) is not None


def lock(session: Session, territory: Territory) -> None:
    """Wait for whoever changes this territory or its people now, and see what they did."""
    session.refresh(territory, with_for_update=True)
    session.expire(territory, ["college"])
