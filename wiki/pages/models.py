"""A page points at its current revision; revisions are immutable and numbered without gaps.

Everything else here is a projection of the current revision's text, made again by `territoire rebuild`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.territories.models import Territory
from wiki.themes.models import Tag, Theme

KINDS = ("scenario", "tool", "project", "approach", "enactment", "page")
TELLS_OF_OTHERS = "enactment"
"""A page of this kind tells of a page that it was played, which search counts for that one."""
AUDIENCES = ("public", "members", "territory", "draft")
PROTECTIONS = ("", "referents", "curators")
"""Who may edit: "" the members of the territory, or only its referents, or only the national team."""

_OPEN = text("given_up_at IS NULL")
_ONLY_OPEN: dict[str, Any] = {"sqlite_where": _OPEN, "postgresql_where": _OPEN}
"""For an index of the drafts that were not given up."""


def audience_key(audience: str, territory_id: int, owner_id: int | None) -> str:
    """The one string by which database and index alike know who may read a page."""
    if audience == "territory":
        return f"territory:{territory_id}"
    if audience == "draft":
        return f"draft:{owner_id}"
    return audience


class Page(Model):
    """A page at `/<territory>/<slug>`."""

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("territory_id", "slug"),
        Index("ix_page_audience_changed", "audience_key", "changed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    slug: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    audience_key: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    current_id: Mapped[int | None] = mapped_column(
        ForeignKey("revision.id", use_alter=True, name="fk_page_current_id_revision")
    )

    # When the text, the kind or the audience last changed: what lists are ordered by.
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    # Who may edit, and until when that is so; without an end until somebody decides otherwise.
    protection: Mapped[str] = mapped_column(String(10), default="", server_default="")
    protected_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    # Projections of the current revision's text.
    title: Mapped[str] = mapped_column(String(300), default="")
    title_key: Mapped[str] = mapped_column(String(300), default="", index=True)
    summary: Mapped[str] = mapped_column(String(400), default="")
    language: Mapped[str] = mapped_column(String(20), default="fr")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    territory: Mapped[Territory] = relationship()
    current: Mapped["Revision"] = relationship(foreign_keys=[current_id])
    themes: Mapped[list[Theme]] = relationship(secondary="page_theme", order_by=Theme.name)
    tags: Mapped[list[Tag]] = relationship(secondary="page_tag", order_by=Tag.slug)

    @property
    def path(self) -> str:
        """`territory/slug`, the name of the page in links."""
        return f"{self.territory.slug}/{self.slug}"

    @property
    def audience(self) -> str:
        """The audience without its owner: public, members, territory or draft."""
        return self.audience_key.partition(":")[0]

    @property
    def protection_now(self) -> str:
        """The protection in force: one that has ended protects nothing."""
        has_ended = self.protected_until is not None and self.protected_until <= now()
        return "" if has_ended else self.protection


class Revision(Model):
    """The whole text of a page at one moment. Never changed, never reused."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("page_id", "number"),
        Index("ix_revision_created_at_id", "created_at", "id"),
        # Who wrote a page is told from the index alone: texts are long, and a page may have many.
        Index("ix_revision_page_id_author_id", "page_id", "author_id", "guest_name", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    # Somebody without an account, by the name they gave.
    guest_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    # Who took up what the author offered without the right to edit. No foreign key: accounts keep their rows.
    approver_id: Mapped[int | None]
    summary: Mapped[str] = mapped_column(String(300), default="")
    minor: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # The revision the author started from; another than the previous one when two edits were merged.
    base_number: Mapped[int | None]
    # Sent with the form, so that a form posted twice is saved once.
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    # When an administrator took the text out (wiki.trash): what stands there says so, and is nobody's words.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    page: Mapped[Page] = relationship(foreign_keys=[page_id])
    author: Mapped[User | None] = relationship()
    approver: Mapped[User | None] = relationship(
        primaryjoin=lambda: foreign(Revision.approver_id) == User.id, viewonly=True
    )


class RenderedRevision(Model):
    """The clean HTML of a revision, kept for one version of the renderer."""

    __tablename__ = "rendered_revision"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True)
    renderer: Mapped[str] = mapped_column(String(40))
    html: Mapped[str] = mapped_column(Text)
    contents: Mapped[str] = mapped_column(Text, default="")


class PageTheme(Model):
    """A page is about a theme."""

    __tablename__ = "page_theme"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True, index=True)


class PageTag(Model):
    """A page carries a free tag."""

    __tablename__ = "page_tag"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True, index=True)


class PageLink(Model):
    """The current text of a page links to a path, whether or not a page is there."""

    __tablename__ = "page_link"

    source_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(170), primary_key=True, index=True)
    label: Mapped[str] = mapped_column(String(300), default="")


class ReadMark(Model):
    """The version of a page that a person has seen."""

    __tablename__ = "read_mark"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int]


class Draft(Model):
    """What somebody is writing, kept until it is saved or given up; nobody else reads it.

    Of a page (`page_id`), or of one that the form marked `form_key` is to create; of neither once its page is purged.
    `given_up_at` is set while it can still be brought back. See `wiki.pages.keeping` for what the others mean.
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_user_id_page_id", "user_id", "page_id", unique=True, **_ONLY_OPEN),
        Index("ix_draft_user_id_form_key", "user_id", "form_key", unique=True, **_ONLY_OPEN),
        Index("ix_draft_user_id_kept_at", "user_id", "kept_at", "id"),
        Index("ix_draft_page_id", "page_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"))
    form_key: Mapped[str | None] = mapped_column(String(40))
    version: Mapped[int]
    window: Mapped[str] = mapped_column(String(40), default="")
    turn: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300), default="")
    territory_name: Mapped[str] = mapped_column(String(200), default="")
    base_number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(String(300), default="")
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    page: Mapped[Page | None] = relationship()


class FormerAddress(Model):
    """An address where a page once was, and which leads to it for ever; no page is there now.

    `merged_id`: the page that was there, where that one was merged into the page that the address leads to.
    """

    __tablename__ = "former_address"

    territory_id: Mapped[int] = mapped_column(
        ForeignKey("territory.id", ondelete="CASCADE"), primary_key=True
    )
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    merged_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"), index=True)
    left_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
