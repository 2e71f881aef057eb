"""Calls for scenarios: what the national team asks territories to write about, and until when."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.themes.models import Theme

LONGEST_TITLE = 160
LONGEST_ASKER = 160
LONGEST_INTRODUCTION = 20_000
MOST_THEMES = 5


class Call(Model):
    """A call (« appel »): a draft of the national team until it is published.

    Attributes:
        asked_by: who asks, in words: the national team, with whom.
        opens_on, closes_on: the first and the last day, both included, in the site's time zone.
        published_at: since when everybody may read it; None for a draft.
        closed_at: when the national team closed it before its last day.
        told_at: when those who follow its themes were told that it is open.
        reminded_at: when the national team was reminded that it has closed.
        version: grows with each change, so that nobody writes over what they have not read.
    """

    __tablename__ = "call"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    introduction: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(LONGEST_ASKER), default="")
    opens_on: Mapped[date]
    closes_on: Mapped[date] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Sent with the form, so that a form posted twice makes one call.
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    author: Mapped[User | None] = relationship()
    themes: Mapped[list[Theme]] = relationship(secondary="call_theme", order_by=Theme.name)

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/appels/{self.slug}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def theme_ids(self) -> list[int]:
        """The themes it is about; one that became part of another is that one now."""
        return [theme.merged_into_id or theme.id for theme in self.themes]


class CallTheme(Model):
    """A call is about a theme."""

    __tablename__ = "call_theme"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)
