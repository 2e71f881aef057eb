"""What was said to answer needs, as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from scenarios.inventory.models import CONFIRMED, InventoryAnswer, InventoryItem
from scenarios.inventory.queries import (
    MOST_SHOWN,
    Item,
    PageMark,
    PlaceMark,
    as_items,
    by_ids,
    live_items,
    page_mark,
    place_mark,
)
from wiki.accounts.models import User
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.territories.models import Territory


@dataclass(frozen=True)
class Answer:
    """Something about which those who keep a need said whether it answers it."""

    id: int
    need_id: int
    verdict: str
    by: str
    page: PageMark | None = None
    place: PlaceMark | None = None
    item: Item | None = None

    @property
    def key(self) -> tuple[int | None, int | None]:
        """The page, or the item; as of a `Lead`."""
        return (self.page.id if self.page else None, self.item.id if self.item else None)


def answers_of(session: Session, actor: Actor, need_ids: Sequence[int]) -> dict[int, list[Answer]]:
    """What was said to answer some needs, or not to, as far as a person may see it, in the order it was said."""
    if not need_ids:
        return {}
    rows: Sequence[Row[*tuple[Any, ...]]] = session.execute(
        select(InventoryAnswer, Page, Territory, User.name, User.deleted_at)
        .outerjoin(Page, and_(Page.id == InventoryAnswer.page_id, visible_to(actor)))
        .outerjoin(Territory, Territory.id == Page.territory_id)
        .outerjoin(User, User.id == InventoryAnswer.author_id)
        .where(InventoryAnswer.need_id.in_(need_ids))
        .order_by(InventoryAnswer.id)
    ).all()
    items = by_ids(session, actor, [row[0].item_id for row in rows if row[0].item_id is not None])
    found: dict[int, list[Answer]] = {}
    for said, page, place, name, gone in rows:
        item_said = items.get(said.item_id or 0)
        if page is not None or item_said is not None:
            found.setdefault(said.need_id, []).append(
                Answer(
                    said.id, said.need_id, said.verdict, "" if gone else name or "",
                    page_mark(page, place) if page is not None else None,
                    place_mark(place) if place is not None else item_said.place if item_said else None,
                    item_said,
                )
            )  # fmt: skip
    return found


def needs_answered_by(session: Session, actor: Actor, item_id: int) -> list[Item]:
    """The needs that an item was confirmed to answer."""
    confirmed = select(InventoryAnswer.need_id).where(
        InventoryAnswer.item_id == item_id, InventoryAnswer.verdict == CONFIRMED
    )
    return as_items(session, live_items(actor).where(InventoryItem.id.in_(confirmed)).limit(MOST_SHOWN))
