"""The table of changes.

Why not events or jobs: an event is lost in a crash; jobs have no order of their own, are forgotten once done, and
wait behind one another. Here each change has a number that is never given twice, so that a follower can say how
far it came, and changes that are done are kept for some days, so that it can go back.
"""

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now

PUT = "put"
REMOVE = "remove"
REBUILD = "rebuild"
"""Not a change of a page: whoever follows must begin again from everything (`page_id` is None)."""

_WAITING = text("done_at IS NULL")


class Change(Model):
    """A page is not as it was. What it is now stands in the page, not here.

    Attributes:
        attempts: how often following failed because of this page; 0 for nearly all.
        due_at: after a failure, when to try again.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "sequence", sqlite_where=_WAITING, postgresql_where=_WAITING),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(primary_key=True)
    # No foreign keys: what is gone must still be told.
    page_id: Mapped[int | None]
    revision_id: Mapped[int | None]
    operation: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")
