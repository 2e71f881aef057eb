"""The record of a nomination: opinions as spreads, decisions, and everything that happened, in order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scenarios.criteria.models import AXES, MARKS, Criterion, Grid
from scenarios.curation.models import (
    BARRED,
    RECUSED,
    REFUSED,
    WITHDRAWN,
    Nomination,
    NominationVersion,
    Reader,
)
from scenarios.deliberation import queries
from scenarios.deliberation.models import DROPPED, MEND, PROPOSED, TAKEN, Appeal, Decision, Opinion
from scenarios.examination.standing import Standing
from wiki.accounts.models import User


@dataclass(frozen=True)
class Spread:
    """How many gave each mark, from 0 to 3, and how many gave none; of one criterion, or of all of an axis."""

    marks: tuple[int, ...]
    without: int
    criterion: Criterion | None = None


@dataclass(frozen=True)
class AxisSpread:
    """An axis of the grid: its criteria, and all of them together."""

    axis: str
    rows: tuple[Spread, ...]

    @property
    def whole(self) -> Spread:
        marks = tuple(sum(row.marks[mark] for row in self.rows) for mark in MARKS)
        return Spread(marks, sum(row.without for row in self.rows))


@dataclass(frozen=True)
class Step:
    """Something that happened: what (`kind`, as the template words it), by whom and as what."""

    at: datetime
    kind: str
    who: User | None = None
    role: str = ""
    number: int = 0
    words: str = ""
    about: Any = None


@dataclass(frozen=True)
class Round:
    """One examination: what was thought and decided. `opinions` is empty for who may not see them yet."""

    number: int
    opinions: Sequence[Opinion]
    spreads: Sequence[AxisSpread]
    decisions: Sequence[Decision]


@dataclass(frozen=True)
class Record:
    """Everything of a nomination that one person may see."""

    rounds: Sequence[Round]
    pending: Decision | None
    appeal: Appeal | None
    steps: Sequence[Step]
    aside: Sequence[Reader]


def record_of(session: Session, found: Nomination, grid: Grid, standing: Standing) -> Record:
    """The record, as far as `standing` lets see it."""
    everything = queries.decisions(session, found)
    rounds = [
        _round(session, found, grid, standing, number, everything) for number in range(1, found.round + 1)
    ]
    pending = next((one for one in everything if one.state == PROPOSED), None)
    readers = _readers(session, found)
    appeal = queries.appeal(session, found)
    shown = pending if standing.sees_opinions_of(found.round) else None
    is_told = found.is_decided or standing.is_college
    return Record(
        rounds=rounds,
        pending=shown,
        appeal=appeal,
        steps=_in_order(session, found, rounds, readers if is_told else [], appeal),
        aside=[one for one in readers if is_told and one.state in (RECUSED, BARRED)],
    )


def spreads_of(grid: Grid, opinions: Sequence[Opinion]) -> list[AxisSpread]:
    """The marks of some opinions, axis by axis."""
    return [
        AxisSpread(axis, tuple(_spread(criterion, opinions) for criterion in grid.on_axis(axis)))
        for axis in AXES
    ]


def _spread(criterion: Criterion, opinions: Sequence[Opinion]) -> Spread:
    given = [
        score.score for opinion in opinions for score in opinion.scores if score.criterion_id == criterion.id
    ]
    return Spread(tuple(given.count(mark) for mark in MARKS), given.count(None), criterion)


def _round(
    session: Session,
    found: Nomination,
    grid: Grid,
    standing: Standing,
    number: int,
    everything: Sequence[Decision],
) -> Round:
    sees = standing.sees_opinions_of(number)
    opinions = queries.given(session, found, number) if sees else []
    # What the college asked for is known to the territory; what it only thought of is not.
    decisions = [
        one
        for one in everything
        if one.round == number
        and one.state != PROPOSED
        and (sees or (one.state == TAKEN and one.outcome == MEND))
    ]
    return Round(number, opinions, spreads_of(grid, opinions) if opinions else [], decisions)


def _readers(session: Session, found: Nomination) -> Sequence[Reader]:
    query = select(Reader).where(Reader.nomination_id == found.id).options(joinedload(Reader.user))
    return session.scalars(query.order_by(Reader.id)).all()


def _in_order(
    session: Session,
    found: Nomination,
    rounds: Iterable[Round],
    readers: Iterable[Reader],
    appeal: Appeal | None,
) -> list[Step]:
    steps = [
        *_of_versions(session, found),
        *(step for one in rounds for step in _of_round(one)),
        *_of_readers(readers, found.is_open),
    ]
    if appeal is not None:
        steps.append(Step(appeal.made_at, "contested", appeal.author))
    if found.state == WITHDRAWN:
        steps.append(Step(found.state_at, "withdrawn", found.closer, words=found.closing))
    return sorted(steps, key=lambda step: step.at)


def _of_versions(session: Session, found: Nomination) -> Iterator[Step]:
    query = select(NominationVersion).where(NominationVersion.nomination_id == found.id)
    sent = session.scalars(query.options(joinedload(NominationVersion.author)).order_by(NominationVersion.id))
    for place, one in enumerate(sent):
        yield Step(one.at, "sent" if place else "made", one.author, number=one.number)


def _of_round(one: Round) -> Iterator[Step]:
    for opinion in one.opinions:
        times = [*(former.given_at for former in opinion.former), opinion.given_at]
        for place, moment in enumerate(times):
            if moment is not None:
                yield Step(moment, "changed" if place else "given", opinion.author, opinion.role)
    for decision in one.decisions:
        yield Step(decision.made_at, "decision", decision.author, "curator", about=decision)
        kind = "dropped" if decision.state == DROPPED else "taken"
        if decision.settled_at is not None:
            yield Step(
                decision.settled_at, kind, decision.settler, "curator", words=decision.ending, about=decision
            )


def _of_readers(readers: Iterable[Reader], is_open: bool) -> Iterator[Step]:
    """Who was asked; whoever had no time is named while it matters, and not in the public record."""
    for reader in readers:
        role = "reviewer" if reader.user.site_role == "reviewer" else "curator"
        if reader.state == BARRED:
            continue
        if reader.state != REFUSED or is_open:
            yield Step(reader.asked_at, "asked", reader.user, role)
        if reader.answered_at is not None and (reader.state == RECUSED or is_open):
            yield Step(reader.answered_at, reader.state, reader.user, role, words=reader.words)
