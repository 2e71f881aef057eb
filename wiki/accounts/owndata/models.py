"""An archive of one's own data: asked for, made by a job, kept for a week in pieces of a megabyte."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now


class OwnDataArchive(Model):
    """`state`: waiting, then ready. It lies in the database, so that any machine of the site can hand it out."""

    __tablename__ = "own_data_archive"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    size: Mapped[int] = mapped_column(default=0)


class OwnDataPiece(Model):
    """A piece of an archive, in order."""

    __tablename__ = "own_data_piece"

    archive_id: Mapped[int] = mapped_column(
        ForeignKey("own_data_archive.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
