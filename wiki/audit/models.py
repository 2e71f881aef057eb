"""One line of the audit log.

Triggers of the database refuse to delete a line, and to change one otherwise than by emptying its address, its name
or its details (`wiki.audit.service` says when).

No foreign keys: what is gone stays in the log, and what the log names may go. Names of people are not copied, so
that a deleted account leaves none behind.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now


class AuditEntry(Model):
    """Somebody did something that others may have to account for.

    Attributes:
        actor_id: the account that did it, None for a visitor or a command.
        act: dotted and stable, such as `page.deleted`; the interface translates it.
        kind, thing_id: what it was done to: `page`, `account`, `territory`, `file` …
        name: how people would recognise the thing, such as `trappes/lire-le-climat`; never a person's.
        details: what else tells the act apart, plain JSON, without texts and secrets.
        address: where the request came from, "" for commands and later work.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_thing", "kind", "thing_id", "id"),
        Index("ix_audit_entry_actor", "actor_id", "id"),
        Index("ix_audit_entry_act", "act", "id"),
        Index("ix_audit_entry_at", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(30), default="")
    thing_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(200), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    address: Mapped[str] = mapped_column(String(45), default="")
