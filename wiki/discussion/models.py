"""Threads about a page, the passage that a thread is about, messages, reactions, and what is reported of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.discussion.anchoring import CONTEXT_LENGTH, MAX_SECTION, Anchor
from wiki.pages.models import Page

MAX_SUBJECT = 120
MAX_REASON = 500
SAID, RESOLVED, REOPENED, LOCKED, UNLOCKED = "said", "resolved", "reopened", "locked", "unlocked"
"""What a message is: words, or a line that tells what somebody did to the thread."""
REACTIONS = ("thanks", "agree", "useful", "tried")
KEPT, HIDDEN = "kept", "hidden"
"""What became of a reported message."""


class Thread(Model):
    """A conversation about a page, or about a passage of it.

    `title` is what lists call it: the subject, else how the first message begins; empty while that one is hidden.
    """

    __tablename__ = "discussion_thread"
    __table_args__ = (Index("ix_discussion_thread_page", "page_id", "active_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    subject: Mapped[str] = mapped_column(String(MAX_SUBJECT), default="")
    title: Mapped[str] = mapped_column(String(MAX_SUBJECT), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    page: Mapped[Page] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    passage: Mapped["Passage | None"] = relationship(back_populates="thread")

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def path(self) -> str:
        """Where the thread is read, as long as the page keeps its address; `/discussions/<id>` always leads there."""
        return f"/{self.page.path}/discussion/{self.id}"


class Passage(Model):
    """What of the page a thread is about: the words when it was opened, and where they stood last.

    Attributes:
        quote, number: the words that were commented, and the revision in which.
        exact, prefix, suffix, section, position: the anchor in revision `found_number`, the last that held it.
        looked_number: the last revision in which it was looked for.
    """

    __tablename__ = "discussion_passage"

    thread_id: Mapped[int] = mapped_column(
        ForeignKey("discussion_thread.id", ondelete="CASCADE"), primary_key=True
    )
    quote: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(String(CONTEXT_LENGTH), default="")
    suffix: Mapped[str] = mapped_column(String(CONTEXT_LENGTH), default="")
    section: Mapped[str] = mapped_column(String(MAX_SECTION), default="")
    position: Mapped[int] = mapped_column(default=0)
    found_number: Mapped[int]
    looked_number: Mapped[int]

    thread: Mapped[Thread] = relationship(back_populates="passage")

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.exact, self.prefix, self.suffix, self.section, self.position)


class Message(Model):
    """What somebody said in a thread, or a line that tells what they did to it (`kind`). Nothing said is erased."""

    __tablename__ = "discussion_message"
    __table_args__ = (
        Index("ix_discussion_message_thread", "thread_id", "id"),
        Index("ix_discussion_message_author", "author_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("discussion_thread.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(10), default=SAID)
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Taken back by its author; hidden by who looks after the talk.
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    hidden_reason: Mapped[str] = mapped_column(String(MAX_REASON), default="")
    # Sent with the form, so that a form posted twice says it once.
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    thread: Mapped[Thread] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])

    @property
    def is_said(self) -> bool:
        return self.kind == SAID

    @property
    def is_shown(self) -> bool:
        """Whether everybody reads it."""
        return self.removed_at is None and self.hidden_at is None


class FormerText(Model):
    """What a message said before it was edited."""

    __tablename__ = "discussion_former_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(
        ForeignKey("discussion_message.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Reaction(Model):
    """One word of a fixed few, said to a message without writing one."""

    __tablename__ = "discussion_reaction"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("discussion_message.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)


class Report(Model):
    """Somebody asks those who look after the talk to read a message; once a person and message."""

    __tablename__ = "discussion_report"
    __table_args__ = (UniqueConstraint("message_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("discussion_message.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(MAX_REASON))
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decision: Mapped[str] = mapped_column(String(10), default="")

    message: Mapped[Message] = relationship()
    reporter: Mapped[User] = relationship(foreign_keys=[user_id])
