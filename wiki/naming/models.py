"""What became of the names of pages, so that it can be undone as a whole.

A merge is written down as the renaming of the page that was merged: its address, too, leads elsewhere since.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page
from wiki.territories.models import Territory

RUNNING = "running"
DONE = "done"
UNDOING = "undoing"
UNDONE = "undone"
KEPT = "kept"
"""Somebody has changed the very sentence since: the link stays as it is, and the address it names leads on."""


class Renaming(Model):
    """A page got another title or address, or took another page in.

    Attributes:
        page_id: the page, or the one that took `merged_id` in.
        former_…: what the page, or the one that was merged, was called and where it was; `former_audience_key` is
            empty but for a merge.
        territory_id, slug, title: those of the page since.
        number: the page's revision that belongs to it; None where its text did not change.
        state: links are being rewritten (`running`), are rewritten (`done`), are being put back (`undoing`), are
            as they were (`undone`).
        handed: what a merge gave to the page: name of an heirloom → ids.
    """

    __tablename__ = "renaming"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    merged_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    former_territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    former_slug: Mapped[str] = mapped_column(String(80))
    former_title: Mapped[str] = mapped_column(String(300))
    former_audience_key: Mapped[str] = mapped_column(String(40), default="")
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default=RUNNING)
    handed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    page: Mapped[Page] = relationship(foreign_keys=[page_id])
    merged: Mapped[Page | None] = relationship(foreign_keys=[merged_id])
    actor: Mapped[User | None] = relationship()
    former_territory: Mapped[Territory] = relationship(foreign_keys=[former_territory_id])
    territory: Mapped[Territory] = relationship(foreign_keys=[territory_id])

    @property
    def former_path(self) -> str:
        """`territory/slug` as it was."""
        return f"{self.former_territory.slug}/{self.former_slug}"

    @property
    def path(self) -> str:
        """`territory/slug` as it became."""
        return f"{self.territory.slug}/{self.slug}"

    @property
    def is_merge(self) -> bool:
        return self.merged_id is not None


class RewrittenPage(Model):
    """A page whose links to the renamed one were rewritten, as its revision `number`.

    `state` is `done`, then `undone` or `kept` once the renaming was undone.
    """

    __tablename__ = "rewritten_page"

    renaming_id: Mapped[int] = mapped_column(ForeignKey("renaming.id", ondelete="CASCADE"), primary_key=True)
    page_id: Mapped[int] = mapped_column(
        ForeignKey("page.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=DONE)
