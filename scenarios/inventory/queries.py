"""Reads of inventories, each filtered by who asks: what one may not see is not listed, not counted, not matched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from scenarios.inventory.conditions import answers_itself, readable_by, seen_by, state_for
from scenarios.inventory.models import (
    CLOSED,
    KINDS,
    NEED,
    OPEN,
    InventoryChange,
    InventoryItem,
    InventoryItemTheme,
)
from wiki.accounts.models import User
from wiki.days import today
from wiki.errors import NotFound
from wiki.pages import queries as pages
from wiki.pages.models import Page, PageTheme
from wiki.pages.queries import ThemeMark
from wiki.permissions import Actor, Permission, require
from wiki.territories.models import Membership, Territory
from wiki.themes.models import Theme, ThemeFamily

MOST_SHOWN = 200
"""Items that a territory's page lists at once; more of a kind are paged."""
MOST_PEOPLE = 300


@dataclass(frozen=True)
class PlaceMark:
    """A territory as an item names it."""

    id: int
    slug: str
    name: str
    region: str


@dataclass(frozen=True)
class PageMark:
    """A page as an item or an answer names it."""

    id: int
    path: str
    title: str
    kind: str


@dataclass(frozen=True)
class Item:
    """An item as lists show it; `state` is how it stands for who asks, `page` whose head says it."""

    id: int
    kind: str
    text: str
    state: str
    place: PlaceMark
    page: PageMark | None = None
    details: str = ""
    keeper: str = ""
    availability: str = ""
    until: date | None = None
    themes: tuple[ThemeMark, ...] = ()
    answers_itself: bool = False

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/inventaire/{self.id}"

    @property
    def is_card(self) -> bool:
        return self.page is None


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to; an empty value narrows nothing."""

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    territory_ids: tuple[int, ...] | None = None
    region: str = ""
    theme_ids: tuple[int, ...] = ()


def needs_open(session: Session, actor: Actor, territory_ids: Sequence[int] | None = None) -> dict[int, int]:
    """How many needs of each territory wait for an answer: territory → number; none where there are none."""
    query = _counting(actor, Narrowed((NEED,), (OPEN,), _ids(territory_ids)), InventoryItem.territory_id)
    return {row[0]: row[1] for row in session.execute(query)}


def counts(
    session: Session, actor: Actor, territory_ids: Sequence[int] | None = None
) -> dict[int, dict[str, int]]:
    """How many items of each kind stand in the inventories: territory → kind → number; closed ones are left out."""
    found: dict[int, dict[str, int]] = {}
    open_or_answered = Narrowed(states=(OPEN, "answered"), territory_ids=_ids(territory_ids))
    query = _counting(actor, open_or_answered, InventoryItem.territory_id, InventoryItem.kind)
    for territory_id, kind, number in session.execute(query):
        found.setdefault(territory_id, dict.fromkeys(KINDS, 0))[kind] = number
    return found


def unanswered(
    session: Session,
    actor: Actor,
    territory_ids: Sequence[int] | None = None,
    *,
    before: int | None = None,
    limit: int = 20,
) -> list[Item]:
    """Needs that nothing answers yet, the latest first, below a number."""
    wanted = Narrowed((NEED,), (OPEN,), _ids(territory_ids))
    return listed(session, actor, wanted, before=before, limit=limit)


def listed(
    session: Session, actor: Actor, wanted: Narrowed, *, before: int | None = None, limit: int = 20
) -> list[Item]:
    """Items, the latest first, below a number."""
    query = _narrowed(_items(actor), actor, wanted).order_by(InventoryItem.id.desc()).limit(limit)
    if before is not None:
        query = query.where(InventoryItem.id < before)
    return as_items(session, query)


def _ids(territory_ids: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if territory_ids is None else tuple(territory_ids)


def live_items(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Items that a person may see and that are not closed, for `as_items`."""
    return _items(actor).where(state_for(actor, today()) != CLOSED)


