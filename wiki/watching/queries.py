"""What somebody follows, and who follows a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from wiki.errors import Forbidden
from wiki.pages.beside import Beside
from wiki.pages.models import Page, PageTag, PageTheme, Revision
from wiki.permissions import Actor
from wiki.themes.models import Theme
from wiki.watching.models import ALL, STANDING, USUAL, Subscription, WatchSettings
from wiki.watching.subjects import Subject

_ASKED_AT_ONCE = 500


@dataclass(frozen=True)
class Watch:
    """Somebody follows something that a page belongs to."""

    user_id: int
    kind: str
    level: str
    mail: str


def require_account(actor: Actor) -> int:
    """Who it is.

    Raises:
        Forbidden: nobody is signed in.
    """
    if actor.user_id is None:
        raise Forbidden
    return actor.user_id


def subscription(session: Session, actor: Actor, subject: Subject) -> Subscription | None:
    """How this person follows something; of what is followed unless stopped, how everybody does.

    Raises:
        Forbidden: nobody is signed in.
    """
    user_id = require_account(actor)
    found = session.scalar(
        select(Subscription).where(
            Subscription.user_id == user_id,
            Subscription.kind == subject.kind,
            Subscription.thing_id == subject.thing_id,
        )
    )
    return usual(user_id, subject.kind) if found is None and subject.kind in STANDING else found


def usual(user_id: int, kind: str) -> Subscription:
    """How everybody follows what is one's own who has not said otherwise; not in the database."""
    return Subscription(user_id=user_id, kind=kind, thing_id=0, level=ALL, mail=USUAL)


def mine(session: Session, actor: Actor, before: int | None, limit: int) -> Sequence[Subscription]:
    """What this person chose to follow, newest first, below an id; without what everybody follows.

    Raises:
        Forbidden: nobody is signed in.
    """
    query = select(Subscription).where(
        Subscription.user_id == require_account(actor), Subscription.kind.not_in(STANDING)
    )
    if before is not None:
        query = query.where(Subscription.id < before)
    return session.scalars(query.order_by(Subscription.id.desc()).limit(limit)).all()


def how_many(session: Session, actor: Actor) -> int:
    """How much this person follows."""
    counted = select(func.count()).where(Subscription.user_id == require_account(actor))
    return session.scalar(counted.select_from(Subscription)) or 0


def settings_of(session: Session, user_id: int) -> WatchSettings:
    """How a person wants to be told; what everybody has who has not said otherwise is not in the database."""
    return session.get(WatchSettings, user_id) or fresh_settings(user_id)


def fresh_settings(user_id: int) -> WatchSettings:
    """What everybody has who has not said otherwise."""
    return WatchSettings(
        user_id=user_id,
        mail="daily",
        direct_mail="once",
        digest_hour=7,
        digest_day=0,
        feed_serial=0,
        counted=0,
    )


def settings_of_all(session: Session, user_ids: Iterable[int]) -> dict[int, WatchSettings]:
    """The same for several people."""
    wanted = sorted(set(user_ids))
    found: dict[int, WatchSettings] = {}
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        part = wanted[start : start + _ASKED_AT_ONCE]
        rows = session.scalars(select(WatchSettings).where(WatchSettings.user_id.in_(part)))
        found.update((row.user_id, row) for row in rows)
    return {user_id: found.get(user_id) or fresh_settings(user_id) for user_id in wanted}


def watches_of(session: Session, page: Page) -> list[Watch]:
    """Everybody who follows a page by itself, or what it belongs to, or wrote in it; rights are not asked."""
    rows = session.execute(
        select(Subscription.user_id, Subscription.kind, Subscription.level, Subscription.mail).where(
            _concerns(page)
        )
    )
    return [*(Watch(*row) for row in rows), *own_watches(session, "mine", [page.id])]


def own_watches(session: Session, kind: str, page_ids: Sequence[int]) -> list[Watch]:
    """Who wrote in some pages, as they follow what is their own (`STANDING`)."""
    own = aliased(Subscription)
    chosen = and_(own.user_id == Revision.author_id, own.kind == kind)
    rows = session.execute(
        select(Revision.author_id, own.level, own.mail)
        .outerjoin(own, chosen)
        .where(Revision.page_id.in_(page_ids), Revision.author_id.is_not(None))
        .distinct()
    )
    return [Watch(user_id or 0, kind, level or ALL, mail or USUAL) for user_id, level, mail in rows]


def watches_of_thing(session: Session, kind: str, thing_id: int) -> list[Watch]:
    """Everybody who follows one thing by itself: a territory, a parcours."""
    rows = session.execute(
        select(Subscription.user_id, Subscription.kind, Subscription.level, Subscription.mail).where(
            Subscription.kind == kind, Subscription.thing_id == thing_id
        )
    )
    return [Watch(*row) for row in rows]


def watches_of_themes(session: Session, theme_ids: Sequence[int]) -> list[Watch]:
    """Everybody who follows one of some themes, one that became part of it, or its family."""
    former = select(Theme.id).where(Theme.merged_into_id.in_(theme_ids))
    families = select(Theme.family_id).where(Theme.id.in_(theme_ids))
    kind, thing = Subscription.kind, Subscription.thing_id
    rows = session.execute(
        select(Subscription.user_id, Subscription.kind, Subscription.level, Subscription.mail).where(
            or_(
                and_(kind == "theme", or_(thing.in_(theme_ids), thing.in_(former))),
                and_(kind == "family", thing.in_(families)),
            )
        )
    )
    return [Watch(*row) for row in rows]


def _concerns(page: Page) -> ColumnElement[bool]:
    about = select(PageTheme.theme_id).where(PageTheme.page_id == page.id)
    # Who followed a theme that became part of another follows that one.
    former = select(Theme.id).where(Theme.merged_into_id.in_(about))
    families = (
        select(Theme.family_id)
        .join(PageTheme, PageTheme.theme_id == Theme.id)
        .where(PageTheme.page_id == page.id)
    )
    tags = select(PageTag.tag_id).where(PageTag.page_id == page.id)
    kind, thing = Subscription.kind, Subscription.thing_id
    return or_(
        and_(kind == "page", thing == page.id),
        and_(kind == "territory", thing == page.territory_id),
        and_(kind == "theme", or_(thing.in_(about), thing.in_(former))),
        and_(kind == "family", thing.in_(families)),
        and_(kind == "tag", thing.in_(tags)),
    )


def _level_of_reader(_readable: Any) -> ColumnElement[Any]:
    """How the reader follows the page by itself; None when not."""
    return (
        select(Subscription.level)
        .where(
            Subscription.kind == "page",
            Subscription.thing_id == Page.id,
            Subscription.user_id == bindparam("reader"),
        )
        .correlate(Page)
        .scalar_subquery()
    )


LEVEL = Beside("watching.level", _level_of_reader)
