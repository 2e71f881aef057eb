"""Conversations about what inventories hold: read by the two sides, and by nobody else."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenarios.inventory.models import MAX_REASON, InventoryItem
from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.territories.models import Territory

ASKER, KEEPER = "asker", "keeper"
"""The two sides."""
MAX_MESSAGE = 4_000


class Contact(Model):
    """A conversation between somebody and those who keep an item; read by its two sides and by nobody else.

    Attributes:
        item_id, need_id: what it is about, and the need it is for; None once these are gone.
        closed_at: nobody writes any more until it is opened again.
    """

    __tablename__ = "inventory_contact"
    __table_args__ = (Index("ix_inventory_contact_author", "author_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("inventory_item.id", ondelete="SET NULL"), index=True
    )
    need_id: Mapped[int | None] = mapped_column(
        ForeignKey("inventory_item.id", ondelete="SET NULL"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    territory: Mapped[Territory] = relationship()
    item: Mapped[InventoryItem | None] = relationship(foreign_keys=[item_id])
    need: Mapped[InventoryItem | None] = relationship(foreign_keys=[need_id])
    author: Mapped[User] = relationship()
    parties: Mapped[list["ContactParty"]] = relationship(order_by="ContactParty.user_id")

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def path(self) -> str:
        """Where the two sides read it."""
        return f"/mises-en-relation/{self.id}"


class ContactParty(Model):
    """Somebody who takes part in a conversation; `seen_id` is the last message they saw."""

    __tablename__ = "inventory_contact_party"

    contact_id: Mapped[int] = mapped_column(
        ForeignKey("inventory_contact.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    side: Mapped[str] = mapped_column(String(10))
    seen_id: Mapped[int] = mapped_column(default=0)

    user: Mapped[User] = relationship()


class ContactMessage(Model):
    """What one side said to the other."""

    __tablename__ = "inventory_contact_message"
    __table_args__ = (
        Index("ix_inventory_contact_message_contact", "contact_id", "id"),
        Index("ix_inventory_contact_message_author", "author_id", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("inventory_contact.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # Sent with the form, so that a form posted twice says it once.
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    author: Mapped[User] = relationship()
    contact: Mapped[Contact] = relationship()


class ContactBlock(Model):
    """Somebody who may not write to a person through inventories any more."""

    __tablename__ = "inventory_contact_block"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ContactReport(Model):
    """Somebody who takes part in a conversation asks the national team to read it; once a person and conversation."""

    __tablename__ = "inventory_contact_report"
    __table_args__ = (UniqueConstraint("contact_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("inventory_contact.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(MAX_REASON))
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    contact: Mapped[Contact] = relationship()
    reporter: Mapped[User] = relationship(foreign_keys=[user_id])