def _items(actor: Actor, seen: ColumnElement[bool] | None = None) -> Select[*tuple[Any, ...]]:
    state = state_for(actor, today()).label("state")
    return (
        select(InventoryItem, state, answers_itself(), Territory, Page)
        .join(Territory, Territory.id == InventoryItem.territory_id)
        .outerjoin(Page, Page.id == InventoryItem.page_id)
        .where(seen_by(actor) if seen is None else seen)
    )


def _counting(actor: Actor, wanted: Narrowed, *columns: Any) -> Select[*tuple[Any, ...]]:
    query = (
        select(*columns, func.count())
        .select_from(InventoryItem)
        .join(Territory, Territory.id == InventoryItem.territory_id)
        .outerjoin(Page, Page.id == InventoryItem.page_id)
        .where(seen_by(actor))
        .group_by(*columns)
    )
    return _narrowed(query, actor, wanted)


def _narrowed(query: Select[*tuple[Any, ...]], actor: Actor, wanted: Narrowed) -> Select[*tuple[Any, ...]]:
    if wanted.kinds:
        query = query.where(InventoryItem.kind.in_(wanted.kinds))
    if wanted.states:
        query = query.where(state_for(actor, today()).in_(wanted.states))
    if wanted.territory_ids is not None:
        query = query.where(InventoryItem.territory_id.in_(wanted.territory_ids))
    if wanted.region:
        query = query.where(Territory.region == wanted.region)
    if wanted.theme_ids:
        query = query.where(about(wanted.theme_ids))
    return query


def about(theme_ids: Sequence[int]) -> ColumnElement[bool]:
    """Items about one of some themes: cards by themselves, the others by their pages.

    A card keeps the theme that it was given; where that was merged into another since, it is about the other.
    """
    cards = (
        select(InventoryItemTheme.item_id)
        .join(Theme, Theme.id == InventoryItemTheme.theme_id)
        .where(func.coalesce(Theme.merged_into_id, Theme.id).in_(theme_ids))
    )
    of_pages = select(PageTheme.page_id).where(PageTheme.theme_id.in_(theme_ids))
    return or_(InventoryItem.id.in_(cards), InventoryItem.page_id.in_(of_pages))


def as_items(session: Session, query: Select[*tuple[Any, ...]]) -> list[Item]:
    """What such a query finds, with its themes."""
    rows = session.execute(query).all()
    marks = _marks(session, [row[0] for row in rows])
    return [_item(row, marks.get(row[0].id, ())) for row in rows]


def _item(row: Row[*tuple[Any, ...]], marks: tuple[ThemeMark, ...]) -> Item:
    item, state, is_own_answer, place, page = row
    return Item(
        id=item.id,
        kind=item.kind,
        text=item.text,
        state=state,
        place=place_mark(place),
        page=page_mark(page, place) if page is not None else None,
        details=item.details,
        keeper=item.keeper,
        availability=item.availability,
        until=item.until,
        themes=marks,
        answers_itself=bool(is_own_answer),
    )


def _marks(session: Session, items: Sequence[InventoryItem]) -> dict[int, tuple[ThemeMark, ...]]:
    """The themes of items, in two statements at most; a merged theme shows as the one that it became."""
    of_pages = pages.marks_of(session, [item.page_id for item in items if item.page_id is not None])
    of_cards = _marks_of_cards(session, [item.id for item in items if item.page_id is None])
    return of_cards | {item.id: of_pages.get(item.page_id, ()) for item in items if item.page_id is not None}


@cache
def _themes_of_cards() -> Select[int, str, str, str]:
    """The themes of the cards `:items`."""
    given = aliased(Theme)
    return (
        select(InventoryItemTheme.item_id, Theme.slug, Theme.name, ThemeFamily.slug)
        .join(given, given.id == InventoryItemTheme.theme_id)
        .join(Theme, Theme.id == func.coalesce(given.merged_into_id, given.id))
        .join(ThemeFamily, ThemeFamily.id == Theme.family_id)
        .where(InventoryItemTheme.item_id.in_(bindparam("items", expanding=True)))
        .order_by(Theme.family_id, Theme.position)
    )


