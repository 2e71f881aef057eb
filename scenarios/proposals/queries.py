"""Reads of proposals: what is offered to a page, what a page offered, who waits for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from scenarios.adaptation.changes import Difference, changes_between, fingerprints
from scenarios.adaptation.queries import Following, following, own_changes
from scenarios.proposals.models import OPEN, Proposal
from wiki.db import now
from wiki.errors import NotFound
from wiki.nested import Rows
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.territories.models import Territory

MOST_SHOWN = 20
NEWS = timedelta(days=30)
"""How long an answer is news on the page that made the proposal."""


@dataclass(frozen=True)
class Waiting:
    """Proposals that a page has not answered, by the territories that made them."""

    page: Page
    count: int


class Answer(NamedTuple):
    """What became of a proposal, and which territory answered; `number` is the revision that took something of it."""

    name: str
    state: str
    number: int | None


@dataclass(frozen=True)
class Offer:
    """What a page may offer to its origin: its own changes, without those offered already."""

    found: Following
    difference: Difference


def offer_of(session: Session, actor: Actor, page: Page) -> Offer | None:
    """What a page changed since it was adapted; None where it has no origin that this person may read."""
    found = following(session, actor, page)
    if found is None:
        return None
    own = own_changes(found)
    pending = frozenset[str]().union(
        *(
            fingerprints(changes_between(made.base_text, made.offered_text))
            for made in _open_of(session, page, found.origin)
        )
    )
    return Offer(found, Difference(own.before, own.after, own.known | pending))


def made_by(session: Session, page: Page) -> Sequence[Proposal]:
    """What a page offered, newest first."""
    return session.scalars(_told().where(Proposal.page_id == page.id).limit(MOST_SHOWN)).all()


def offered_to(session: Session, page: Page, *, is_open: bool) -> Sequence[Proposal]:
    """What is offered to a page: unanswered ones, oldest first, or those that were closed, newest first."""
    query = select(Proposal).where(Proposal.target_id == page.id).options(*_with_names()).limit(MOST_SHOWN)
    if is_open:
        return session.scalars(query.where(Proposal.state == OPEN).order_by(Proposal.id)).all()
    return session.scalars(query.where(Proposal.state != OPEN).order_by(Proposal.id.desc())).all()


def proposal(session: Session, number: int) -> Proposal:
    """One proposal.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Proposal, number, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def waiting_for(told: Told) -> list[tuple[str, int]]:
    """Who waits for an answer of a page, from what its reader was told beside it: territory → number of proposals."""
    return sorted((name, count) for name, count in told[WAITING.name] or ())


def fresh_answer(told: Told) -> Answer | None:
    """The last answer to what a page offered, while it is news."""
    answered = told[ANSWERED.name]
    if answered is None or answered < now() - NEWS:
        return None
    return Answer(*told[ANSWER.name][0])


def waiting_in(session: Session, actor: Actor, territory_id: int | None) -> list[Waiting]:
    """The pages that this person reads and that have proposals to answer: of a territory, or of all of theirs."""
    if territory_id is not None:
        mine = Page.territory_id == territory_id
    else:
        mine = true() if actor.is_curator else Page.territory_id.in_(list(actor.territories))
    rows = session.execute(
        select(Page, func.count(Proposal.id))
        .join(Proposal, Proposal.target_id == Page.id)
        .join(Page.territory)
        .where(mine, Proposal.state == OPEN, visible_to(actor))
        .group_by(Page.id, Territory.id)
        .options(contains_eager(Page.territory))
        .order_by(Page.id)
        .limit(MOST_SHOWN)
    )
    return [Waiting(page, count) for page, count in rows]


def _open_of(session: Session, page: Page, target: Page) -> Sequence[Proposal]:
    query = select(Proposal).where(
        Proposal.page_id == page.id, Proposal.target_id == target.id, Proposal.state == OPEN
    )
    return session.scalars(query.limit(MOST_SHOWN)).all()


def _told() -> Select[Proposal]:
    return select(Proposal).options(*_with_names()).order_by(Proposal.id.desc())


def _with_names() -> tuple[ORMOption, ...]:
    return (
        joinedload(Proposal.territory),
        joinedload(Proposal.author),
        joinedload(Proposal.answerer),
        joinedload(Proposal.page).joinedload(Page.territory),
        joinedload(Proposal.target).joinedload(Page.territory),
    )


def _waiting(readable: Readable) -> ColumnElement[Any]:
    counted = (
        select(Territory.name, func.count().label("count"))
        .join(Proposal, Proposal.territory_id == Territory.id)
        .where(Proposal.target_id == Page.id, Proposal.state == OPEN)
        .group_by(Territory.name)
        .correlate(Page)
        .subquery()
    )
    return select(Rows(counted.c.name, counted.c.count)).correlate(Page).scalar_subquery()


def _answered(readable: Readable) -> ColumnElement[Any]:
    last = select(func.max(Proposal.answered_at)).where(Proposal.page_id == Page.id)
    return last.correlate(Page).scalar_subquery()


def _answer(readable: Readable) -> ColumnElement[Any]:
    target, owner = aliased(Page), aliased(Territory)
    last = (
        select(owner.name, Proposal.state, Proposal.accepted_number)
        .select_from(Proposal)
        .join(target, target.id == Proposal.target_id)
        .join(owner, owner.id == target.territory_id)
        .where(Proposal.page_id == Page.id, Proposal.answered_at.is_not(None))
        .order_by(Proposal.answered_at.desc(), Proposal.id.desc())
        .limit(1)
        .correlate(Page)
        .subquery()
    )
    return select(Rows(*last.c)).select_from(last).correlate(Page).scalar_subquery()


WAITING = Beside("proposals.waiting", _waiting)
"""Who waits for an answer of the page: territory and number of proposals."""
ANSWERED = Beside("proposals.answered", _answered)
"""When the last of what the page offered was answered."""
ANSWER = Beside("proposals.answer", _answer)
"""What that answer was."""
NEWS_OF_A_PAGE = (WAITING, ANSWERED, ANSWER)
