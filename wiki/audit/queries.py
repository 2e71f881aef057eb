"""Lines of the audit log, newest first, for administrators."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    column,
    false,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session

from wiki.audit.models import AuditEntry
from wiki.db import UtcDateTime
from wiki.permissions import Actor, Permission, require

# People stand above the log, which everybody writes in: their table is named here and not imported.
ACCOUNT = table(
    "user_account",
    column("id", Integer),
    column("handle", String),
    column("name", String),
    column("deleted_at", UtcDateTime),
)
NOBODY = "-"
"""In place of a handle: what was done without an account."""
AT_ONCE = 500


@dataclass(frozen=True)
class Asked:
    """Which lines: of a person (handle, or `NOBODY`), an act, a kind of thing, a name or number of it, some days."""

    person: str = ""
    act: str = ""
    kind: str = ""
    thing: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """A line with the names that accounts have today; the handle of an account that was deleted is empty."""

    id: int
    at: datetime
    act: str
    kind: str
    thing_id: int | None
    name: str
    details: dict[str, Any]
    address: str
    actor_id: int | None
    person: str
    handle: str
    thing_person: str
    thing_handle: str

    @property
    def thing(self) -> str:
        """What the act was done to, as people would recognise it; else its number."""
        return self.thing_person or self.name or (f"n° {self.thing_id}" if self.thing_id else "")


def lines(session: Session, actor: Actor, asked: Asked, before: int | None, limit: int) -> list[Line]:
    """Some lines, below an id.

    Raises:
        Forbidden: the actor is no administrator.
    """
    require(actor, Permission.AUDIT_READ)
    query = _lines().where(*_conditions(asked))
    if before is not None:
        query = query.where(AuditEntry.id < before)
    rows = session.execute(query.order_by(AuditEntry.id.desc()).limit(limit))
    return [Line(*row) for row in rows]


def every_line(session: Session, actor: Actor, asked: Asked) -> Iterator[Line]:
    """All the lines, read as they are needed.

    Raises:
        Forbidden: the actor is no administrator.
    """
    before: int | None = None
    while found := lines(session, actor, asked, before, AT_ONCE):
        yield from found
        before = found[-1].id


def _lines() -> Select[*tuple[Any, ...]]:
    author, thing = ACCOUNT.alias("author"), ACCOUNT.alias("thing")
    return (
        select(AuditEntry.id, AuditEntry.at, AuditEntry.act, AuditEntry.kind, AuditEntry.thing_id, AuditEntry.name,
               AuditEntry.details, AuditEntry.address, AuditEntry.actor_id,
               func.coalesce(author.c.name, ""), _handle(author), func.coalesce(thing.c.name, ""), _handle(thing))
        .outerjoin(author, author.c.id == AuditEntry.actor_id)
        .outerjoin(thing, and_(thing.c.id == AuditEntry.thing_id, AuditEntry.kind == "account"))
    )  # fmt: skip


def _handle(account: Any) -> ColumnElement[Any]:
    return func.coalesce(case((account.c.deleted_at.is_(None), account.c.handle)), "")


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.person:
        yield _by(asked.person)
    if asked.act:
        yield AuditEntry.act == asked.act
    if asked.kind:
        yield AuditEntry.kind == asked.kind
    if asked.thing:
        yield _about(asked.thing)
    if asked.since:
        yield AuditEntry.at >= _start_of(asked.since)
    if asked.until:
        yield AuditEntry.at < _start_of(asked.until) + timedelta(days=1)


def _by(person: str) -> ColumnElement[bool]:
    if person == NOBODY:
        return AuditEntry.actor_id.is_(None)
    return AuditEntry.actor_id.in_(_accounts(person))


def _about(thing: str) -> ColumnElement[bool]:
    """By a part of the name, by its number, or, of an account, by its handle."""
    number = int(thing) if thing.isascii() and thing.isdigit() and len(thing) < 10 else None
    return or_(
        AuditEntry.name.contains(thing.strip("/"), autoescape=True),
        AuditEntry.thing_id == number if number is not None else false(),
        and_(AuditEntry.kind == "account", AuditEntry.thing_id.in_(_accounts(thing))),
    )


def _accounts(handle: str) -> Select[Any]:
    return select(ACCOUNT.c.id).where(ACCOUNT.c.handle == handle.removeprefix("@").lower())


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
