"""The table of happenings.

Why not events: an event is lost in a crash, and a mail or a call to another site must not be. Why not the outbox: it
says which page is not as it was, once per page; people want to know who did what.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now


class Happening(Model):
    """Somebody did something that others may follow.

    Who may hear of it is asked when it is told, of the page's audience as it is then: nothing of it is kept here.

    Attributes:
        kind: one of `wiki.activity.kinds`.
        page_id, territory_id: where; without a page it is about the territory itself.
        actor_id: who did it, None for a visitor or a command.
        about_id: which revision number, thread, comment, proposal or file, as the kind says.
        details: what a sentence about it needs beside these, plain JSON: an edit's summary, a former title.
    """

    __tablename__ = "happening"
    __table_args__ = (
        Index("ix_happening_page", "page_id", "id"),
        Index("ix_happening_territory", "territory_id", "id"),
        Index("ix_happening_actor", "actor_id", "id"),
        Index("ix_happening_at", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    kind: Mapped[str] = mapped_column(String(40))
    # No foreign keys: what is gone must still be told.
    page_id: Mapped[int | None]
    territory_id: Mapped[int | None]
    actor_id: Mapped[int | None]
    about_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
