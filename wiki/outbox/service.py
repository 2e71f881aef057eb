"""Announce changes, mark them done, put them off, replay them, forget them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from wiki.db import now
from wiki.outbox.models import PUT, REBUILD, Change
from wiki.outbox.registry import AT_MOST_WITHIN, Followers

KEPT = timedelta(days=7)
"""How long a change that is done can be replayed."""
_A_LITTLE = timedelta(seconds=1)
_PURGED_AT_ONCE = 500
_LONGEST_PAUSE = timedelta(hours=1)
_LONGEST_ERROR = 1000
_PENDING = "announced_changes"


def announce(session: Session, page_id: int, revision_id: int | None = None, *, operation: str = PUT) -> None:
    """Say in the caller's transaction that a page changes; several times in one transaction count once."""
    announced = session.info.setdefault(_PENDING, {})
    announced[page_id] = {"page_id": page_id, "revision_id": revision_id, "operation": operation}


def announce_all(session: Session, page_ids: Iterable[int], *, operation: str = PUT) -> None:
    """Say that many pages change."""
    for page_id in page_ids:
        announce(session, page_id, operation=operation)


def write_down(session: Session, followers: Followers) -> None:
    """Write down what was announced, and hand it to the follower within; called before each commit."""
    announced = session.info.pop(_PENDING, {})
    if not announced:
        return
    if followers.within is None or len(announced) > AT_MOST_WITHIN:
        session.execute(insert(Change), list(announced.values()))
        return
    numbers = session.scalars(insert(Change).returning(Change.sequence), list(announced.values())).all()
    taken = followers.within(session, list(announced), max(numbers))
    session.execute(
        update(Change).where(Change.sequence.in_(numbers), Change.page_id.in_(taken)).values(done_at=now())
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def leave(session: Session, page_ids: Iterable[int]) -> None:
    """Write down that these pages could not be followed now, and are to be a little later."""
    rows = [{"page_id": page_id, "operation": PUT, "due_at": now() + _A_LITTLE} for page_id in page_ids]
    if rows:
        session.execute(insert(Change), rows)


def ask_for_everything(session: Session) -> None:
    """Let whoever follows begin again from everything, unless that is already asked."""
    asked = select(Change.sequence).where(Change.operation == REBUILD, Change.done_at.is_(None)).limit(1)
    if session.scalar(asked) is None:
        session.execute(insert(Change).values(operation=REBUILD))


def mark_rebuilt(session: Session, sequence: int) -> None:
    """Mark wishes for a new beginning as fulfilled that were there when it began."""
    session.execute(
        update(Change)
        .where(Change.operation == REBUILD, Change.done_at.is_(None), Change.sequence <= sequence)
        .values(done_at=now())
        .execution_options(synchronize_session=False)
    )


def mark_done(session: Session, changes: Sequence[Change]) -> None:
    """Mark changes as followed, and with them earlier ones of the same pages that had failed.

    No other earlier ones: on PostgreSQL a smaller number may be committed after a greater one, unseen so far.
    """
    failed_before = and_(
        Change.page_id.in_({change.page_id for change in changes}),
        Change.attempts > 0,
        Change.done_at.is_(None),
    )
    taken = Change.sequence.in_([change.sequence for change in changes])
    session.execute(
        update(Change).where(or_(taken, failed_before)).values(done_at=now())
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def postpone(session: Session, changes: Sequence[Change], error: str) -> None:
    """Try these again later, ever later."""
    attempts = max(change.attempts for change in changes) + 1
    pause = min(timedelta(seconds=2 ** min(attempts, 12)), _LONGEST_PAUSE)
    # What a database takes, whatever an exception says: no NUL, no half characters, not without end.
    told = (
        error[:_LONGEST_ERROR].replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    )
    session.execute(
        update(Change).where(Change.sequence.in_([change.sequence for change in changes]))
        .values(attempts=attempts, due_at=now() + pause, error=told)
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def replay_after(session: Session, sequence: int) -> int:
    """Let everything be followed again that was done after this change; returns how many changes.

    By number and by time: see `mark_done`.
    """
    done_then = select(Change.done_at).where(Change.sequence == sequence).scalar_subquery()
    replayed = session.execute(
        update(Change)
        .where(
            Change.page_id.is_not(None),
            Change.done_at.is_not(None),
            or_(Change.sequence > sequence, Change.done_at > done_then),
        )
        .values(done_at=None)
        .execution_options(synchronize_session=False)
    )
    return int(replayed.rowcount)  # type: ignore[attr-defined]  # an update has a cursor


def purge(session: Session) -> int:
    """Forget some changes that were done long ago, but never the last one done; returns how many."""
    oldest = select(Change.sequence).order_by(Change.sequence).limit(_PURGED_AT_ONCE)
    last_done = select(func.max(Change.sequence)).where(Change.done_at.is_not(None))
    gone = session.execute(
        delete(Change)
        .where(
            Change.sequence.in_(oldest.scalar_subquery()),
            Change.done_at < now() - KEPT,
            Change.sequence < last_done.scalar_subquery(),
        )
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a deletion has a cursor
