"""What somebody said of the people whom a photo shows, before it was shown to others."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now

LONGEST_WORDS = 200
LONGEST_KEY = 40


class Agreement(StrEnum):
    """What people on a photo agreed to, as a person says it who was there."""

    NOBODY = "nobody"
    WRITTEN = "written"
    PARENTS = "parents"


class PhotoConsent(Model):
    """Who said that a photo may be shown, when, and what was agreed.

    The row outlives the photo, so that a photo that was withdrawn is not taken again when a device sends it late.

    Attributes:
        file_id: empty once the photo was removed.
        key: what the device calls the photo; sent twice, it is kept once.
        agreement: one of `Agreement`; empty while nobody said anything.
        words: who keeps the written agreements, where that was said.
        author_id: empty once their account is gone.
    """

    __tablename__ = "photo_consent"
    __table_args__ = (UniqueConstraint("author_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id", ondelete="SET NULL"), unique=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    agreement: Mapped[str] = mapped_column(String(10), default="")
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
