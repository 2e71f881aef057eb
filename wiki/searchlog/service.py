"""Write counts down, and forget them after ninety days."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.jobs.service import enqueue
from wiki.searchlog.buffer import Counted, Entries
from wiki.searchlog.models import AskedText
from wiki.searchlog.privacy import KEPT_DAYS, first_day

FORGET_JOB = "search.forget"


def record(session: Session, entries: Entries) -> None:
    """Add counts to those of their days. The first ones of a day have old days forgotten."""
    for day in sorted({day for day, _ in entries}):
        if session.scalar(select(AskedText.day).where(AskedText.day == day).limit(1)) is None:
            enqueue(session, FORGET_JOB, {})
    # In one order everywhere: two processes that write the same texts never wait in a circle.
    for (day, text), counted in sorted(entries.items()):
        _add(session, day, text, counted)


def forget(session: Session) -> None:
    """Delete what was asked more than ninety days ago."""
    session.execute(delete(AskedText).where(AskedText.day < first_day(KEPT_DAYS)))


def _add(session: Session, day: date, text: str, counted: Counted) -> None:
    if _increase(session, day, text, counted):
        return
    try:
        with session.begin_nested():
            session.execute(
                insert(AskedText).values(
                    day=day, text=text, asked=counted.asked, empty=counted.empty, total=counted.total
                )
            )
    except IntegrityError:
        # Another process has just begun the same line.
        _increase(session, day, text, counted)


def _increase(session: Session, day: date, text: str, counted: Counted) -> bool:
    """Whether the line was there."""
    changed: Sequence[object] = session.scalars(
        update(AskedText)
        .where(AskedText.day == day, AskedText.text == text)
        .values(
            asked=AskedText.asked + counted.asked,
            empty=AskedText.empty + counted.empty,
            total=counted.total,
        )
        .returning(AskedText.day)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(changed)
