"""Which items a person may know of, and how each of them stands, as conditions of a query.

They are about `InventoryItem` joined (outer) to the page that it was read out of, `Page`.
"""

from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, and_, case, exists, literal, or_, select
from sqlalchemy.orm import aliased

from scenarios.inventory.models import (
    ANSWERED,
    CLOSED,
    CONFIRMED,
    NEED,
    OPEN,
    InventoryAnswer,
    InventoryItem,
)
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor

ANSWERING = ("scenario", "tool", "approach")
"""Kinds of pages that answer the needs that they state themselves; the others only say that there is one."""


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Items that stand in an inventory, and that a person may read."""
    return and_(InventoryItem.removed_at.is_(None), readable_by(actor))


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Items that a person may read, be they removed or not."""
    card = and_(InventoryItem.page_id.is_(None), visible_to(actor, InventoryItem))
    return or_(card, and_(InventoryItem.page_id.is_not(None), visible_to(actor)))


def state_for(actor: Actor, today: date) -> ColumnElement[str]:
    """How an item stands for a person: closed, answered by something that they may read, or open.

    Nothing has to be kept in step: what is confirmed, undone, hidden or deleted tells by itself.
    """
    is_over = or_(InventoryItem.state == CLOSED, InventoryItem.until < today)
    return case(
        (is_over, literal(CLOSED)),
        (or_(InventoryItem.state == ANSWERED, answers_itself(), _is_answered_for(actor)), literal(ANSWERED)),
        else_=literal(OPEN),
    )


def answers_itself() -> ColumnElement[bool]:
    """A need that the page that states it answers: a scenario says which needs it was written for."""
    return and_(InventoryItem.kind == NEED, Page.kind.in_(ANSWERING))


@cache
def _answering() -> tuple[type[Page], type[InventoryItem], type[Page]]:
    """A page that answers, an item that does, and the page of that item.

    Made once: naming their columns anew was a third of what a page of the inventory costs.
    """
    return aliased(Page), aliased(InventoryItem), aliased(Page)


def _is_answered_for(actor: Actor) -> ColumnElement[bool]:
    """Somebody confirmed an answer that this person may read."""
    page, item, its_page = _answering()
    card = and_(item.page_id.is_(None), visible_to(actor, item))
    said = and_(item.page_id.is_not(None), visible_to(actor, its_page))
    return exists(
        select(InventoryAnswer.id)
        .outerjoin(page, page.id == InventoryAnswer.page_id)
        .outerjoin(item, item.id == InventoryAnswer.item_id)
        .outerjoin(its_page, its_page.id == item.page_id)
        .where(
            InventoryAnswer.need_id == InventoryItem.id,
            InventoryAnswer.verdict == CONFIRMED,
            or_(
                and_(InventoryAnswer.page_id.is_not(None), visible_to(actor, page)),
                and_(item.removed_at.is_(None), or_(card, said)),
            ),
        )
        .correlate(InventoryItem)
    )