def _marks_of_cards(session: Session, item_ids: Sequence[int]) -> dict[int, tuple[ThemeMark, ...]]:
    if not item_ids:
        return {}
    rows = session.execute(_themes_of_cards(), {"items": item_ids})
    found: dict[int, dict[str, ThemeMark]] = {}
    for item_id, slug, name, family in rows:
        found.setdefault(item_id, {})[slug] = ThemeMark(slug, name, family)
    return {item_id: tuple(marks.values()) for item_id, marks in found.items()}


# One item


def item_row(
    session: Session, actor: Actor, item_id: int, *, lock: bool = False, removed: bool = False
) -> InventoryItem:
    """The row of an item that a person may read.

    Args:
        lock: hold it until the transaction ends.
        removed: also where it was taken back.

    Raises:
        NotFound: there is none.
    """
    query = (
        select(InventoryItem)
        .outerjoin(Page, Page.id == InventoryItem.page_id)
        .where(InventoryItem.id == item_id, readable_by(actor) if removed else seen_by(actor))
        .options(joinedload(InventoryItem.territory, innerjoin=True))
    )
    found = session.scalar(query.with_for_update(of=InventoryItem) if lock else query)
    if found is None:
        raise NotFound
    return found


def item(session: Session, actor: Actor, item_id: int, *, removed: bool = False) -> Item:
    """An item as it stands for a person.

    Raises:
        NotFound: there is none that they may read.
    """
    seen = readable_by(actor) if removed else seen_by(actor)
    found = as_items(session, _items(actor, seen).where(InventoryItem.id == item_id))
    if not found:
        raise NotFound
    return found[0]


def by_ids(session: Session, actor: Actor, item_ids: Sequence[int]) -> dict[int, Item]:
    """Those of some items that a person may see, by their numbers."""
    found = as_items(session, _items(actor).where(InventoryItem.id.in_(item_ids))) if item_ids else []
    return {one.id: one for one in found}


def history(session: Session, item_id: int, limit: int = 50) -> Sequence[InventoryChange]:
    """What was done to a card, the last first."""
    query = select(InventoryChange).where(InventoryChange.item_id == item_id)
    query = query.options(joinedload(InventoryChange.author)).order_by(InventoryChange.id.desc())
    return session.scalars(query.limit(limit)).all()


def removed_cards(session: Session, actor: Actor, territory: Territory, limit: int = 100) -> list[Item]:
    """Cards that were taken back, for who keeps the inventory, the last first.

    Raises:
        Forbidden: the actor does not keep it.
    """
    require(actor, Permission.INVENTORY_KEEP, territory)
    gone = and_(
        readable_by(actor),
        InventoryItem.territory_id == territory.id,
        InventoryItem.page_id.is_(None),
        InventoryItem.removed_at.is_not(None),
    )
    return as_items(session, _items(actor, gone).order_by(InventoryItem.removed_at.desc()).limit(limit))


def place_mark(place: Territory) -> PlaceMark:
    """A territory as items name it."""
    return PlaceMark(place.id, place.slug, place.name, place.region)


def page_mark(page: Page, place: Territory) -> PageMark:
    """A page as items and answers name it."""
    return PageMark(page.id, f"{place.slug}/{page.slug}", page.title, page.kind)


def people_of(session: Session, place: Territory) -> dict[str, str]:
    """Whom a card of a territory may name: handle → name, by name."""
    rows = session.execute(
        select(User.handle, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.territory_id == place.id,
            Membership.admitted_at.is_not(None),
            User.deleted_at.is_(None),
        )
        .order_by(User.name, User.handle)
        .limit(MOST_PEOPLE)
    )
    return {handle: name for handle, name in rows}  # noqa: C416  # rows are typed so
