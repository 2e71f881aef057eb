"""Which revisions wait for a look, and what became of undoing all that somebody did."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page, Revision

WAITING, SEEN, UNDONE = "waiting", "seen", "undone"
"""What an edit to review can be."""

DELETED, CLASHED, UNCHANGED, REFUSED = "deleted", "clashed", "unchanged", "refused"
"""What can become of a page, beside WAITING and UNDONE, when all that somebody did is undone."""


class EditToReview(Model):
    """A revision by somebody whom nobody knows to be careful yet.

    Attributes:
        is_first: one of the first edits of its author.
        state: WAITING, SEEN or UNDONE.
    """

    __tablename__ = "edit_to_review"
    __table_args__ = (Index("ix_edit_to_review_state_revision_id", "state", "revision_id"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    is_first: Mapped[bool]
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    revision: Mapped[Revision] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])


class Rollback(Model):
    """Somebody has all edits of a person undone, page by page, by a job."""

    __tablename__ = "rollback"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    # None: from their first edit on.
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    actor: Mapped[User] = relationship(foreign_keys=[actor_id])


class RollbackPage(Model):
    """A page that a person changed, and what became of it.

    Attributes:
        outcome: WAITING until its turn, then UNDONE, DELETED, CLASHED (later changes touch the same passages),
            UNCHANGED (nothing of it was left) or REFUSED (not theirs to edit).
        number: of the revision that undid the changes.
    """

    __tablename__ = "rollback_page"

    rollback_id: Mapped[int] = mapped_column(ForeignKey("rollback.id", ondelete="CASCADE"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10), default=WAITING)
    number: Mapped[int | None]

    page: Mapped[Page] = relationship()
