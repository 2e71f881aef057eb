"""A territory, the seats of its local college, and the people who belong to it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, and_, false
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now

NATIONAL = "national"
"""Slug of the pseudo-territory that holds the pages of the national team."""

PRESENTATION = "presentation"
"""Slug of the page that presents a territory."""

STATES = ("vivier", "candidat", "pilote", "retenu")
ROLES = ("member", "referent", "ambassador")


class Territory(Model):
    """A place where people learn; its presentation is the page `presentation` of the territory."""

    __tablename__ = "territory"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    region: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    project: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(20), default="vivier")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    college: Mapped[list["CollegeSeat"]] = relationship(
        order_by="CollegeSeat.position", cascade="all, delete-orphan", back_populates="territory"
    )

    @property
    def is_national(self) -> bool:
        return self.slug == NATIONAL


class CollegeSeat(Model):
    """Somebody in a territory's local college, under one of the fourteen categories of actors.

    Attributes:
        name: who holds the seat, as the college writes it.
        body: the association, service or company for which this person sits, "" when the name says it.
        person_id: the account of the person, where one is named.
        is_steward: whether it is one of the *maîtres d'usage*, guarantors of the territorial project.
        contact: how to reach them, for the college and the national team only.
    """

    __tablename__ = "college_seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), index=True)
    category: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    body: Mapped[str] = mapped_column(String(200), default="", server_default="")
    person_id: Mapped[int | None]
    is_steward: Mapped[bool] = mapped_column(default=False, server_default=false())
    contact: Mapped[str] = mapped_column(String(200), default="", server_default="")

    territory: Mapped[Territory] = relationship(back_populates="college")
    person: Mapped[User | None] = relationship(
        primaryjoin=lambda: and_(foreign(CollegeSeat.person_id) == User.id, User.deleted_at.is_(None)),
        viewonly=True,
        lazy="joined",
    )


class StateStep(Model):
    """One step of the national team's decision about a territory: which state, since when, who decided.

    Attributes:
        decided_on: the day of the decision, None where nobody knows it any more.
        author_id: the account that noted it.
        body: who decided, in words, such as "équipe nationale réunie en visioconférence".
        words: why.
        removed_at: taken away as a mistake; kept for a time, so that it can be put back.
    """

    __tablename__ = "state_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    decided_on: Mapped[date | None]
    body: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str] = mapped_column(String(500), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    author: Mapped[User | None] = relationship()


class Membership(Model):
    """A person's place in a territory; it gives rights once a referent has admitted the person."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "territory_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20), default="member")
    message: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    admitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    admitted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    territory: Mapped[Territory] = relationship()
