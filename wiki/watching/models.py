"""What a person follows, and how the person wants to hear of it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now

KINDS = ("page", "collection", "search", "mine", "adaptations", "tag", "theme", "family", "territory")
"""What can be followed, the most particular first: where several hold, the first one counts."""
STANDING = ("mine", "adaptations")
"""Followed by everybody who does not say otherwise: the pages one wrote in, and what others made of them."""
CAN_BE_SILENCED = ("page", *STANDING)
"""Nothing more is told of a silenced page, whatever else one follows; of the others it is enough to stop."""
ALL, IMPORTANT, NOTHING = "all", "important", "none"
LEVELS = (ALL, IMPORTANT, NOTHING)
ONCE, DAILY, WEEKLY, NEVER = "once", "daily", "weekly", "never"
RHYTHMS = (ONCE, DAILY, WEEKLY, NEVER)
USUAL = ""
"""The rhythm that the person chose for everything."""


class Subscription(Model):
    """Somebody follows something.

    Attributes:
        thing_id: of the page, theme …; 0 for what is one's own.
        level: everything, only what matters (no minor edits), or nothing (see `CAN_BE_SILENCED`).
        mail: a rhythm, or "" for the person's usual one.
        looked_at: until when a saved search was looked through.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "thing_id"),
        Index("ix_subscription_thing", "kind", "thing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    thing_id: Mapped[int] = mapped_column(default=0)
    level: Mapped[str] = mapped_column(String(10), default=ALL)
    mail: Mapped[str] = mapped_column(String(8), default=USUAL)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class WatchSettings(Model):
    """How a person wants to be told; without a row, as a new one says.

    Attributes:
        mail: the usual rhythm.
        direct_mail: the rhythm of what is meant for the person: mentions, answers, decisions, requests.
        quiet_from, quiet_until: hours of the day in the site's time zone; mails wait from the one to the other.
        digest_hour, digest_day: when digests leave; Monday is 0.
        feed_serial: changed to revoke the key of one's own feed; 0 before there was one.
        counted_on, counted: how many mails left at once on which day.
    """

    __tablename__ = "watch_settings"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    mail: Mapped[str] = mapped_column(String(8), default=DAILY)
    direct_mail: Mapped[str] = mapped_column(String(8), default=ONCE)
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    digest_hour: Mapped[int] = mapped_column(default=7)
    digest_day: Mapped[int] = mapped_column(default=0)
    feed_serial: Mapped[int] = mapped_column(default=0)
    counted_on: Mapped[date | None] = mapped_column(Date)
    counted: Mapped[int] = mapped_column(default=0)
