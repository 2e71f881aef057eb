"""Reads of programmes: everybody the public part, the college of a territory and the national team all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from scenarios.programme.completeness import Completeness
from scenarios.programme.completing import completeness
from scenarios.programme.entries import Entry, EventEntry
from scenarios.programme.models import BudgetLine, Milestone, ProgrammeEvent, Sponsor
from scenarios.programme.money import Budget, budgets
from wiki.days import today
from wiki.db import now
from wiki.errors import NotFound
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor, Permission, can
from wiki.territories.models import STATES, StateStep, Territory

MOST_ROWS = 400
"""Of each kind in one territory."""
MOST_IN_FEED = 1000
KEPT_IN_FEED = timedelta(days=180)
"""How long a calendar still shows what is over."""
KEPT_REMOVED = timedelta(days=30)
"""How long something taken away can be put back."""
_UPCOMING_SHOWN = 20


@dataclass(frozen=True)
class State:
    """A state on the way of a territory; `step` is the decision that brought it there, None when nobody noted it."""

    state: str
    is_reached: bool
    is_current: bool
    step: StateStep | None


@dataclass(frozen=True)
class Programme:
    """All of a territory's programme that somebody may read.

    `reads_all` tells whether the part for the college is in it; without it the budgets' lines must not be shown.
    """

    territory: Territory
    states: Sequence[State]
    steps: Sequence[StateStep]
    budgets: Sequence[Budget]
    sponsors: Sequence[Sponsor]
    milestones: Sequence[Milestone]
    events: Sequence[ProgrammeEvent]
    reads_all: bool
    completeness: Completeness


def reads_all(actor: Actor, territory: Territory) -> bool:
    """Whether somebody reads the part for the college of this territory."""
    return can(actor, Permission.PROGRAMME_READ, territory.id)


def programme(session: Session, actor: Actor, territory: Territory) -> Programme:
    """What somebody may read of a territory's programme."""
    steps = steps_of(session, territory)
    return Programme(
        territory=territory,
        states=_states(territory, steps),
        steps=steps,
        budgets=budgets(kept(session, territory, BudgetLine)),
        sponsors=kept(session, territory, Sponsor),
        milestones=milestones(session, actor, territory),
        events=events(session, actor, territory=territory, limit=_UPCOMING_SHOWN),
        reads_all=reads_all(actor, territory),
        completeness=completeness(session, territory),
    )


def milestones(session: Session, actor: Actor, territory: Territory) -> Sequence[Milestone]:
    """The milestones that somebody may read, in the order of their first days."""
    query = _rows(Milestone).where(Milestone.territory_id == territory.id, open_to(actor, Milestone))
    return session.scalars(query.order_by(Milestone.starts_on, Milestone.id)).all()


def steps_of(session: Session, territory: Territory) -> Sequence[StateStep]:
    """The decisions about a territory's state, the oldest first; those without a date came before."""
    query = (
        _rows(StateStep).where(StateStep.territory_id == territory.id).options(joinedload(StateStep.author))
    )
    return session.scalars(
        query.order_by(StateStep.decided_on.is_not(None), StateStep.decided_on, StateStep.id)
    ).all()


def events(
    session: Session,
    actor: Actor,
    *,
    territory: Territory | None = None,
    is_past: bool = False,
    after: int | None = None,
    limit: int,
) -> Sequence[ProgrammeEvent]:
    """Events of a territory, or of all, that somebody may read.

    Args:
        is_past: those that are over, the latest first; else those that are not, the next first.
        after: the number of the event behind which the list goes on.
    """
    query = _events(actor, territory)
    key: Any = tuple_(ProgrammeEvent.starts_on, ProgrammeEvent.id)
    # Where the list goes on says when that event is: only for who may know of it.
    known = session.scalar(query.where(ProgrammeEvent.id == after)) if after is not None else None
    if known is not None:
        last = tuple_(known.starts_on, known.id)
        query = query.where(key < last if is_past else key > last)
    order = [ProgrammeEvent.starts_on, ProgrammeEvent.id]
    is_over = ProgrammeEvent.ends_on < today()
    query = query.where(is_over if is_past else ~is_over).order_by(
        *(column.desc() for column in order) if is_past else order
    )
    return session.scalars(query.limit(limit)).all()


def in_feed(session: Session, actor: Actor, territory: Territory | None = None) -> Sequence[ProgrammeEvent]:
    """What a calendar that follows shows: what comes, and what was over not long ago; cancelled events too."""
    query = _events(actor, territory).where(ProgrammeEvent.ends_on >= today() - KEPT_IN_FEED)
    return session.scalars(
        query.order_by(ProgrammeEvent.starts_on, ProgrammeEvent.id).limit(MOST_IN_FEED)
    ).all()


