"""Reads of the links between pages: who links here, what is linked to and missing, what nobody links to, what has the
same title."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
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
    return and_(
        PageLink.path.not_in(_paths(Page, Page.territory_id).where(visible_to(actor))),
        PageLink.path.not_in(
            _paths(FormerAddress, FormerAddress.territory_id)
            .join(Page, Page.id == FormerAddress.page_id)
            .where(visible_to(actor))
        ),
    )


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
    path = Territory.slug.concat("/").concat(Page.slug)
    return and_(
        path.not_in(_linked_paths(actor)),
        Page.id.not_in(_linked_formerly(actor)),
        Page.slug != PRESENTATION,
        Territory.slug != NATIONAL,
    )


# Listed once for a whole statement, as `_paths` is: databases would look for each page among all links again.


def _linked_paths(actor: Actor) -> Select[Any]:
    """The paths that pages which a person may read link to, but for links of a page to itself."""
    source, place = aliased(Page), aliased(Territory)
    return (
        select(PageLink.path)
        .join(source, source.id == PageLink.source_id)
        .join(place, place.id == source.territory_id)
        .where(visible_to(actor, source), PageLink.path != place.slug.concat("/").concat(source.slug))
    )


def _linked_formerly(actor: Actor) -> Select[Any]:
    """The pages to which others that a person may read link by an address that they have left."""
    source, place = aliased(Page), aliased(Territory)
    return (
        select(FormerAddress.page_id)
        .join(place, place.id == FormerAddress.territory_id)
        .join(PageLink, PageLink.path == place.slug.concat("/").concat(FormerAddress.slug))
        .join(source, source.id == PageLink.source_id)
        .where(visible_to(actor, source), source.id != FormerAddress.page_id)
    )


def _paths(table: type[Page] | type[FormerAddress], territory_id: Any) -> Select[Any]:
    """What links call the addresses of a table: listed once for a whole statement, not looked for link by link."""
    path = Territory.slug.concat("/").concat(table.slug)
    return select(path).select_from(table).join(Territory, Territory.id == territory_id)
