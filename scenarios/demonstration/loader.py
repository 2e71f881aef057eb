"""Puts the demonstration into a wiki: what is there already stays as it is, what is missing is added."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.demonstration.content import DemoPage
from wiki.accounts.models import User
from wiki.db import now
from wiki.pages.models import Page, audience_key
from wiki.pages.service import add_revision
from wiki.provenance.models import ADAPTED
from wiki.provenance.service import record
from wiki.rendering.document import read
from wiki.rendering.head import set_head_value
from wiki.territories.models import NATIONAL, CollegeSeat, Territory
from wiki.themes.queries import resolve

# Before the oldest page was written.
DAYS_OF_LIFE = 200


def begun_at() -> datetime:
    """When the demonstration's territories and people came to the wiki."""
    return now() - timedelta(days=DAYS_OF_LIFE)


def is_empty(session: Session) -> bool:
    """Whether nobody has written anything yet."""
    return session.scalar(select(Page.id).limit(1)) is None


def ensure_territories(session: Session, sheets: Iterable[Mapping[str, Any]], since: datetime) -> None:
    """Add the national space and the territories that are missing, with their colleges."""
    present = set(session.scalars(select(Territory.slug)))
    if NATIONAL not in present:
        session.add(Territory(slug=NATIONAL, name="National", created_at=since))
    session.add_all(_territory(sheet, since) for sheet in sheets if sheet["slug"] not in present)
    session.flush()


def _territory(sheet: Mapping[str, Any], since: datetime) -> Territory:
    college = [
        CollegeSeat(category=seat["category"], name=seat["name"], position=position)
        for position, seat in enumerate(sheet["college"])
    ]
    return Territory(**{**sheet, "college": college}, created_at=since)


def add_missing_pages(
    session: Session, pages: Iterable[DemoPage], users: Mapping[str, User]
) -> list[tuple[DemoPage, Page]]:
    """Take the addresses of all pages that are missing, so that each finds the others when it is rendered."""
    territories = {territory.slug: territory for territory in session.scalars(select(Territory))}
    taken = {(page.territory_id, page.slug) for page in session.scalars(select(Page))}
    added = [
        (demo, _page(demo, territories[demo.territory], users[demo.versions[0].author]))
        for demo in pages
        if (territories[demo.territory].id, demo.slug) not in taken
    ]
    session.add_all(page for _, page in added)
    session.flush()
    return added


def _page(demo: DemoPage, territory: Territory, owner: User) -> Page:
    return Page(
        territory=territory,
        territory_id=territory.id,
        slug=demo.slug,
        kind=demo.kind,
        audience_key=audience_key(demo.audience, territory.id, owner.id),
        owner_id=owner.id,
    )


def record_adaptations(session: Session, added: Iterable[tuple[DemoPage, Page]]) -> None:
    """Write down what each adaptation among the pages just added was made from."""
    pages = {page.path: page for page in session.scalars(select(Page))}
    for demo, page in added:
        origin = demo.adapted_from
        if origin is not None and origin.path in pages:
            record(session, page, pages[origin.path], origin.number, ADAPTED, number=1)


def write_versions(session: Session, demo: DemoPage, page: Page, users: Mapping[str, User]) -> None:
    """Give a page its versions, each by its author and at its time."""
    moments = demo.moments(now())
    page.created_at = moments[0]
    for version, moment in zip(demo.versions, moments, strict=True):
        text = dated(version.text, demo.played, moment)
        source = read(text, home=demo.territory)
        themes, _unknown = resolve(session, source.head.themes)
        add_revision(
            session,
            page,
            text,
            themes,
            source=source,
            author_id=users[version.author].id,
            summary=version.summary,
            created_at=moment,
        )


def dated(text: str, played: str, written_at: datetime) -> str:
    """The text of a retour with the day of its session: the last one of that name before it was told."""
    if not played:
        return text
    day = date.fromisoformat(f"{written_at.year}-{played}")
    if day > written_at.date():
        day = day.replace(year=day.year - 1)
    return set_head_value(text, "joué le", day.isoformat())
