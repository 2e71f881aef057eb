"""The versions of the equivalents, which everybody may read, and the groups that search asks with."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from search.equivalents import Groups
from wiki.errors import NotFound
from wiki.synonyms.models import EquivalentsVersion
from wiki.synonyms.reading import read
from wiki.web.memo import remembered


def groups(session: Session) -> Groups:
    """The groups in force, for `search.query.Query.equivalents`; no statement while nothing changes."""
    return remembered("synonyms.groups", lambda: _groups_now(session))


def current(session: Session) -> EquivalentsVersion | None:
    """The version in force; None in a database that was never prepared."""
    return session.scalar(
        select(EquivalentsVersion)
        .order_by(EquivalentsVersion.number.desc())
        .limit(1)
        .options(joinedload(EquivalentsVersion.author))
    )


def version(session: Session, number: int) -> EquivalentsVersion:
    """One version.

    Raises:
        NotFound: there is none of this number.
    """
    found = session.scalar(
        select(EquivalentsVersion)
        .where(EquivalentsVersion.number == number)
        .options(joinedload(EquivalentsVersion.author))
    )
    if found is None:
        raise NotFound
    return found


def history(session: Session, before: int | None, limit: int) -> Sequence[EquivalentsVersion]:
    """Versions, newest first, below a number."""
    query = select(EquivalentsVersion).options(joinedload(EquivalentsVersion.author))
    if before is not None:
        query = query.where(EquivalentsVersion.number < before)
    return session.scalars(query.order_by(EquivalentsVersion.number.desc()).limit(limit)).all()


def _groups_now(session: Session) -> Groups:
    last = select(EquivalentsVersion.text).order_by(EquivalentsVersion.number.desc()).limit(1)
    text: str | None = session.scalar(last)
    return tuple(group.members for group in read(text or "").groups)
