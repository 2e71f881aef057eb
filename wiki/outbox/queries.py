"""What waits, for how long, and what fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from wiki.db import now
from wiki.outbox.models import REBUILD, Change
from wiki.permissions import Actor, Permission, require

SHOWN = 200


@dataclass(frozen=True)
class Lag:
    """How far the followers are behind.

    Attributes:
        waiting: changes not followed yet, those that failed left out.
        oldest: when the first of them was made, None when nothing waits.
        last_done: when one was last followed, None before the first.
        failing: changes whose page makes following fail; they are tried again, ever later.
    """

    waiting: int
    oldest: datetime | None
    last_done: datetime | None
    failing: int


def lag(session: Session) -> Lag:
    """Count what waits, in one statement."""
    last_done = (
        select(Change.done_at).where(Change.done_at.is_not(None)).order_by(Change.sequence.desc()).limit(1)
    )
    new = Change.attempts == 0
    waiting, oldest, failing, last = session.execute(
        select(
            func.count().filter(new),
            func.min(Change.created_at).filter(new),
            func.count().filter(Change.attempts > 0),
            last_done.scalar_subquery(),
        ).where(Change.done_at.is_(None))
    ).one()
    return Lag(waiting, oldest, last, failing)


def oldest_waiting(session: Session) -> datetime | None:
    """When the first change was made that waits and has not failed; quicker than `lag` where many wait."""
    return session.scalar(
        select(Change.created_at).where(Change.done_at.is_(None), Change.attempts == 0)
        .order_by(Change.sequence).limit(1)
    )  # fmt: skip


def is_anything_due(session: Session) -> bool:
    """Whether there is something to follow now."""
    return session.scalar(select(Change.sequence).where(*_due()).limit(1)) is not None


def due(session: Session, limit: int) -> Sequence[Change]:
    """Changes of pages to follow now, oldest first.

    By what is not done, never by what is greater than the last number seen: see `service.mark_done`.
    """
    changes = select(Change).where(*_due(), Change.page_id.is_not(None))
    return session.scalars(changes.order_by(Change.sequence).limit(limit)).all()


def _due() -> tuple[ColumnElement[bool], ...]:
    return Change.done_at.is_(None), or_(Change.due_at.is_(None), Change.due_at <= now())


def is_rebuild_asked(session: Session) -> bool:
    """Whether followers must begin again from everything."""
    asked = select(Change.sequence).where(Change.done_at.is_(None), Change.operation == REBUILD)
    return session.scalar(asked.limit(1)) is not None


def newest(session: Session) -> int:
    """The greatest number given so far, 0 before the first."""
    return session.scalar(select(func.max(Change.sequence))) or 0


def last_done(session: Session) -> int:
    """The greatest number of a page's change that was followed, 0 when none was."""
    done = select(Change.sequence).where(Change.done_at.is_not(None), Change.page_id.is_not(None))
    return session.scalar(done.order_by(Change.sequence.desc()).limit(1)) or 0


def is_kept(session: Session, sequence: int) -> bool:
    """Whether this change is still there, so that what was done after it can be replayed."""
    return session.get(Change, sequence) is not None


def failing(session: Session, actor: Actor) -> Sequence[Change]:
    """Changes that cannot be followed because of their page, newest first.

    Raises:
        Forbidden: the actor does not look after later work.
    """
    require(actor, Permission.JOBS_MANAGE)
    return session.scalars(
        select(Change).where(Change.done_at.is_(None), Change.attempts > 0)
        .order_by(Change.sequence.desc()).limit(SHOWN)
    ).all()  # fmt: skip
