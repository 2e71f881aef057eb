"""The counts, one statement each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, extract, func, or_, select
from sqlalchemy.orm import Session, aliased

from scenarios.enactments.models import Enactment
from scenarios.enactments.projection import PLAYED_KIND
from scenarios.enactments.queries import tells
from scenarios.featuring.models import Feature
from scenarios.inventory.conditions import seen_by, state_for
from scenarios.inventory.models import NEED, OPEN, InventoryItem
from scenarios.inventory.queries import about
from scenarios.measures.scope import EVERYTHING, Scope
from wiki.accounts.models import User
from wiki.days import today
from wiki.pages.models import Page, PageTheme
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.provenance.models import ADAPTED, LINE, Derivation
from wiki.territories.map import Point
from wiki.territories.models import CollegeSeat, Membership, Territory

Key = TypeVar("Key")
Month = tuple[int, int]
"""Year and month, in universal time."""


@dataclass(frozen=True)
class Adaptation:
    """A page was adapted from another, directly or through others between.

    Attributes:
        source_id: the page it was made from; None where it was erased, or this person may not read it.
        from_id, to_id: the territories of both.
        is_direct: made from that page itself.
        made_at: when the adaptation was begun.
    """

    page_id: int
    kind: str
    source_id: int | None
    from_id: int
    to_id: int
    is_direct: bool
    made_at: datetime


@dataclass(frozen=True)
class Retour:
    """A session that a page tells of.

    Attributes:
        scenario_id, from_id: what was played, and its territory; None where the text names none, or one that this
            person may not read.
        to_id: the territory whose page tells it.
        point: where it was played, where the text says it.
        told_at: when the page was begun.
    """

    page_id: int
    scenario_id: int | None
    from_id: int | None
    to_id: int
    point: Point | None
    told_at: datetime


@dataclass(frozen=True)
class PageName:
    """A page as lists name it."""

    title: str
    path: str


def begun(session: Session, actor: Actor, scope: Scope = EVERYTHING) -> Mapping[tuple[int, str, Month], int]:
    """How many pages of each kind each territory began in each month, of those that are there."""
    year, month = extract("year", Page.created_at), extract("month", Page.created_at)
    columns = (Page.territory_id, Page.kind, year, month)
    rows = session.execute(select(*columns, func.count()).where(scope.holds(actor)).group_by(*columns))
    return {
        (territory, kind, (int(year), int(month))): number for territory, kind, year, month, number in rows
    }


def page_ids(session: Session, actor: Actor, kind: str, scope: Scope = EVERYTHING) -> list[int]:
    """The pages of a kind."""
    return list(session.scalars(select(Page.id).where(Page.kind == kind, scope.holds(actor))))


def named(session: Session, actor: Actor, numbers: Iterable[int]) -> Mapping[int, PageName]:
    """What pages are called, and where they are, of those that a person may read."""
    rows = session.execute(
        select(Page.id, Page.title, Territory.slug, Page.slug)
        .join(Territory, Territory.id == Page.territory_id)
        .where(Page.id.in_(list(numbers)), visible_to(actor))
    )
    return {page_id: PageName(title, f"/{place}/{slug}") for page_id, title, place, slug in rows}


def themes(session: Session, actor: Actor, scope: Scope = EVERYTHING) -> Mapping[int, int]:
    """How many pages are about each theme; one about several counts for each."""
    query = select(PageTheme.theme_id, func.count()).join(Page, Page.id == PageTheme.page_id)
    return _counted(session, query.where(scope.holds(actor)).group_by(PageTheme.theme_id))


def adaptations(session: Session, actor: Actor, scope: Scope = EVERYTHING) -> list[Adaptation]:
    """What the pages of a part were adapted from; for a territory also what was adapted from its pages."""
    source = aliased(Page)
    held = scope.holds(actor)
    if scope.territory_id is not None:
        held = or_(held, and_(visible_to(actor), Derivation.territory_id == scope.territory_id))
    rows = session.execute(
        select(Page.id, Page.kind, source.id, Derivation.territory_id, Page.territory_id, Derivation.kind,
               Page.created_at)
        .join(Page, Page.id == Derivation.page_id)
        .outerjoin(source, and_(source.id == Derivation.source_id, visible_to(actor, source)))
        .where(Derivation.kind.in_(LINE), held)
        .order_by(Derivation.id)
    )  # fmt: skip
    return [
        Adaptation(page, kind, origin, from_id, to_id, how == ADAPTED, made_at)
        for page, kind, origin, from_id, to_id, how, made_at in rows
    ]


def retours(session: Session, actor: Actor, scope: Scope = EVERYTHING) -> list[Retour]:
    """The sessions that pages of a part tell of, or that were sessions of its scenarios."""
    scenario = aliased(Page)
    rows = session.execute(
        select(Page.id, scenario.id, scenario.territory_id, Page.territory_id, Enactment.latitude,
               Enactment.longitude, Page.created_at)
        .join(Page, Page.id == Enactment.page_id)
        .outerjoin(scenario, and_(scenario.id == Enactment.scenario_id, visible_to(actor, scenario),
                                  scenario.kind == PLAYED_KIND))
        .where(tells(), visible_to(actor), or_(scope.holds(actor), scope.holds(actor, scenario)))
        .order_by(Page.id)
    )  # fmt: skip
    return [
        Retour(page, played, from_id, to_id, _point(latitude, longitude), told_at)
        for page, played, from_id, to_id, latitude, longitude, told_at in rows
    ]


def seats(session: Session, territory_id: int | None = None) -> Mapping[tuple[int, str], int]:
    """How many seats of each category are filled in the college of each territory."""
    columns = (CollegeSeat.territory_id, CollegeSeat.category)
    query = select(*columns, func.count()).group_by(*columns)
    if territory_id is not None:
        query = query.where(CollegeSeat.territory_id == territory_id)
    return {(territory, category): number for territory, category, number in session.execute(query)}


def members(session: Session) -> Mapping[int, int]:
    """How many people are admitted in each territory."""
    query = select(Membership.territory_id, func.count()).where(Membership.admitted_at.is_not(None))
    return _counted(session, query.group_by(Membership.territory_id))


def featured(session: Session, actor: Actor, scope: Scope = EVERYTHING) -> Mapping[int, int]:
    """How many scenarios of each territory the national team retains now, of those that this person may read."""
    query = (
        select(Page.territory_id, func.count())
        .join(Feature, Feature.page_id == Page.id)
        .where(Feature.ended_at.is_(None), scope.holds(actor))
    )
    return _counted(session, query.group_by(Page.territory_id))


def open_needs(session: Session, actor: Actor, scope: Scope = EVERYTHING) -> Mapping[int, int]:
    """How many needs of each territory wait for an answer, as the inventories count them."""
    query = (
        select(InventoryItem.territory_id, func.count())
        .outerjoin(Page, Page.id == InventoryItem.page_id)
        .where(InventoryItem.kind == NEED, seen_by(actor), state_for(actor, today()) == OPEN)
    )
    if scope.territory_id is not None:
        query = query.where(InventoryItem.territory_id == scope.territory_id)
    if scope.theme_ids is not None:
        query = query.where(about(scope.theme_ids))
    return _counted(session, query.group_by(InventoryItem.territory_id))


def people_by_month(session: Session, territory_id: int | None = None) -> Mapping[Month, int]:
    """How many of the people who have an account came in each month; of a territory, how many were admitted there."""
    moment: Any = User.created_at if territory_id is None else Membership.admitted_at
    year, month = extract("year", moment), extract("month", moment)
    query = select(year, month, func.count()).select_from(User)
    if territory_id is None:
        query = query.where(User.confirmed_at.is_not(None), User.deleted_at.is_(None))
    else:
        query = query.join(Membership, Membership.user_id == User.id)
        query = query.where(Membership.territory_id == territory_id, moment.is_not(None))
    rows = session.execute(query.group_by(year, month))
    return {(int(year), int(month)): number for year, month, number in rows}


def _counted(session: Session, query: Select[Key, int]) -> dict[Key, int]:
    return dict(session.execute(query).all())


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(latitude, longitude)
