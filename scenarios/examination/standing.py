"""What the person at hand is to a nomination, and so what they see of it and what they may do."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from scenarios.curation import queries as nominations
from scenarios.curation import readers
from scenarios.curation.interests import TO_ONESELF, interest_of
from scenarios.curation.models import DECLINED, REWORK, WAITING, Nomination, Reader
from scenarios.curation.service import may_withdraw
from scenarios.deliberation import queries as deliberation
from scenarios.deliberation.opinions import LeftToOthers
from wiki.permissions import Actor, Permission, can


@dataclass(frozen=True)
class Standing:
    """Rights of one person over one nomination.

    Attributes:
        is_college: of the scientific college or the national team; is_team: of the latter.
        answers: they answer for the scenario.
        refusal: the sentence that says why they may not judge; "" where they may.
        reader: what they are as a reader.
        has_given: they gave their opinion in this round, and so see those of others.
    """

    nomination: Nomination
    is_college: bool
    is_team: bool
    answers: bool
    withdraws: bool
    contests: bool
    refusal: Any
    reader: Reader | None
    has_given: bool

    @property
    def is_judge(self) -> bool:
        """Whether they may give an opinion now."""
        return self.is_college and not self.refusal and self.nomination.state == WAITING

    @property
    def manages(self) -> bool:
        """Whether they may say who reads it."""
        return self.is_team and not self.refusal and self.nomination.is_open

    @property
    def decides(self) -> bool:
        """Whether they may propose a decision."""
        return self.is_team and self.is_judge and self.has_given

    @property
    def is_to_answer(self) -> bool:
        """Whether the college waits for their answer to its requests."""
        return self.answers and self.nomination.state == REWORK

    def sees_opinions_of(self, number: int) -> bool:
        """Whether they see what others think in a round: all once it is decided; before, who has given theirs."""
        found = self.nomination
        if found.is_decided or (found.is_public and number < found.round):
            return True
        if not self.is_college or self.refusal:
            return False
        return self.has_given or not found.is_open


def standing(session: Session, actor: Actor, found: Nomination) -> Standing:
    """What a person is to a nomination that they may know of."""
    is_college = can(actor, Permission.CURATION_READ)
    answers = nominations.may_answer_for(actor, found)
    return Standing(
        nomination=found,
        is_college=is_college,
        is_team=is_college and can(actor, Permission.CURATION_MANAGE),
        answers=answers,
        withdraws=found.is_open and may_withdraw(actor, found),
        contests=answers and _may_be_contested(session, found),
        refusal=_refusal(session, actor, found) if is_college else "",
        reader=readers.own(session, actor, found) if is_college else None,
        has_given=is_college and deliberation.has_given(session, actor, found),
    )


def _refusal(session: Session, actor: Actor, found: Nomination) -> Any:
    interest = interest_of(session, found, actor.user_id or 0)
    if interest:
        return TO_ONESELF[interest]
    return LeftToOthers.sentence if actor.user_id in deliberation.deciders(session, found) else ""


def _may_be_contested(session: Session, found: Nomination) -> bool:
    if found.state != DECLINED or found.round > 1:
        return False
    return nominations.open_of(session, found.page_id) is None
