"""Scenarios that the national team retained, each at one version, as that version was.

What is shown of a feature is a copy made when it was retained: whatever becomes of the page afterwards, the feature
stays as it was decided on. Only a withdrawn version or an administrator's purge takes the copy away.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.attachments.models import FileVersion
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page
from wiki.territories.models import Territory

BY_HAND, REPLACED, REMOVED = "by_hand", "replaced", "removed"
"""Why a feature ended: somebody ended it; a newer version took its place; its text was taken out for good."""
MAX_INTRODUCTION = 2000
MAX_REASON = 300

_RUNNING = text("ended_at IS NULL")


class Feature(Model):
    """A scenario retained at one version. While it runs, its page has no other.

    The columns from `text` on are the copy; `language` and all before are as the page was then, too. `html` and
    `contents` were made by the version `renderer` of the renderer.
    """

    __tablename__ = "feature"
    __table_args__ = (
        Index(
            "uq_feature_page_id_running", "page_id", unique=True,
            sqlite_where=_RUNNING, postgresql_where=_RUNNING,
        ),
        Index("ix_feature_ended_at_position", "ended_at", "position"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    # Empty once the page was erased.
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"), index=True)
    number: Mapped[int]
    # The nomination that was decided; no foreign key: it belongs to a feature above.
    nomination_id: Mapped[int | None]
    introduction: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    retained_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    retained_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    renew_by: Mapped[date] = mapped_column(Date)
    # When the national team was last reminded to renew it.
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Since when its page is not public any more, as the national team was told.
    lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ending: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(String(MAX_REASON), default="")
    # Goes up with each change of what curators write: who changes it says which they read.
    turn: Mapped[int] = mapped_column(default=0)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"), index=True)
    territory_name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(String(400), default="")
    language: Mapped[str] = mapped_column(String(20), default="fr")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Long, and asked for by its own page alone.
    text: Mapped[str] = mapped_column(Text, deferred=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    credit: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    html: Mapped[str] = mapped_column(Text, default="", deferred=True)
    contents: Mapped[str] = mapped_column(Text, default="", deferred=True)
    renderer: Mapped[str] = mapped_column(String(40), default="")

    page: Mapped[Page | None] = relationship()
    territory: Mapped[Territory] = relationship()
    retainer: Mapped[User | None] = relationship(foreign_keys=[retained_by])
    ender: Mapped[User | None] = relationship(foreign_keys=[ended_by])
    themes: Mapped[list["FeatureTheme"]] = relationship(
        order_by="FeatureTheme.position", cascade="all, delete-orphan"
    )

    files: Mapped[list["FeatureFile"]] = relationship(
        order_by="FeatureFile.file_id", cascade="all, delete-orphan"
    )

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def url(self) -> str:
        """Its own address on this site."""
        return f"/a-la-une/{self.id}"


class FeatureTheme(Model):
    """A theme that the retained version names; no foreign key: the copy outlives what becomes of the theme."""

    __tablename__ = "feature_theme"

    feature_id: Mapped[int] = mapped_column(ForeignKey("feature.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    position: Mapped[int] = mapped_column(default=0)


class FeatureFile(Model):
    """A file that the retained version shows or names, as it was; `blob_hash` names its bytes in the store of files.

    No foreign keys but one: the copy outlives the file and the page that it belonged to.
    """

    __tablename__ = "feature_file"

    feature_id: Mapped[int] = mapped_column(ForeignKey("feature.id", ondelete="CASCADE"), primary_key=True)
    file_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    version_number: Mapped[int]
    page_id: Mapped[int] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(150))
    alt: Mapped[str] = mapped_column(String(300), default="")
    media_type: Mapped[str] = mapped_column(String(100))
    width: Mapped[int | None]
    height: Mapped[int | None]
    is_animated: Mapped[bool] = mapped_column(default=False)
    size: Mapped[int] = mapped_column(BigInteger)
    blob_hash: Mapped[str] = mapped_column(String(64), index=True)

    def as_version(self) -> FileVersion:
        """The same as files speak of their versions; nothing to be kept."""
        return FileVersion(
            file_id=self.file_id, number=self.version_number, blob_hash=self.blob_hash, size=self.size,
            media_type=self.media_type, width=self.width, height=self.height, is_animated=self.is_animated,
        )  # fmt: skip
