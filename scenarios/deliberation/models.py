"""Opinions, decisions with the voices for and against, requests for rework with their answers, appeals."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenarios.criteria.models import Criterion
from scenarios.curation.models import MAX_WORDS, Nomination
from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now

RETAIN, MEND, DECLINE = "retained", "rework", "declined"
"""What one may advise or decide; the states of a nomination have the same names."""
OUTCOMES = (RETAIN, MEND, DECLINE)

PROPOSED, TAKEN, DROPPED = "proposed", "taken", "dropped"

_IS_PROPOSED = text("state = 'proposed'")
_IS_FINAL = text("state = 'taken' AND outcome <> 'rework'")


class Opinion(Model):
    """What one person thinks of a nomination, once in each round.

    Attributes:
        role: what they were for the site when they gave it: reviewer or curator.
        number: the version that they read.
        verdict: one of `OUTCOMES`; empty, like everything below, until it is given.
        draft: what they are writing, seen by nobody else: before they give it, and while they change it.
    """

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("nomination_id", "round", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    round: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(10), default="")
    number: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(10), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    draft_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    nomination: Mapped[Nomination] = relationship()
    author: Mapped[User] = relationship()
    scores: Mapped[list["OpinionScore"]] = relationship(cascade="all, delete-orphan")
    former: Mapped[list["FormerOpinion"]] = relationship(order_by="FormerOpinion.id")

    @property
    def is_given(self) -> bool:
        return self.given_at is not None


class OpinionScore(Model):
    """0 to 3 on one criterion, with the words that give the reason; None where the person has no opinion."""

    __tablename__ = "opinion_score"

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), primary_key=True, index=True)
    score: Mapped[int | None]
    words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")

    criterion: Mapped[Criterion] = relationship()


class FormerOpinion(Model):
    """An opinion as it was before its author changed it; `scores` is a list of [criterion id, score, words]."""

    __tablename__ = "former_opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    scores: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Decision(Model):
    """A decision that somebody proposed, and that others confirm or not.

    Attributes:
        state: proposed until enough people agree; then taken. Dropped when it was set aside.
        number: the version that it is about.
        needed: the rules in force: {"opinions": 3, "voices": 2}.
        ending: why it was set aside; settled_by: who did, or whose voice was the last that it needed.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "uq_decision_nomination_id_proposed", "nomination_id", unique=True,
            sqlite_where=_IS_PROPOSED, postgresql_where=_IS_PROPOSED,
        ),
        Index(
            "uq_decision_nomination_id_final", "nomination_id", "round", unique=True,
            sqlite_where=_IS_FINAL, postgresql_where=_IS_FINAL,
        ),
        Index("ix_decision_nomination_id", "nomination_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"))
    round: Mapped[int]
    number: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    state: Mapped[str] = mapped_column(String(10), default=PROPOSED)
    needed: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    ending: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    nomination: Mapped[Nomination] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    settler: Mapped[User | None] = relationship(foreign_keys=[settled_by])
    voices: Mapped[list["DecisionVoice"]] = relationship(order_by="DecisionVoice.at")
    requests: Mapped[list["ReworkRequest"]] = relationship(order_by="ReworkRequest.position")


class DecisionVoice(Model):
    """Somebody agrees to a decision, or says why not; who proposed it agrees by that."""

    __tablename__ = "decision_voice"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))
    agrees: Mapped[bool]
    words: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    author: Mapped[User] = relationship()


class ReworkRequest(Model):
    """Something the college asks for before it retains; answered with words, a version that mends it, or both."""

    __tablename__ = "rework_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    words: Mapped[str] = mapped_column(String(MAX_WORDS))
    answer: Mapped[str] = mapped_column(String(MAX_WORDS), default="")
    answer_number: Mapped[int | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    answerer: Mapped[User | None] = relationship()

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


class Appeal(Model):
    """A territory contests a decision not to retain, once."""

    __tablename__ = "appeal"

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id", ondelete="CASCADE"), unique=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    author: Mapped[User | None] = relationship()
