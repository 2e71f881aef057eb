"""Lists of what is to be mended, each of pages that the person who asks may read, without private drafts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from wiki.attachments import queries as files
from wiki.db import now
from wiki.housekeeping.models import AnchorLink, ExternalAddress, ExternalLink, PageUpkeep
from wiki.pages.link_queries import count_wanted, is_alone, leads_nowhere
from wiki.pages.models import Page, PageLink, PageTheme
from wiki.pages.queries import Card, cards, visible_to
from wiki.permissions import Actor, Permission, require
from wiki.territories.models import PRESENTATION, Territory

FEW_WORDS = 30
MONTHS = (6, 12, 24, 36)
USUAL_MONTHS = 12
FAULTS_SHOWN = 20
"""Most faults of one page that a list names."""

Condition = Callable[[Actor, int], ColumnElement[bool]]
"""Given who asks and a number of months, a condition on `Page` and its territory."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a page: where a link leads, and what came of it (status, since when) for other sites."""

    target: str
    anchor: str = ""
    status: int | None = None
    fault: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Progress:
    """How far the links to other sites are checked."""

    known: int
    checked: int
    last: datetime | None


def _without_theme(actor: Actor, months: int) -> ColumnElement[bool]:
    return and_(~exists().where(PageTheme.page_id == Page.id), Page.slug != PRESENTATION)


def _stale(actor: Actor, months: int) -> ColumnElement[bool]:
    return Page.changed_at < now() - timedelta(days=months * 30.44)


def _empty(actor: Actor, months: int) -> ColumnElement[bool]:
    return exists().where(PageUpkeep.page_id == Page.id, PageUpkeep.words < FEW_WORDS)


def _alone(actor: Actor, months: int) -> ColumnElement[bool]:
    return is_alone(actor)


def _broken(actor: Actor, months: int) -> ColumnElement[bool]:
    nowhere = exists().where(PageLink.source_id == Page.id, leads_nowhere(actor)).correlate(Page)
    no_place = exists().where(AnchorLink.source_id == Page.id, _is_lost(actor)).correlate(Page)
    return or_(nowhere, no_place)


def _is_lost(actor: Actor) -> ColumnElement[bool]:
    """Whether a link leads to no place of a page that a person may read; of hidden pages nothing is told."""
    unseen = exists().where(
        PageLink.source_id == AnchorLink.source_id, PageLink.path == AnchorLink.path, leads_nowhere(actor)
    )
    return and_(AnchorLink.is_broken, ~unseen.correlate(AnchorLink))


def _undescribed(actor: Actor, months: int) -> ColumnElement[bool]:
    return exists().where(PageUpkeep.page_id == Page.id, PageUpkeep.images_without_alt > 0)


def _dead(actor: Actor, months: int) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            ExternalLink.page_id == Page.id,
            ExternalAddress.id == ExternalLink.address_id,
            ExternalAddress.is_dead,
        )
        .correlate(Page)
    )


LISTS: Mapping[str, Condition] = {
    "sans-theme": _without_theme,
    "anciennes": _stale,
    "presque-vides": _empty,
    "orphelines": _alone,
    "liens-casses": _broken,
    "images-sans-texte": _undescribed,
    "liens-morts": _dead,
}
"""By the word in the address."""
WANTED = "demandees"
"""The list whose items are no pages yet."""


def counts(
    session: Session, actor: Actor, territory: Territory | None, months: int = USUAL_MONTHS
) -> dict[str, int]:
    """How many pages each list has.

    Raises:
        Forbidden: the actor does not look after the territory, or after all.
    """
    require(actor, Permission.TERRITORY_UPKEEP, territory)
    found = {
        name: session.scalar(_count(actor, territory, condition(actor, months))) or 0
        for name, condition in LISTS.items()
    }
    found[WANTED] = count_wanted(session, actor, territory.slug if territory else "")
    if territory is not None:
        found["images-sans-texte"] += files.count_without_alt(session, actor, territory.id)
    return found


