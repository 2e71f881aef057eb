"""What happened lately and where, as one person may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.pages import queries as pages
from wiki.pages.models import Page, Revision
from wiki.permissions import VISITOR, Actor
from wiki.territories.models import Territory
from wiki.territories.queries import TerritorySummary, listing
from wiki.themes.queries import FamilyChoice, families

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Change:
    """A version of a page, told in a list."""

    id: int
    number: int
    made_at: datetime
    minor: bool
    summary: str
    title: str
    kind: str
    slug: str
    territory_slug: str
    territory_name: str
    author_name: str
    author_handle: str

    @property
    def url(self) -> str:
        """The page."""
        return f"/{self.territory_slug}/{self.slug}"

    @property
    def compare_url(self) -> str | None:
        """What changed; None for the first version."""
        return f"{self.url}/comparer?de={self.number - 1}&a={self.number}" if self.number > 1 else None


@dataclass(frozen=True)
class Home:
    """All that the home page shows."""

    doors: Sequence[tuple[FamilyChoice, int]]
    territories: Sequence[TerritorySummary]
    scenarios: Sequence[pages.Card]
    changes: Sequence[Change]


@dataclass(frozen=True)
class Address:
    """A public page for the site map."""

    path: str
    changed_at: datetime


def home(session: Session, actor: Actor, *, scenarios: int, changes_shown: int) -> Home:
    """The home page: families with counts, the liveliest territories first, the latest scenarios and changes."""
    counts = pages.family_counts(session, actor)
    return Home(
        doors=[(family, counts.get(family.id, 0)) for family in families(session)],
        territories=by_liveliness(session, actor),
        scenarios=pages.cards(session, actor, kinds=("scenario",), limit=scenarios),
        changes=changes(session, actor, with_minor=False, limit=changes_shown),
    )


def by_liveliness(session: Session, actor: Actor) -> list[TerritorySummary]:
    """The territories, those where a page changed last before the others."""
    rows = session.execute(
        select(Page.territory_id, func.max(Page.changed_at))
        .where(pages.visible_to(actor))
        .group_by(Page.territory_id)
    )
    latest = dict(rows.all())
    return sorted(listing(session), key=lambda place: latest.get(place.id, _NEVER), reverse=True)


def changes(
    session: Session,
    actor: Actor,
    *,
    territory_id: int | None = None,
    kind: str | None = None,
    with_minor: bool = True,
    before: int | None = None,
    limit: int,
) -> list[Change]:
    """Versions of the pages that this person may read, newest first, after the one whose id is `before`.

    By moment rather than by id: imported pages bring versions that are older than their rows.
    """
    query = (
        select(
            Revision.id, Revision.number, Revision.created_at, Revision.minor, Revision.summary, Page.title,
            Page.kind, Page.slug, Territory.slug, Territory.name,
            func.coalesce(User.name, Revision.guest_name), func.coalesce(User.handle, ""),
        )
        .join(Page, Page.id == Revision.page_id)
        .join(Territory, Territory.id == Page.territory_id)
        .outerjoin(User, User.id == Revision.author_id)
        .where(pages.visible_to(actor))
    )  # fmt: skip
    if territory_id is not None:
        query = query.where(Page.territory_id == territory_id)
    if kind is not None:
        query = query.where(Page.kind == kind)
    if not with_minor:
        query = query.where(Revision.minor.is_(False))
    moment = _moment_of(session, actor, before) if before is not None else None
    if moment is not None:
        same = and_(Revision.created_at == moment, Revision.id < before)
        query = query.where(or_(Revision.created_at < moment, same))
    newest_first = query.order_by(Revision.created_at.desc(), Revision.id.desc()).limit(limit)
    rows: Iterable[Any] = session.execute(newest_first)
    return [Change(*row) for row in rows]


def _moment_of(session: Session, actor: Actor, revision_id: int) -> datetime | None:
    """When a version was made, unless the actor may not know of it."""
    return session.scalar(
        select(Revision.created_at)
        .join(Page, Page.id == Revision.page_id)
        .where(Revision.id == revision_id, pages.visible_to(actor))
    )


def public_count(session: Session) -> int:
    """How many pages everybody may read."""
    return session.scalar(select(func.count()).select_from(Page).where(pages.visible_to(VISITOR))) or 0


def public_addresses(session: Session, offset: int, limit: int) -> list[Address]:
    """Public pages in the order in which they were made, so that parts of the site map stay what they were."""
    rows = session.execute(
        select(Territory.slug, Page.slug, Page.changed_at)
        .join(Territory, Territory.id == Page.territory_id)
        .where(pages.visible_to(VISITOR))
        .order_by(Page.id)
        .offset(offset)
        .limit(limit)
    )
    return [Address(f"/{territory}/{slug}", changed_at) for territory, slug, changed_at in rows]
