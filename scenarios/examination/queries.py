"""The queue of nominations, and how many of them wait for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from scenarios.curation.models import (
    ASKED,
    DECIDED,
    OPEN,
    REWORK,
    WAITING,
    WITHDRAWN,
    CurationSettings,
    Nomination,
    Reader,
)
from scenarios.deliberation.models import Opinion
from wiki.accounts.models import User
from wiki.db import now
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import VISITOR, Actor, Permission, can
from wiki.territories.models import Membership

MINE, UNASSIGNED, DECISIONS = "pour-moi", "a-attribuer", "decisions"
FILTERS: dict[str, ColumnElement[bool]] = {
    "": Nomination.state.in_(OPEN),
    MINE: true(),
    UNASSIGNED: Nomination.state == WAITING,
    "a-retravailler": Nomination.state == REWORK,
    DECISIONS: Nomination.state.in_(DECIDED),
    "retires": Nomination.state == WITHDRAWN,
}
NEWEST_FIRST = (DECISIONS, "retires")


@dataclass(frozen=True)
class Row:
    """A nomination of the queue: how many opinions it has, of how many readers, what is awaited from who looks."""

    nomination: Nomination
    given: int
    readers: int
    awaited: str
    is_late: bool


def queue(
    session: Session, actor: Actor, only: str, rules: CurationSettings, after: int | None, limit: int
) -> list[Row]:
    """Nominations, oldest first, or newest first where nothing waits any more; `only` is one of `FILTERS`.

    Who is not of the college finds what waits for their answers, and what was decided of pages that they may read.
    """
    query = (
        select(Nomination, *_counts(actor)).join(Nomination.page).join(Page.territory).where(FILTERS[only])
    )
    if only == MINE:
        query = query.where(_is_awaited_from(actor))
    elif not can(actor, Permission.CURATION_READ):
        query = query.where(Nomination.decided_at.is_not(None), visible_to(actor))
    elif only == UNASSIGNED:
        query = query.where(~exists().where(*_asked()))
    if after is not None:
        query = query.where(Nomination.id < after if only in NEWEST_FIRST else Nomination.id > after)
    order = Nomination.id.desc() if only in NEWEST_FIRST else Nomination.id
    late = now() - timedelta(days=rules.late_after)
    return [
        Row(found, given, readers, awaited or "", found.state == WAITING and found.state_at <= late)
        for found, given, readers, awaited in session.execute(_loaded(query).order_by(order).limit(limit))
    ]


def awaited_of_reader() -> ColumnElement[int]:
    """How many nominations wait for the reader of a page: as one of the college, or as the referent who answers."""
    reading = select(func.count()).where(Reader.user_id == User.id, Reader.awaited != "").correlate(User)
    answering = (
        select(func.count())
        .select_from(Nomination)
        .join(Membership, Membership.territory_id == Nomination.territory_id)
        .where(Nomination.state == REWORK, *_is_referent(User.id))
        .correlate(User)
    )
    return reading.scalar_subquery() + answering.scalar_subquery()


def to_answer(session: Session, territory_id: int) -> Sequence[Nomination]:
    """What the college asks of a territory."""
    query = select(Nomination).where(Nomination.territory_id == territory_id, Nomination.state == REWORK)
    return session.scalars(query.options(joinedload(Nomination.page)).order_by(Nomination.id).limit(20)).all()


def answering_call(session: Session, actor: Actor, call_id: int, limit: int) -> Sequence[Nomination]:
    """Nominations that answer a call and were not withdrawn, of pages that this person may read."""
    query = (
        select(Nomination)
        .join(Nomination.page)
        .join(Page.territory)
        .where(Nomination.call_id == call_id, Nomination.state != WITHDRAWN, visible_to(actor))
        .options(contains_eager(Nomination.page).contains_eager(Page.territory))
    )
    return session.scalars(query.order_by(Nomination.id).limit(limit)).all()


def public_paths(session: Session, limit: int) -> list[str]:
    """The files that everybody reads, the last one first: decided, about pages that everybody reads."""
    query = select(Nomination.id).join(Nomination.page).where(FILTERS[DECISIONS], visible_to(VISITOR))
    return [
        f"/examen/{number}" for number in session.scalars(query.order_by(Nomination.id.desc()).limit(limit))
    ]


def _counts(actor: Actor) -> tuple[ColumnElement[Any], ...]:
    given = select(func.count()).where(
        Opinion.nomination_id == Nomination.id,
        Opinion.round == Nomination.round,
        Opinion.given_at.is_not(None),
    )
    readers = select(func.count()).where(*_asked())
    awaited = select(Reader.awaited).where(
        Reader.nomination_id == Nomination.id, Reader.user_id == (actor.user_id or 0)
    )
    return tuple(part.correlate(Nomination).scalar_subquery() for part in (given, readers, awaited))


def _asked() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Reader.nomination_id == Nomination.id, Reader.state == ASKED


def _is_awaited_from(actor: Actor) -> ColumnElement[bool]:
    reading = exists().where(
        Reader.nomination_id == Nomination.id, Reader.user_id == (actor.user_id or 0), Reader.awaited != ""
    )
    own = [place for place, role in actor.territories.items() if role == "referent"]
    return or_(reading, and_(Nomination.state == REWORK, Nomination.territory_id.in_(own)))


def _is_referent(user_id: Any) -> tuple[ColumnElement[bool], ...]:
    return Membership.user_id == user_id, Membership.role == "referent", Membership.admitted_at.is_not(None)


def _loaded(query: Select[Any]) -> Select[Any]:
    page = contains_eager(Nomination.page)
    return query.options(page, page.contains_eager(Page.territory), joinedload(Nomination.territory))
