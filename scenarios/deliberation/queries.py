"""Reads of opinions and decisions, and whether there are enough opinions to decide."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scenarios.curation import queries as nominations
from scenarios.curation.interests import interests
from scenarios.curation.models import Nomination
from scenarios.deliberation.models import (
    PROPOSED,
    TAKEN,
    Appeal,
    Decision,
    DecisionVoice,
    Opinion,
    OpinionScore,
    ReworkRequest,
)
from wiki.accounts.models import User
from wiki.permissions import Actor


@dataclass(frozen=True)
class Quorum:
    """Whether there are enough opinions: how many, and from both sides.

    `given` counts those that count: given in this round, by people who have no interest in the nomination and whose
    account is in use.
    """

    given: int
    needed: int
    has_college: bool
    has_team: bool

    @property
    def is_met(self) -> bool:
        return self.given >= self.needed and self.has_college and self.has_team

    @property
    def missing(self) -> list[Any]:
        """What is still needed, in words."""
        short = self.needed - self.given
        told: list[Any] = []
        if short > 0:
            told.append(ngettext("encore %(num)s avis", "encore %(num)s avis", short))
        if not self.has_college:
            told.append(_l("un avis du collège scientifique"))
        if not self.has_team:
            told.append(_l("un avis de l'équipe nationale"))
        return told


def quorum(session: Session, found: Nomination, needed: int | None = None) -> Quorum:
    """How far a nomination is from being decided on; `needed` opinions, by default as many as the rules say."""
    opinions = given(session, found)
    silent = without_voice(session, found, [opinion.author_id for opinion in opinions])
    counted = [opinion.role for opinion in opinions if opinion.author_id not in silent]
    needed = needed or nominations.settings(session).opinions
    return Quorum(len(counted), needed, "reviewer" in counted, "curator" in counted)


def without_voice(session: Session, found: Nomination, user_ids: Sequence[int]) -> set[int]:
    """Of these people, those whose words do not count: they have an interest, or their account is blocked or gone."""
    left = or_(User.deleted_at.is_not(None), User.blocked_at.is_not(None))
    gone = session.scalars(select(User.id).where(User.id.in_(user_ids), left))
    return {*interests(session, found, user_ids), *gone}


def given(session: Session, found: Nomination, number: int | None = None) -> Sequence[Opinion]:
    """The opinions given in a round (the one at hand), in the order in which they first were."""
    query = (
        select(Opinion)
        .where(
            Opinion.nomination_id == found.id,
            Opinion.round == (number or found.round),
            Opinion.given_at.is_not(None),
        )
        .options(joinedload(Opinion.author), selectinload(Opinion.scores), selectinload(Opinion.former))
        .order_by(Opinion.first_given_at, Opinion.id)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def own_opinion(session: Session, actor: Actor, found: Nomination) -> Opinion | None:
    """What a person gave, or is writing, in the round at hand."""
    query = select(Opinion).where(
        Opinion.nomination_id == found.id, Opinion.round == found.round, Opinion.author_id == actor.user_id
    )
    return session.scalar(query.options(selectinload(Opinion.scores).joinedload(OpinionScore.criterion)))


def has_given(session: Session, actor: Actor, found: Nomination) -> bool:
    """Whether a person gave their opinion in the round at hand, and so may see those of others."""
    mine = own_opinion(session, actor, found)
    return mine is not None and mine.is_given


def pending(session: Session, found: Nomination) -> Decision | None:
    """The decision that waits for voices."""
    return session.scalar(_decisions(found).where(Decision.state == PROPOSED))


def decisions(session: Session, found: Nomination) -> Sequence[Decision]:
    """Every decision that was proposed, oldest first."""
    return session.scalars(_decisions(found).order_by(Decision.id)).all()


def last_taken(session: Session, found: Nomination) -> Decision | None:
    """The last decision that was taken."""
    taken = _decisions(found).where(Decision.state == TAKEN).order_by(Decision.id.desc())
    return session.scalars(taken.limit(1)).first()


def open_requests(session: Session, found: Nomination) -> Sequence[ReworkRequest]:
    """What the college asked for last."""
    decision = last_taken(session, found)
    return decision.requests if decision is not None else []


def appeal(session: Session, found: Nomination) -> Appeal | None:
    """The appeal against a decision not to retain."""
    query = select(Appeal).where(Appeal.nomination_id == found.id).options(joinedload(Appeal.author))
    return session.scalar(query)


def deciders(session: Session, found: Nomination) -> set[int]:
    """Who took the decision that is contested: they leave the second examination to others, if there are enough.

    Empty in a first round.
    """
    if found.round == 1:
        return set()
    voices = (
        select(DecisionVoice.author_id)
        .join(Decision, Decision.id == DecisionVoice.decision_id)
        .where(
            Decision.nomination_id == found.id,
            Decision.round < found.round,
            Decision.state == TAKEN,
            DecisionVoice.agrees,
        )
    )
    took = set(session.scalars(voices))
    return took if _are_enough_others(session, found, took) else set()


def _are_enough_others(session: Session, found: Nomination, but: Collection[int]) -> bool:
    """Whether the college could reach a decision without these people."""
    college = nominations.college(session)
    biased = interests(session, found, [one.id for one in college])
    others = [one for one in college if one.id not in but and one.id not in biased]
    roles = [one.site_role for one in others]
    rules = nominations.settings(session)
    enough = len(others) >= max(rules.opinions, rules.voices)
    return enough and "reviewer" in roles and "curator" in roles


def _decisions(found: Nomination) -> Select[Decision]:
    return (
        select(Decision)
        .where(Decision.nomination_id == found.id)
        .options(
            joinedload(Decision.author),
            joinedload(Decision.settler),
            selectinload(Decision.voices).joinedload(DecisionVoice.author),
            selectinload(Decision.requests).joinedload(ReworkRequest.answerer),
        )
        .execution_options(populate_existing=True)
    )
