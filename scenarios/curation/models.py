"""Scenarios that territories propose to the nation, who reads them for the college, and how it decides."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenarios.calls.models import Call
from scenarios.criteria.models import Grid
from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page
from wiki.territories.models import Territory

WAITING, REWORK, RETAINED, DECLINED, WITHDRAWN = "waiting", "rework", "retained", "declined", "withdrawn"
OPEN = (WAITING, REWORK)
DECIDED = (RETAINED, DECLINED)

ASKED, REFUSED, RECUSED, BARRED = "asked", "refused", "recused", "barred"
"""What a reader is: asked for an opinion; too busy to give one; declared an interest; found to have one."""
OPINION, DECISION, VOICE = "opinion", "decision", "voice"
"""What is awaited from a reader: their opinion, that they propose a decision, their voice on the one proposed."""

MAX_WORDS = 2000
_STILL_OPEN = text("state IN ('waiting', 'rework')")
_ONLY_OPEN: dict[str, Any] = {"sqlite_where": _STILL_OPEN, "postgresql_where": _STILL_OPEN}


class Nomination(Model):
    """A scenario proposed to the nation, at one version.

    Attributes:
        number: the version that is proposed now; `NominationVersion` tells the ones before.
        territory_id: the page's territory when it was proposed, wherever the page is moved.
        words: why, to the college.
        state_at: since when it is in this state.
        round: 1, or 2 once it is examined again after an appeal.
        closing: why it was withdrawn; closed_by: who did.
        ready_at: since when there are enough opinions to decide.
        serial: goes up with each thing that may matter to who decides; they say which state they read.
        reminded_at: when the national team was last reminded of it.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        Index("uq_nomination_page_id_open", "page_id", unique=True, **_ONLY_OPEN),
        Index("ix_nomination_state_id", "state", "id"),
        Index("ix_nomination_territory_id_state", "territory_id", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    words: Mapped[str] = mapped_column(String(MAX_WORDS))
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    state_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    round: Mapped[int] = mapped_column(default=1)
    closing: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    serial: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    page: Mapped[Page] = relationship()
    territory: Mapped[Territory] = relationship()
    proposer: Mapped[User | None] = relationship(foreign_keys=[proposed_by])
    closer: Mapped[User | None] = relationship(foreign_keys=[closed_by])
    grid: Mapped[Grid] = relationship()
    call: Mapped[Call | None] = relationship()
    versions: Mapped[list["NominationVersion"]] = relationship(order_by="NominationVersion.id")
    readers: Mapped[list["Reader"]] = relationship(order_by="Reader.id")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def is_public(self) -> bool:
        """Whether everybody reads the record: once decided, also while an appeal is examined."""
        return self.decided_at is not None

    @property
    def url(self) -> str:
        return f"/examen/{self.id}"


class NominationVersion(Model):
    """A version that was proposed: the first, and each that a territory sent after requests for rework."""

    __tablename__ = "nomination_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)

    author: Mapped[User | None] = relationship()


class Reader(Model):
    """Somebody of the college and one nomination: what they are to it, and what is awaited from them.

    Attributes:
        words: why they refused or declared an interest; for who is barred, the key of the interest found.
        asked_by: who asked; the same person where they took it themselves.
    """

    __tablename__ = "nomination_reader"
    __table_args__ = (
        UniqueConstraint("nomination_id", "user_id"),
        Index("ix_nomination_reader_user_id_awaited", "user_id", "awaited"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[str] = mapped_column(String(10), default=ASKED)
    awaited: Mapped[str] = mapped_column(String(10), default="")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    nomination: Mapped[Nomination] = relationship(back_populates="readers")
    user: Mapped[User] = relationship(foreign_keys=[user_id])


class CurationSettings(Model):
    """One row: how the national team decides.

    Attributes:
        opinions: how many opinions a decision needs.
        voices: how many people must agree to a decision, who proposed it included.
        remind_after, late_after: days.
        turn: goes up with each change: who changes them says which they read.
    """

    __tablename__ = "curation_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinions: Mapped[int] = mapped_column(default=3)
    voices: Mapped[int] = mapped_column(default=2)
    remind_after: Mapped[int] = mapped_column(default=7)
    late_after: Mapped[int] = mapped_column(default=30)
    turn: Mapped[int] = mapped_column(default=0)
