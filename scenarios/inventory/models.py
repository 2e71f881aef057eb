"""What a territory needs, knows, has and found out, and what answers a need.

An item is read out of the head of a page (`page_id`), or is a card that the territory's college added. A card carries
its own audience; an item of a page is read by whoever reads the page.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page
from wiki.territories.models import Territory
from wiki.themes.models import Theme

NEED, SKILL, RESOURCE, SOLUTION = "need", "skill", "resource", "solution"
KINDS = (NEED, SKILL, RESOURCE, SOLUTION)
OFFERED = (SKILL, RESOURCE, SOLUTION)
"""The kinds that may answer a need."""
OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
STATES = (OPEN, ANSWERED, CLOSED)
CONFIRMED, REFUSED = "confirmed", "refused"
"""What those who keep the inventory say of what may answer a need."""
ADDED, CHANGED, STATED, REMOVED, RETURNED = "added", "changed", "stated", "removed", "returned"
"""What happens to a card."""
KEPT, TAKEN_OUT = "kept", "taken-out"
"""What became of what was reported."""

MAX_TEXT = 300
MAX_DETAILS = 2_000
MAX_LINE = 200
MAX_REASON = 500


class InventoryItem(Model):
    """A need, a skill, a resource or a solution of a territory.

    Attributes:
        page_id: the page whose head says it; None for a card of the college.
        key: the text, folded; what tells items of one page and kind apart.
        state: as people set it. Whether a need is answered also follows from its page and from what was confirmed:
            see `scenarios.inventory.states`.
        audience_key: who reads a card; "" where the page decides.
        keeper: the person or body that keeps it, in words; `person_id`: the account that answers for it.
        availability: when, how and for whom it can be had; `until`: the last day.
        analysis: the version of the search analysis that made its terms.
        removed_at: taken back; the row stays so that it can be put back, with what was said of it. Of an item of a
            page: its head does not say it any more.
        taken_out_for: why a referent or the national team took it out; only they put it back.
    """

    __tablename__ = "inventory_item"
    __table_args__ = (
        UniqueConstraint("page_id", "kind", "key"),
        Index("ix_inventory_item_territory", "territory_id", "kind", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(MAX_TEXT))
    key: Mapped[str] = mapped_column(String(MAX_TEXT))
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    audience_key: Mapped[str] = mapped_column(String(40), default="")
    details: Mapped[str] = mapped_column(Text, default="")
    keeper: Mapped[str] = mapped_column(String(MAX_LINE), default="")
    availability: Mapped[str] = mapped_column(String(MAX_LINE), default="")
    until: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    analysis: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_out_for: Mapped[str] = mapped_column(String(MAX_REASON), default="")
    # Sent with the form, so that a form posted twice adds one card.
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    territory: Mapped[Territory] = relationship()
    page: Mapped[Page | None] = relationship()
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    themes: Mapped[list[Theme]] = relationship(secondary="inventory_item_theme", order_by=Theme.name)

    @property
    def is_card(self) -> bool:
        """Whether the college added it, and can change its words."""
        return self.page_id is None

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/inventaire/{self.id}"


class InventoryItemTheme(Model):
    """A theme of a card; items of pages have the themes of their pages."""

    __tablename__ = "inventory_item_theme"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("inventory_item.id", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[int] = mapped_column(
        ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class InventoryTerm(Model):
    """A term of the search analysis that an item holds: by these, needs and what answers them meet."""

    __tablename__ = "inventory_term"

    term: Mapped[str] = mapped_column(String(120), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("inventory_item.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class InventoryAnswer(Model):
    """Those who keep a need's inventory say that a page, or an item of an inventory, answers it, or does not."""

    __tablename__ = "inventory_answer"
    __table_args__ = (UniqueConstraint("need_id", "page_id"), UniqueConstraint("need_id", "item_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("inventory_item.id", ondelete="CASCADE"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("inventory_item.id", ondelete="CASCADE"), index=True
    )
    verdict: Mapped[str] = mapped_column(String(10))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    need: Mapped[InventoryItem] = relationship(foreign_keys=[need_id])
    page: Mapped[Page | None] = relationship()
    item: Mapped[InventoryItem | None] = relationship(foreign_keys=[item_id])
    author: Mapped[User | None] = relationship()


class InventoryChange(Model):
    """Something that was done to a card; `former` is what it said before."""

    __tablename__ = "inventory_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("inventory_item.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    act: Mapped[str] = mapped_column(String(10))
    former: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    author: Mapped[User | None] = relationship()


class InventoryReport(Model):
    """Somebody asks those who look after a territory to look at one of its items; once a person and item."""

    __tablename__ = "inventory_report"
    __table_args__ = (UniqueConstraint("item_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("inventory_item.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(MAX_REASON))
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decision: Mapped[str] = mapped_column(String(10), default="")

    item: Mapped[InventoryItem] = relationship()
    reporter: Mapped[User] = relationship(foreign_keys=[user_id])
