"""Who gets which letter."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now

KINDS = ("territory", "theme", "family")


class Letter(Model):
    """An address that asked for the digest of a territory, a theme or a family; counts once it was confirmed.

    Attributes:
        rhythm: `daily` or `weekly`.
        told_until: the last happening that was looked at.
        due_at: when the next one leaves, if there is anything to tell.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("email", "kind", "thing_id"),
        Index("ix_letter_due", "due_at"),
        # Links in mails name a letter by its number, which must never be another's.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(12))
    thing_id: Mapped[int]
    rhythm: Mapped[str] = mapped_column(String(8))
    locale: Mapped[str] = mapped_column(String(5), default="fr")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_until: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