def event(session: Session, actor: Actor, territory: Territory, event_id: int) -> ProgrammeEvent:
    """One event.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    found = session.scalar(_events(actor, territory).where(ProgrammeEvent.id == event_id))
    if found is None:
        raise NotFound
    return found


def pages_of(session: Session, actor: Actor, shown: Sequence[ProgrammeEvent]) -> dict[int, Page]:
    """The scenarios played at some events, as far as somebody may read them, by their number."""
    wanted = {event.page_id for event in shown if event.page_id is not None}
    if not wanted:
        return {}
    query = select(Page).where(Page.id.in_(wanted), visible_to(actor)).options(joinedload(Page.territory))
    return {page.id: page for page in session.scalars(query)}


def kept(session: Session, territory: Territory, model: Any) -> Sequence[Any]:
    """The rows of one kind in the order in which they are read."""
    query = _rows(model).where(model.territory_id == territory.id)
    return session.scalars(query.order_by(*_ORDER[model], model.id)).all()


def removed(session: Session, territory: Territory, model: Any) -> Sequence[Any]:
    """What was taken away and can still be put back, the last first."""
    query = select(model).where(model.territory_id == territory.id, model.removed_at >= now() - KEPT_REMOVED)
    return session.scalars(query.order_by(model.removed_at.desc()).limit(20)).all()


def entry_of(session: Session, actor: Actor, kind: type[Entry], row: Any) -> Entry:
    """What a row says, for somebody to change it; of a page that they may not read they are not told."""
    if not isinstance(row, ProgrammeEvent):
        return kind.of(row)
    page = pages_of(session, actor, [row]).get(row.page_id or 0)
    return EventEntry(
        title=row.title,
        starts_on=row.starts_on,
        starts_at=row.starts_at,
        ends_on=row.ends_on if row.ends_on != row.starts_on else None,
        ends_at=row.ends_at,
        zone=row.zone,
        place=row.place,
        words=row.words,
        page=page.path if page is not None else "",
        is_public=row.is_public,
    )


def scenarios_of(session: Session, actor: Actor, territory: Territory) -> Sequence[Page]:
    """Scenarios of a territory, to suggest them, by title."""
    query = select(Page).where(
        Page.territory_id == territory.id, Page.kind == "scenario", visible_to(actor),
        ~Page.audience_key.startswith("draft:"),
    ).options(joinedload(Page.territory))  # fmt: skip
    return session.scalars(query.order_by(Page.title_key).limit(100)).all()


def forgettable(moment: datetime) -> dict[Any, ColumnElement[bool]]:
    """What was taken away too long ago to be put back, by table."""
    models: tuple[Any, ...] = (*_ORDER, StateStep)
    return {model: model.removed_at < moment - KEPT_REMOVED for model in models}


def open_to(actor: Actor, model: Any) -> ColumnElement[bool]:
    """What somebody may read: what is public, and what is of the college where they belong."""
    if can(actor, Permission.PROGRAMME_READ):
        return true()
    mine = [number for number in actor.territories if can(actor, Permission.PROGRAMME_READ, number)]
    return or_(model.is_public, model.territory_id.in_(mine))


def _rows(model: Any) -> Select[Any]:
    return select(model).where(model.removed_at.is_(None)).limit(MOST_ROWS)


def _events(actor: Actor, territory: Territory | None) -> Select[ProgrammeEvent]:
    query = select(ProgrammeEvent).where(
        ProgrammeEvent.removed_at.is_(None), open_to(actor, ProgrammeEvent)
    ).options(joinedload(ProgrammeEvent.territory))  # fmt: skip
    return query if territory is None else query.where(ProgrammeEvent.territory_id == territory.id)


_ORDER: dict[Any, tuple[InstrumentedAttribute[Any] | ColumnElement[Any], ...]] = {
    BudgetLine: (BudgetLine.year.desc(), BudgetLine.cents.desc()),
    Sponsor: (Sponsor.created_at,),
    Milestone: (Milestone.starts_on,),
    ProgrammeEvent: (ProgrammeEvent.starts_on.desc(),),
}


def _states(territory: Territory, steps: Sequence[StateStep]) -> list[State]:
    """Every state in order, each with the last decision for it."""
    last = {step.state: step for step in steps}
    place = STATES.index(territory.state)
    return [
        State(state, number <= place, number == place, last.get(state) if number <= place else None)
        for number, state in enumerate(STATES)
    ]