def listing(
    session: Session,
    actor: Actor,
    name: str,
    territory: Territory | None,
    *,
    months: int = USUAL_MONTHS,
    before: int | None = None,
    limit: int = 30,
) -> list[Card]:
    """The pages of a list, last changed first.

    Raises:
        Forbidden: the actor does not look after the territory, or after all.
    """
    require(actor, Permission.TERRITORY_UPKEEP, territory)
    return cards(
        session, actor, territory_id=territory.id if territory else None, before=before, limit=limit,
        that=and_(_shared(), LISTS[name](actor, months)),
    )  # fmt: skip


def broken_links(session: Session, actor: Actor, page_ids: Sequence[int]) -> dict[int, list[Fault]]:
    """What leads nowhere in some pages, as this person sees it."""
    nowhere = select(PageLink.source_id, PageLink.path).where(
        PageLink.source_id.in_(page_ids), leads_nowhere(actor)
    )
    places = select(AnchorLink.source_id, AnchorLink.path, AnchorLink.anchor).where(
        AnchorLink.source_id.in_(page_ids), _is_lost(actor)
    )
    found: dict[int, list[Fault]] = {}
    for page_id, path in session.execute(nowhere.order_by(PageLink.path)):
        found.setdefault(page_id, []).append(Fault(path))
    for page_id, path, anchor in session.execute(places.order_by(AnchorLink.path, AnchorLink.anchor)):
        found.setdefault(page_id, []).append(Fault(path, anchor))
    return {page_id: faults[:FAULTS_SHOWN] for page_id, faults in found.items()}


def dead_links(session: Session, page_ids: Sequence[int]) -> dict[int, list[Fault]]:
    """The addresses of other sites that are dead, in some pages."""
    rows = session.execute(
        select(ExternalLink.page_id, ExternalAddress)
        .join(ExternalAddress, ExternalAddress.id == ExternalLink.address_id)
        .where(ExternalLink.page_id.in_(page_ids), ExternalAddress.is_dead)
        .order_by(ExternalAddress.url)
    )
    found: dict[int, list[Fault]] = {}
    for page_id, each in rows:
        fault = Fault(each.url, status=each.status, fault=each.fault, since=each.failing_since)
        found.setdefault(page_id, []).append(fault)
    return {page_id: faults[:FAULTS_SHOWN] for page_id, faults in found.items()}


def undescribed_images(session: Session, page_ids: Sequence[int]) -> dict[int, int]:
    """How many images from elsewhere have no text, in some pages."""
    rows = select(PageUpkeep.page_id, PageUpkeep.images_without_alt).where(PageUpkeep.page_id.in_(page_ids))
    return dict(session.execute(rows).all())


def word_counts(session: Session, page_ids: Sequence[int]) -> dict[int, int]:
    """How many words some pages have."""
    rows = select(PageUpkeep.page_id, PageUpkeep.words).where(PageUpkeep.page_id.in_(page_ids))
    return dict(session.execute(rows).all())


def progress(session: Session, actor: Actor, territory: Territory | None) -> Progress:
    """How far the links of the pages that this person may read are checked."""
    here = (
        select(ExternalAddress.id, ExternalAddress.checked_at)
        .join(ExternalLink, ExternalLink.address_id == ExternalAddress.id)
        .join(Page, Page.id == ExternalLink.page_id)
        .where(visible_to(actor), _shared())
        .distinct()
    )
    if territory is not None:
        here = here.where(Page.territory_id == territory.id)
    found = here.subquery()
    known, checked, last = session.execute(
        select(func.count(), func.count(found.c.checked_at), func.max(found.c.checked_at))
    ).one()
    return Progress(known, checked, last)


def _count(actor: Actor, territory: Territory | None, condition: ColumnElement[bool]) -> Any:
    query = (
        select(func.count())
        .select_from(Page)
        .join(Page.territory)
        .where(visible_to(actor), _shared(), condition)
    )
    return query.where(Page.territory_id == territory.id) if territory is not None else query


def _shared() -> ColumnElement[bool]:
    return ~Page.audience_key.startswith("draft:")
