"""What was brought in from where, so that the same file is never brought in twice."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page

MAX_PATH = 500


class ImportRecord(Model):
    """A file that became a page of a territory."""

    __tablename__ = "import_record"
    __table_args__ = (UniqueConstraint("territory_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    # Below the folder that was named, with `/` on every system.
    path: Mapped[str] = mapped_column(String(MAX_PATH))
    # Of the file's bytes and of the credit given to it.
    digest: Mapped[str] = mapped_column(String(64))
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    # The revision that the import made: another current one means that somebody edited the page here.
    number: Mapped[int]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    page: Mapped[Page] = relationship()
