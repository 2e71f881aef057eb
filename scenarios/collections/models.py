"""Parcours: ordered sets of pages that somebody gathers, with words between them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page

PRIVATE, BY_LINK, PUBLIC = "private", "link", "public"
AUDIENCES = (PRIVATE, BY_LINK, PUBLIC)
PAGE, NOTE = "page", "note"
WAITING, MAKING, READY, FAILED = "waiting", "making", "ready", "failed"
LONGEST_TITLE = 160
LONGEST_INTRODUCTION = 10_000
LONGEST_NOTE = 2_000
LONGEST_REASON = 500
MOST_ITEMS = 60
MOST_EDITORS = 12
MOST_COLLECTIONS = 100

_FEATURED = text("featured_position IS NOT NULL")
_ONLY_FEATURED: dict[str, Any] = {"sqlite_where": _FEATURED, "postgresql_where": _FEATURED}


def path_of(number: int, slug: str) -> str:
    """Where the parcours of a number is read."""
    return f"/parcours/{number}-{slug}" if slug else f"/parcours/{number}"


class Collection(Model):
    """A parcours.

    Attributes:
        owner_id: None once its account was deleted; a public one stays, under nobody's name.
        link_key: the secret of the link that lets others read it; None while there is no such link.
        version: grows with each change of title, introduction or readers, so that nobody writes over another.
        changed_at: when anything of it changed, its pages included.
        featured_position: its place among those that the national team puts forward; None for the others.
        national_introduction: why the national team puts it forward.
        copied_from_id, credit: what it was taken from, and by whom that was made.
        withdrawn_at, withdrawn_reason: the national team took it out of what is public.
        deleted_at: its owner deleted it, and may bring it back for a while.
    """

    __tablename__ = "collection"
    __table_args__ = (
        Index("ix_collection_public", "audience", "changed_at", "id"),
        Index("ix_collection_owner", "owner_id", "changed_at"),
        Index("ix_collection_featured", "featured_position", **_ONLY_FEATURED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    introduction: Mapped[str] = mapped_column(Text, default="")
    # Title and introduction without case and accents: what lists are filtered by.
    folded: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(String(10), default=PRIVATE)
    link_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    featured_position: Mapped[int | None]
    featured_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    national_introduction: Mapped[str] = mapped_column(Text, default="")
    copied_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("collection.id", ondelete="SET NULL"), index=True
    )
    credit: Mapped[str] = mapped_column(String(300), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Sent with the form, so that a form posted twice makes one parcours.
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    owner: Mapped[User | None] = relationship()
    editors: Mapped[list["CollectionEditor"]] = relationship(
        order_by="CollectionEditor.added_at", passive_deletes=True, cascade="all, delete-orphan"
    )

    @property
    def path(self) -> str:
        """Where it is read by who may read it without the link."""
        return path_of(self.id, self.slug)

    @property
    def editor_ids(self) -> frozenset[int]:
        """Who may change it beside its owner."""
        return frozenset(editor.user_id for editor in self.editors)

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.audience == PUBLIC and self.withdrawn_at is None

    @property
    def is_featured(self) -> bool:
        """Whether the national team puts it forward."""
        return self.featured_position is not None


class CollectionItem(Model):
    """A step of a parcours: a page, or words between pages.

    Attributes:
        page_id: None for words, and for a page that was erased.
        number: the version of the page that is shown; None for the one that is current.
        note: what the reader should know here.
        version: grows with each change of the note or of the version shown.
    """

    __tablename__ = "collection_item"
    __table_args__ = (
        UniqueConstraint("collection_id", "page_id"),
        Index("ix_collection_item_order", "collection_id", "position", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10), default=PAGE)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"), index=True)
    number: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # No foreign key: accounts keep their rows.
    added_by: Mapped[int | None]
    # Taken out, and kept a while so that it can be put back.
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    page: Mapped[Page | None] = relationship()


class CollectionEditor(Model):
    """Somebody else who may change a parcours."""

    __tablename__ = "collection_editor"

    collection_id: Mapped[int] = mapped_column(
        ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    user: Mapped[User] = relationship()


class Booklet(Model):
    """A parcours as PDF, made by a worker for those who read the same of it; kept for a while.

    Attributes:
        fingerprint: of all that stands in it: what changes gives another booklet.
        reader_id: whose rights decide what it holds; None for what every visitor reads.
        base: where the parcours was read, a path of this site. root: the address of the site then.
        tries: how often a worker took it up.
        reason: why there is none, see `scenarios.printing.service.Reason`.
    """

    __tablename__ = "booklet"
    __table_args__ = (Index("ix_booklet_state", "state", "taken_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    reader_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), index=True
    )
    base: Mapped[str] = mapped_column(String(120))
    root: Mapped[str] = mapped_column(String(300))
    locale: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(10), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
