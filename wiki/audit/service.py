"""Write in the audit log, in the transaction of the act itself: one is never there without the other."""

from typing import Any

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
