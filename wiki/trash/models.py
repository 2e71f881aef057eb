"""A page that was deleted is still there, for an audience to which nobody belongs.

Its address is given up as well (`hidden_slug`), so that links to it are red and a new page may take it.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page

MAX_REASON = 500
TRASH = "trash:"


def trash_key(territory_id: int) -> str:
    """The audience of deleted pages: no actor ever holds it."""
    return f"{TRASH}{territory_id}"


def hidden_slug(page_id: int) -> str:
    """Where a deleted page stands meanwhile: no title gives a slug that begins so."""
    return f".{page_id}"


class TrashedPage(Model):
    """What a page was before it was deleted, and why it is no more. Goes with the page, or when it is restored."""

    __tablename__ = "trashed_page"
    __table_args__ = (
        Index("ix_trashed_page_former_slug", "former_slug"),
        Index("ix_trashed_page_former_key", "former_key"),
        {"sqlite_autoincrement": True},
    )

    # Rises with time: what the list is ordered by.
    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), unique=True)
    former_key: Mapped[str] = mapped_column(String(40))
    former_slug: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(MAX_REASON), default="")
    deleted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    deleted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    page: Mapped[Page] = relationship()
    deleter: Mapped[User | None] = relationship()

    @property
    def former_audience(self) -> str:
        """The audience without its owner: public, members, territory or draft."""
        return self.former_key.partition(":")[0]

    @property
    def former_path(self) -> str:
        """Where the page was read."""
        return f"{self.page.territory.slug}/{self.former_slug}"
