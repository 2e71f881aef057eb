"""An offered text of a page, and what was said about it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page

OPEN, ACCEPTED, PARTLY, DECLINED, WITHDRAWN = "open", "accepted", "partly", "declined", "withdrawn"
LONGEST_SUMMARY = 300
LONGEST_NAME = 120
LONGEST_MESSAGE = 2000


class Contribution(Model):
    """The whole text of a page as somebody would have it, made from its version `base_number`.

    Who offered it is an account (`author_id`) or a visitor (`guest_name`). A visitor's address for mail and the
    hash of their network are kept only while it is open.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        Index("ix_contribution_page", "page_id", "state", "id"),
        Index("ix_contribution_state", "state", "id"),
        Index("ix_contribution_author", "author_id", "id"),
        # The address that a visitor follows it by is made from its number, which must never be another's.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    base_number: Mapped[int]
    # The text that it was made from, where that is a version of another page (see `moving`).
    base_text: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(String(LONGEST_SUMMARY), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    guest_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    guest_email: Mapped[str] = mapped_column(String(254), default="")
    # The language to write to the visitor in.
    locale: Mapped[str] = mapped_column(String(5), default="")
    network_hash: Mapped[str] = mapped_column(String(64), default="")
    # Sent with the form, so that a form posted twice offers once.
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    amended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The version of the page that took something of it.
    number: Mapped[int | None]

    page: Mapped[Page] = relationship()
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    decider: Mapped[User | None] = relationship(foreign_keys=[decided_by])

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def mark(self) -> str:
        """What this offer says now: another once it was mended."""
        return self.amended_at.isoformat() if self.amended_at else ""

    @property
    def author_name(self) -> str:
        """Who is credited."""
        return self.author.name if self.author else self.guest_name


class ContributionMessage(Model):
    """What the offerer and those who decide say to each other. Markdown, cleaned when it is shown."""

    __tablename__ = "contribution_message"
    __table_args__ = (Index("ix_contribution_message_contribution_id", "contribution_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    # None where a visitor speaks.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    is_offerer: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    author: Mapped[User | None] = relationship()
