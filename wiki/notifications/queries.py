"""Somebody's notices, as far as the person may still read what they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from wiki.accounts.models import User
from wiki.activity import kinds as happens
from wiki.errors import NotFound
from wiki.notifications.models import Notice
from wiki.notifications.people import names
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.territories.models import Territory
from wiki.watching.queries import require_account

MOST_COUNTED = 100
"""A bell that says "99+" says enough."""
FILTERS = ("toutes", "non-lues", "pour-moi")


@dataclass(frozen=True)
class Line:
    """A notice with what it is about; `page` is None for several, for a territory, and for a deleted one."""

    notice: Notice
    page: Page | None
    territory: Territory | None
    who: str

    @property
    def id(self) -> int:
        return self.notice.id


def lines(
    session: Session, actor: Actor, *, only: str = "toutes", before: int | None = None, limit: int
) -> list[Line]:
    """One's own notices, newest first, below a number.

    Args:
        only: one of `FILTERS`.

    Raises:
        Forbidden: nobody is signed in.
    """
    query = select(Notice).where(Notice.user_id == require_account(actor), _readable(actor))
    if only == "non-lues":
        query = query.where(Notice.read_at.is_(None))
    elif only == "pour-moi":
        query = query.where(Notice.reason.in_(("direct", "awaited")))
    if before is not None:
        query = query.where(Notice.id < before)
    found = session.scalars(query.order_by(Notice.id.desc()).limit(limit)).all()
    return told(session, actor, found)


def line(session: Session, actor: Actor, notice_id: int) -> Line:
    """One of one's own notices.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: it is somebody else's, gone, or about what one may not read any more.
    """
    mine = (Notice.id == notice_id, Notice.user_id == require_account(actor), _readable(actor))
    found = told(session, actor, session.scalars(select(Notice).where(*mine)).all())
    if not found:
        raise NotFound
    return found[0]


def told(session: Session, actor: Actor, notices: Sequence[Notice]) -> list[Line]:
    """Some notices with what they are about, without those that the person may not know of any more."""
    wanted = {notice.page_id for notice in notices if notice.page_id is not None}
    readable = select(Page).where(Page.id.in_(wanted), visible_to(actor)).options(joinedload(Page.territory))
    pages = {page.id: page for page in session.scalars(readable)}
    places = _territories(session, notices)
    people = names(session, (notice.actor_id for notice in notices))
    return [
        Line(
            notice,
            pages.get(notice.page_id or 0),
            places.get(notice.territory_id or 0),
            people.get(notice.actor_id or 0, ""),
        )
        for notice in notices
        if notice.page_id is None or notice.page_id in pages or _was_readable(actor, notice)
    ]


def hidden(session: Session, actor: Actor) -> list[int]:
    """Notices that wait unread, but are about what the person may not read any more."""
    mine = (Notice.user_id == require_account(actor), Notice.read_at.is_(None))
    unreadable = session.scalars(select(Notice.id).where(*mine, ~_readable(actor))).all()
    deleted = session.scalars(select(Notice).where(*mine, Notice.kind == happens.PAGE_DELETED))
    return [*unreadable, *(notice.id for notice in deleted if not _was_readable(actor, notice))]


def people_due(session: Session, moment: datetime, limit: int) -> Sequence[int]:
    """Whose mails are to leave now."""
    due = select(Notice.user_id).where(Notice.mail_due <= moment).distinct().order_by(Notice.user_id)
    return session.scalars(due.limit(limit)).all()


def due(session: Session, user_id: int, moment: datetime, limit: int) -> Sequence[Notice]:
    """What is to leave now for one person, oldest first."""
    query = select(Notice).where(Notice.user_id == user_id, Notice.mail_due <= moment)
    return session.scalars(query.order_by(Notice.id).limit(limit)).all()


def unread_of_reader() -> ColumnElement[int]:
    """How many lines wait for somebody; a column beside `User`."""
    some = (
        select(Notice.id)
        .where(Notice.user_id == User.id, Notice.read_at.is_(None))
        .correlate(User)
        .limit(MOST_COUNTED)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


def _readable(actor: Actor) -> ColumnElement[bool]:
    """Notices about what a person may read now, or was told the end of."""
    pages = select(Page.id).where(Page.id == Notice.page_id, visible_to(actor)).exists()
    return or_(Notice.page_id.is_(None), pages, Notice.kind == happens.PAGE_DELETED)


def _was_readable(actor: Actor, notice: Notice) -> bool:
    key = str(notice.details.get("audience_key", ""))
    return notice.kind == happens.PAGE_DELETED and actor.sees(key)


def _territories(session: Session, notices: Sequence[Notice]) -> dict[int, Territory]:
    wanted = {notice.territory_id for notice in notices if notice.territory_id is not None}
    return {place.id: place for place in session.scalars(select(Territory).where(Territory.id.in_(wanted)))}
