"""Write in the audit log, in the transaction of the act itself: one is never there without the other.

Lines stay for ever, what tells of people in them does not: addresses go after a time, and names of things with the
things themselves where somebody has the right that nothing recalls them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, update
from sqlalchemy.orm import Session

from wiki.audit.models import AuditEntry
from wiki.permissions import Actor


def record(
    session: Session,
    actor: Actor | None,
    act: str,
    *,
    kind: str = "",
    thing_id: int | None = None,
    name: str = "",
    **details: Any,
) -> None:
    """Add a line to the log; see `AuditEntry` for what each value means.

    Args:
        actor: who did it, None for a command or later work.
        details: plain JSON.
    """
    session.add(
        AuditEntry(
            actor_id=actor.user_id if actor is not None else None,
            act=act,
            kind=kind,
            thing_id=thing_id,
            name=name[:200],
            details=details,
        )
    )


def forget_addresses(session: Session, before: datetime) -> int:
    """Empty the addresses of lines written before a moment; returns of how many."""
    emptied = session.execute(
        update(AuditEntry).where(AuditEntry.at < before, AuditEntry.address != "").values(address="")
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return int(emptied.rowcount)  # type: ignore[attr-defined]  # an update has a cursor


def forget_name(session: Session, kind: str, thing_id: int, path: str) -> None:
    """Empty what lines about a thing, and what stands below its path, say of it.

    Who did what and when stays, under the thing's number.
    """
    thing = and_(AuditEntry.kind == kind, AuditEntry.thing_id == thing_id)
    below = or_(AuditEntry.name == path, AuditEntry.name.startswith(f"{path}/", autoescape=True))
    session.execute(
        update(AuditEntry).where(or_(thing, below))
        .values(name="", details={})
        .execution_options(synchronize_session=False)
    )  # fmt: skip
