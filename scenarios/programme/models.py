"""What a territory's programme is made of: budget, sponsors, milestones, events.

A row that was taken away keeps `removed_at` for a time, so that it can be put back.
"""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, false, true
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page
from wiki.territories.models import Territory

MAX_TITLE, MAX_WORDS, MAX_LINK, MAX_PLACE = 200, 2000, 500, 300
MAX_CENTS = 100_000_000_000
"""A thousand million euros: more is a slip of the keyboard."""


class Source(StrEnum):
    """Where the means of a budget line come from."""

    OWN = "own"
    PUBLIC = "public"
    PRIVATE = "private"
    IN_KIND = "in_kind"


class _Kept:
    """What every row of a programme has: its territory, who wrote it, and whether it was taken away."""

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @declared_attr
    @classmethod
    def author(cls) -> Mapped[User | None]:
        return relationship(User)

    @declared_attr
    @classmethod
    def territory(cls) -> Mapped[Territory]:
        return relationship(Territory)


class BudgetLine(_Kept, Model):
    """An amount that a territory counts on in one year; only its college and the national team read it.

    Attributes:
        cents: hundredths of a euro, so that sums are exact.
        source: a `Source`.
    """

    __tablename__ = "budget_line"
    __table_args__ = (Index("ix_budget_line_territory_id", "territory_id", "year"),)

    year: Mapped[int]
    label: Mapped[str] = mapped_column(String(MAX_TITLE))
    cents: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(10))


class Sponsor(_Kept, Model):
    """Somebody of *La Ruche de l'Apprenance*, who sponsors the territory's project by experience or renown.

    Attributes:
        name: a person or a body.
        quality: in which quality they do so.
        words: what they say of the project.
        link: an http(s) address, "" for none.
        since_year: None when nobody wrote it.
    """

    __tablename__ = "sponsor"
    __table_args__ = (Index("ix_sponsor_territory_id", "territory_id"),)

    name: Mapped[str] = mapped_column(String(MAX_TITLE))
    quality: Mapped[str] = mapped_column(String(MAX_TITLE), default="")
    words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    link: Mapped[str] = mapped_column(String(MAX_LINK), default="")
    since_year: Mapped[int | None]


class Milestone(_Kept, Model):
    """A point or span of time that the project passes.

    Attributes:
        ends_on: last day of a span, None for one day.
    """

    __tablename__ = "milestone"
    __table_args__ = (Index("ix_milestone_territory_id", "territory_id", "starts_on"),)

    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    is_done: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_public: Mapped[bool] = mapped_column(default=True, server_default=true())
    words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")

    @property
    def last_day(self) -> date:
        return self.ends_on or self.starts_on


class ProgrammeEvent(_Kept, Model):
    """A meeting of a territory's programme, as a calendar knows it (RFC 5545 section 3.6.1).

    Attributes:
        uid: the same for ever, whatever else changes; ends in `@territoire-apprenant`.
        sequence: grows with each change that calendars must take over.
        starts_on, starts_at, ends_on, ends_at: by the clock of `zone`; without times it lasts whole days.
        zone: IANA name.
        is_public: else only the college and the national team know of it.
        page_id: the scenario that is played there.
    """

    __tablename__ = "programme_event"
    __table_args__ = (
        Index("ix_programme_event_territory_id", "territory_id", "ends_on"),
        Index("ix_programme_event_ends_on", "ends_on", "id"),
    )

    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    place: Mapped[str] = mapped_column(String(MAX_PLACE), default="")
    starts_on: Mapped[date]
    starts_at: Mapped[time | None]
    ends_on: Mapped[date]
    ends_at: Mapped[time | None]
    zone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    is_public: Mapped[bool] = mapped_column(default=True, server_default=true())
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"), index=True)

    page: Mapped[Page | None] = relationship()

    @property
    def is_all_day(self) -> bool:
        return self.starts_at is None
