"""Reads of the grid: the version in force, the draft, every version. All of it is public but the draft."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scenarios.criteria.models import Criterion, Grid
from wiki.errors import NotFound
from wiki.permissions import Actor, Permission, require


def current(session: Session) -> Grid:
    """The version in force, with its criteria.

    Raises:
        NotFound: the wiki was never given a grid (`territoire migrate` gives the first one).
    """
    return _one(session, _published().order_by(Grid.number.desc()).limit(1))


def grid(session: Session, number: int) -> Grid:
    """A published version.

    Raises:
        NotFound: there is none of this number.
    """
    return _one(session, _published().where(Grid.number == number))


def grid_of(session: Session, grid_id: int) -> Grid:
    """A published version by its id, as a nomination names the one that it began with.

    Raises:
        NotFound: there is none.
    """
    return _one(session, _published().where(Grid.id == grid_id))


def draft(session: Session, actor: Actor) -> Grid | None:
    """The version on which the national team works, if it does.

    Raises:
        Forbidden: the actor does not look after the criteria.
    """
    require(actor, Permission.CRITERIA_MANAGE)
    return session.scalar(_whole().where(Grid.published_at.is_(None)))


def criterion(session: Session, grid: Grid, criterion_id: int) -> Criterion:
    """A criterion of a version.

    Raises:
        NotFound: it has none of this id.
    """
    found = session.get(Criterion, criterion_id)
    if found is None or found.grid_id != grid.id:
        raise NotFound
    return found


def history(session: Session, before: int | None, limit: int) -> Sequence[Grid]:
    """Published versions, newest first, below a number."""
    query = _published()
    if before is not None:
        query = query.where(Grid.number < before)
    return session.scalars(query.order_by(Grid.number.desc()).limit(limit)).all()


def _published() -> Select[Grid]:
    return _whole().where(Grid.published_at.is_not(None))


def _whole() -> Select[Grid]:
    return select(Grid).options(selectinload(Grid.all_criteria), joinedload(Grid.author))


def _one(session: Session, query: Select[Grid]) -> Grid:
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found
