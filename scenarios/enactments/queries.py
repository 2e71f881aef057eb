"""Reads of what retours tell: which sessions of a scenario, as far as the reader may know of them.

A scenario was played as often as pages of the kind *retour d'expérience* tell of it: in their head, or else by the
first scenario that they link to. This is the only definition: pages, search and dashboards ask for it here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from scenarios.enactments.models import Enactment
from scenarios.enactments.projection import PLAYED_KIND
from wiki.errors import NotFound
from wiki.pages.models import TELLS_OF_OTHERS, Page, PageTheme
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.territories.models import Territory
from wiki.themes.models import Theme


def tells(page: Any = Page) -> ColumnElement[bool]:
    """Whether a page is a retour, as a condition on Page or another name of it."""
    found: ColumnElement[bool] = page.kind == TELLS_OF_OTHERS
    return found


def played_among(session: Session, page_ids: Sequence[int]) -> Mapping[int, int]:
    """Those of the pages that were played, and how often all who read the page may know of."""
    return {row[0]: row[1] for row in session.execute(_played(), {"page_ids": list(page_ids)})}


@cache
def _played() -> Select[*tuple[Any, ...]]:
    """Made once: every page of results asks it."""
    told, scenario = aliased(Page), aliased(Page)
    return (
        select(scenario.id, func.count())
        .join(Enactment, Enactment.scenario_id == scenario.id)
        .join(told, told.id == Enactment.page_id)
        .where(
            scenario.id.in_(bindparam("page_ids", expanding=True)),
            scenario.kind == PLAYED_KIND,
            tells(told),
            or_(told.audience_key == "public", told.audience_key == scenario.audience_key),
        )
        .group_by(scenario.id)
    )


def times_played(session: Session, actor: Actor, *, that: ColumnElement[bool] | None = None) -> int:
    """How many sessions this person may read of, of scenarios that they may read.

    Args:
        that: any further condition on Page (the retour) or Enactment.
    """
    scenario = aliased(Page)
    query = (
        select(func.count())
        .select_from(Enactment)
        .join(Page, Page.id == Enactment.page_id)
        .join(scenario, scenario.id == Enactment.scenario_id)
        .where(tells(), visible_to(actor), visible_to(actor, scenario), scenario.kind == PLAYED_KIND)
    )
    return session.scalar(query if that is None else query.where(that)) or 0


@dataclass(frozen=True)
class Played:
    """A scenario with the number of its sessions; outlives the session it was read in."""

    title: str
    path: str
    territory: str
    language: str
    times: int


def most_played(session: Session, actor: Actor, limit: int) -> list[Played]:
    """The scenarios played most, by the sessions that this person may read of."""
    told = aliased(Page)
    times = func.count()
    rows = session.execute(
        select(Page.title, Territory.slug + "/" + Page.slug, Territory.name, Page.language, times)
        .join(Territory, Territory.id == Page.territory_id)
        .join(Enactment, Enactment.scenario_id == Page.id)
        .join(told, told.id == Enactment.page_id)
        .where(Page.kind == PLAYED_KIND, visible_to(actor), tells(told), visible_to(actor, told))
        .group_by(Page.id, Territory.id)
        .order_by(times.desc(), Page.title_key, Page.id)
        .limit(limit)
    )
    return [Played(*row) for row in rows]


def enactment_of(session: Session, page: Page) -> Enactment | None:
    """What a page tells of a session."""
    return session.get(Enactment, page.id) if page.kind == TELLS_OF_OTHERS else None


def scenario_of(session: Session, actor: Actor, page: Page) -> Page | None:
    """The scenario that a retour tells of, where this person may read it."""
    row = enactment_of(session, page)
    if row is None or row.scenario_id is None:
        return None
    return session.scalar(select(Page).where(Page.id == row.scenario_id, visible_to(actor)))


def told_at(session: Session, actor: Actor, page_id: int) -> Page:
    """A retour by its number.

    Raises:
        NotFound: there is none that this person may read.
    """
    page = session.scalar(select(Page).where(Page.id == page_id, tells(), visible_to(actor)))
    if page is None:
        raise NotFound
    return page


def theme_names(session: Session, page_id: int) -> list[str]:
    """The themes of a page, by the names that texts give them."""
    query = (
        select(Theme.name).join(PageTheme, PageTheme.theme_id == Theme.id).where(PageTheme.page_id == page_id)
    )
    return list(session.scalars(query.order_by(Theme.position, Theme.id)))


def retours_naming(session: Session, page: Page) -> Sequence[int]:
    """The retours whose heads name a page, whoever may read them: they follow it to its new name."""
    return session.scalars(select(Enactment.page_id).where(Enactment.scenario_id == page.id)).all()
