"""Reads of the links between pages: who links here, what is linked to and missing, what nobody links to."""

from dataclasses import dataclass

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from wiki.pages.models import Page, PageLink
from wiki.pages.queries import Card, cards, visible_to
from wiki.permissions import Actor
from wiki.territories.models import NATIONAL, PRESENTATION, Territory

WANTED_SHOWN = 200


@dataclass(frozen=True)
class Wanted:
    """A page that others link to and nobody has written."""

    path: str
    label: str
    count: int


def backlinks(session: Session, actor: Actor, page: Page) -> list[Card]:
    """Pages that link here and that this person may read."""
    linking = select(PageLink.source_id).where(PageLink.path == page.path, PageLink.source_id != page.id)
    sources = session.scalars(linking).all()
    return cards(session, actor, ids=sources, limit=500)


def wanted(session: Session, actor: Actor) -> list[Wanted]:
    """Links of visible pages that lead to no visible page, most linked first."""
    target = Territory.slug.concat("/").concat(Page.slug)
    there = exists(
        select(Page.id).join(Territory, Territory.id == Page.territory_id).where(
            target == PageLink.path, visible_to(actor)
        )
    ).correlate(PageLink)  # fmt: skip
    seen_sources = select(Page.id).where(visible_to(actor))
    rows = session.execute(
        select(PageLink.path, func.min(PageLink.label), func.count())
        .where(PageLink.source_id.in_(seen_sources), ~there)
        .group_by(PageLink.path)
        .order_by(func.count().desc(), PageLink.path)
        .limit(WANTED_SHOWN)
    )
    return [Wanted(path, label, count) for path, label, count in rows]


def orphans(session: Session, actor: Actor, before: int | None, limit: int) -> list[Card]:
    """Pages to which no visible page links."""
    source = select(Page.id).where(visible_to(actor))
    linked = exists(
        select(PageLink.path).where(
            PageLink.path == Territory.slug.concat("/").concat(Page.slug),
            PageLink.source_id != Page.id,
            PageLink.source_id.in_(source),
        )
    ).correlate(Page, Territory)
    alone = and_(~linked, Page.slug != PRESENTATION, Territory.slug != NATIONAL)
    return cards(session, actor, that=alone, before=before, limit=limit)
