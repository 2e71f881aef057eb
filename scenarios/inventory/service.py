"""Add cards, change them, say how they stand, take them back and put them back. Nothing that was said is lost."""

import hashlib
from dataclasses import asdict

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.inventory.cards import Card, as_card, check, fill, person_id, tidied
from scenarios.inventory.heads import folded
from scenarios.inventory.models import (
    ADDED,
    ANSWERED,
    CHANGED,
    NEED,
    REMOVED,
    RETURNED,
    STATED,
    STATES,
    InventoryChange,
    InventoryItem,
)
from scenarios.inventory.queries import item_row
from scenarios.inventory.terms import keep_terms
from wiki.db import now
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages.guards import check_guards
from wiki.pages.posting import form_mark
from wiki.permissions import Actor, Permission, require
from wiki.territories.models import Territory

MOST_CARDS = 1_000
"""Cards of one territory: enough for any, and an end to a program that adds them."""


def add(session: Session, actor: Actor, territory_id: int, card: Card, form_key: str = "") -> InventoryItem:
    """Add a card to a territory's inventory; the same form twice adds one.

    Raises:
        NotFound: there is no such territory.
        Forbidden: the actor does not keep its inventory.
        Invalid: the card cannot be used; messages by field.
    """
    place = session.get(Territory, territory_id, with_for_update=True)
    if place is None or place.is_national:
        raise NotFound
    require(actor, Permission.INVENTORY_KEEP, place)
    mark = form_mark(actor, form_key, place.id, asdict(card))
    before = session.scalar(select(InventoryItem).where(InventoryItem.form_key == mark)) if mark else None
    if before is not None:
        return before
    card = _checked(session, actor, "", card)
    _refuse_too_many(session, place)
    person = person_id(session, card, place.id)
    item = InventoryItem(
        territory=place, territory_id=place.id, key=folded(card.text), author_id=actor.user_id, form_key=mark,
        kind=card.kind, text=card.text,
    )  # fmt: skip
    session.add(item)
    fill(session, item, card, person)
    keep_terms(session, [item])
    _remember(session, actor, item, ADDED)
    return item


def change(session: Session, actor: Actor, item_id: int, card: Card, seen: str) -> InventoryItem:
    """Write a card anew; what it said stays in its history.

    Args:
        seen: the mark (`mark_of`) of the card that the person started from.

    Raises:
        NotFound: there is no such card for this person.
        Forbidden: the actor does not keep its inventory, or a page says it.
        Conflict: somebody else changed it meanwhile.
        Invalid: the card cannot be used; messages by field.
    """
    item = _kept(session, actor, item_id)
    if not item.is_card:
        raise Forbidden
    present = as_card(item)
    card = _checked(session, actor, present.text, card)
    if card == present:
        return item
    if seen != mark_of(item):
        raise Conflict
    former = _said(item)
    fill(session, item, card, person_id(session, card, item.territory_id))
    item.key = folded(card.text)
    keep_terms(session, [item])
    _remember(session, actor, item, CHANGED, former)
    return item


def set_state(session: Session, actor: Actor, item_id: int, state: str) -> InventoryItem:
    """Say that an item is open, closed, or (a need) answered by something that is written nowhere here.

    Raises:
        NotFound, Forbidden: as for `change`; items of pages have a state, too.
        Invalid: there is no such state.
    """
    item = _kept(session, actor, item_id)
    if state not in STATES or (state == ANSWERED and item.kind != NEED):
        raise Invalid({"state": _l("Choisissez un état de la liste.")})
    if item.state != state:
        former = {"state": item.state}
        item.state, item.changed_at = state, now()
        _remember(session, actor, item, STATED, former)
    return item


def remove(session: Session, actor: Actor, item_id: int) -> InventoryItem:
    """Take a card back; its row stays, and it can be put back.

    Raises:
        NotFound, Forbidden: as for `change`.
    """
    item = _kept(session, actor, item_id, removed=True)
    if not item.is_card:
        raise Forbidden
    if not item.is_removed:
        item.removed_at = now()
        _remember(session, actor, item, REMOVED)
    return item


def put_back(session: Session, actor: Actor, item_id: int) -> InventoryItem:
    """Undo `remove`; what was taken out by those in charge stays out.

    Raises:
        NotFound, Forbidden: as for `change`.
    """
    item = _kept(session, actor, item_id, removed=True)
    if not item.is_card or item.taken_out_for:
        raise Forbidden
    if item.is_removed:
        item.removed_at = None
        _remember(session, actor, item, RETURNED)
    return item


def mark_of(item: InventoryItem) -> str:
    """Differs as soon as a card does; sent with its form to notice that somebody else was faster."""
    return hashlib.blake2b(repr(as_card(item)).encode(), digest_size=8).hexdigest()


def _kept(session: Session, actor: Actor, item_id: int, *, removed: bool = False) -> InventoryItem:
    item = item_row(session, actor, item_id, lock=True, removed=removed)
    require(actor, Permission.INVENTORY_KEEP, item.territory)
    return item


def _checked(session: Session, actor: Actor, before: str, card: Card) -> Card:
    card = tidied(card)
    check(card)
    check_guards(session, actor, before, "\n".join((card.text, card.details, card.keeper)))
    return card


def _refuse_too_many(session: Session, place: Territory) -> None:
    cards = select(func.count()).where(
        InventoryItem.territory_id == place.id, InventoryItem.page_id.is_(None)
    )
    if (session.scalar(cards) or 0) >= MOST_CARDS:
        raise Invalid({"": _l("L'inventaire est plein : fermez ou retirez d'abord ce qui ne sert plus.")})


def _said(item: InventoryItem) -> dict[str, str]:
    """The words of a card, as its history keeps them."""
    card = as_card(item)
    told = {"kind": card.kind, "text": card.text, "details": card.details, "keeper": card.keeper,
            "availability": card.availability, "until": card.until.isoformat() if card.until else ""}  # fmt: skip
    return {name: value for name, value in told.items() if value}


def _remember(
    session: Session, actor: Actor, item: InventoryItem, act: str, former: dict[str, str] | None = None
) -> None:
    session.flush()
    session.add(InventoryChange(item_id=item.id, author_id=actor.user_id, act=act, former=former or {}))
