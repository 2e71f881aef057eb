"""Reads of the links between pages: who links here, what is linked to and missing, what nobody links to, what has the
same title."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from wiki.pages.addresses import former_paths
from wiki.pages.models import FormerAddress, Page, PageLink
from wiki.pages.queries import Card, cards, visible_to
from wiki.permissions import Actor
from wiki.territories.models import NATIONAL, PRESENTATION, Territory

WANTED_SHOWN = 200
NAMESAKES = 50


@dataclass(frozen=True)
class Wanted:
    """A page that others link to and nobody has written."""

    path: str
    label: str
    count: int


def backlinks(session: Session, actor: Actor, page: Page) -> list[Card]:
    """Pages that link here and that this person may read."""
    return cards(session, actor, ids=linking_ids(session, page), limit=500)


def linking_ids(session: Session, page: Page) -> Sequence[int]:
    """The pages that link to a page, by its address or one that it has left, whoever may read them."""
    paths = [page.path, *former_paths(session, page)]
    linking = select(PageLink.source_id).where(PageLink.path.in_(paths), PageLink.source_id != page.id)
    return session.scalars(linking.distinct().order_by(PageLink.source_id)).all()


def namesakes(session: Session, actor: Actor, key: str, *, but: Page | None = None) -> list[Card]:
    """Pages with a title (`wiki.pages.projection.title_key`) that this person may read."""
    same = Page.title_key == key
    return cards(session, actor, that=same if but is None else and_(same, Page.id != but.id), limit=NAMESAKES)


def wanted(
    session: Session,
    actor: Actor,
    *,
    place: str = "",
    after: tuple[int, str] | None = None,
    limit: int = WANTED_SHOWN,
) -> list[Wanted]:
    """Links of visible pages that lead to no visible page, most linked first.

    Args:
        place: only what is wanted in the territory of this slug.
        after: count and path of the last one that was shown already.
    """
    query = _wanted(actor, place)
    if after is not None:
        count, path = after
        query = query.having(or_(func.count() < count, and_(func.count() == count, PageLink.path > path)))
    rows = session.execute(query.order_by(func.count().desc(), PageLink.path).limit(limit))
    return [Wanted(path, label, count) for path, label, count in rows]


def count_wanted(session: Session, actor: Actor, place: str = "") -> int:
    """How many pages are wanted, in a territory or everywhere."""
    return session.scalar(select(func.count()).select_from(_wanted(actor, place).subquery())) or 0


def leads_nowhere(actor: Actor) -> ColumnElement[bool]:
    """Whether a link leads to no page that a person may read, as a condition on `PageLink`."""
    there = exists(_at_link(Page, Page.territory_id).where(visible_to(actor))).correlate(PageLink)
    formerly = exists(
        _at_link(FormerAddress, FormerAddress.territory_id)
        .join(Page, Page.id == FormerAddress.page_id)
        .where(visible_to(actor))
    ).correlate(PageLink)
    return and_(~there, ~formerly)


def _wanted(actor: Actor, place: str) -> Select[str, str, int]:
    seen_sources = select(Page.id).where(visible_to(actor))
    query = (
        select(PageLink.path, func.min(PageLink.label), func.count())
        .where(PageLink.source_id.in_(seen_sources), leads_nowhere(actor))
        .group_by(PageLink.path)
    )
    return query.where(PageLink.path.startswith(f"{place}/", autoescape=True)) if place else query


def orphans(session: Session, actor: Actor, before: int | None, limit: int) -> list[Card]:
    """Pages to which no visible page links."""
    return cards(session, actor, that=is_alone(actor), before=before, limit=limit)


def is_alone(actor: Actor) -> ColumnElement[bool]:
    """Whether no page that a person may read links to a page, as a condition on `Page` and its territory."""
    source = select(Page.id).where(visible_to(actor))
    former = aliased(Territory)
    once = (
        select(former.slug.concat("/").concat(FormerAddress.slug))
        .select_from(FormerAddress)
        .join(former, former.id == FormerAddress.territory_id)
        .where(FormerAddress.page_id == Page.id)
        .correlate(Page)
    )
    here = PageLink.path == Territory.slug.concat("/").concat(Page.slug)
    linked = exists(
        select(PageLink.path).where(
            or_(here, PageLink.path.in_(once)), PageLink.source_id != Page.id, PageLink.source_id.in_(source)
        )
    ).correlate(Page, Territory)
    return and_(~linked, Page.slug != PRESENTATION, Territory.slug != NATIONAL)


def _at_link(table: type[Page] | type[FormerAddress], territory_id: Any) -> Select[Any]:
    """What is at the address that a link names."""
    # The path apart, so that addresses are found by their index, one territory after the other.
    place = func.substr(PageLink.path, 1, func.length(Territory.slug) + 1)
    slug = func.substr(PageLink.path, func.length(Territory.slug) + 2)
    return (
        select(table.slug)
        .join(Territory, Territory.id == territory_id)
        .where(place == Territory.slug.concat("/"), slug == table.slug)
    )
