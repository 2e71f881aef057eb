"""Reads of the links between pages: who links here, what is linked to and missing, what nobody links to, what has the
same title."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
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


def wanted(session: Session, actor: Actor) -> list[Wanted]:
    """Links of visible pages that lead to no visible page, most linked first."""
    there = exists(_at_link(Page, Page.territory_id).where(visible_to(actor))).correlate(PageLink)
    formerly = exists(
        _at_link(FormerAddress, FormerAddress.territory_id)
        .join(Page, Page.id == FormerAddress.page_id)
        .where(visible_to(actor))
    ).correlate(PageLink)
    seen_sources = select(Page.id).where(visible_to(actor))
    rows = session.execute(
        select(PageLink.path, func.min(PageLink.label), func.count())
        .where(PageLink.source_id.in_(seen_sources), ~there, ~formerly)
        .group_by(PageLink.path)
        .order_by(func.count().desc(), PageLink.path)
        .limit(WANTED_SHOWN)
    )
    return [Wanted(path, label, count) for path, label, count in rows]


def orphans(session: Session, actor: Actor, before: int | None, limit: int) -> list[Card]:
    """Pages to which no visible page links."""
    source = select(Page.id).where(visible_to(actor))
    former = aliased(Territory)
    once = (
        select(former.slug.concat("/").concat(FormerAddress.slug))
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
    alone = and_(~linked, Page.slug != PRESENTATION, Territory.slug != NATIONAL)
    return cards(session, actor, that=alone, before=before, limit=limit)


def _at_link(table: type[Page] | type[FormerAddress], territory_id: Any) -> Select[Any]:
    """What is at the address that a link names."""
    path = Territory.slug.concat("/").concat(table.slug)
    return select(table.slug).join(Territory, Territory.id == territory_id).where(path == PageLink.path)
