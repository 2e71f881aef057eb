"""A file belongs to one page and points at its current version; versions are immutable, and their bytes are blobs.

The address of a file stays when its content is replaced. Blobs are named by their content: the same picture on two
pages, or in two versions, is kept once.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.attachments.media.kinds import Kind, kind_of
from wiki.db import Model, UtcDateTime, now
from wiki.pages.models import Page

LONGEST_NAME = 150
LONGEST_ALT = 300
LONGEST_CAPTION = 500


class Blob(Model):
    """Bytes in the store.

    `touched_at` is when somebody last meant to use them: what nothing names is let go some time after that.
    """

    __tablename__ = "blob"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


class File(Model):
    """A file of a page, at `/fichiers/<id>`.

    Attributes:
        alt: what a picture shows, for those who do not see it.
        is_decorative: a picture that tells nothing, which needs no `alt`.
        consent: whether the people on it agree to be shown (`wiki.attachments.consents`); empty where nobody asks.
        deleted_at: when it was removed; who may edit the page can bring it back.
    """

    __tablename__ = "file"
    __table_args__ = (
        Index("ix_file_page_id", "page_id", "deleted_at", "id"),
        # An address of a file that is gone must never lead to another one.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    alt: Mapped[str] = mapped_column(String(LONGEST_ALT), default="")
    is_decorative: Mapped[bool] = mapped_column(default=False)
    caption: Mapped[str] = mapped_column(String(LONGEST_CAPTION), default="")
    consent: Mapped[str] = mapped_column(String(10), default="", server_default="")
    # Without a constraint: versions have one the other way, and both would hold each other up.
    current_id: Mapped[int | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    page: Mapped[Page] = relationship()
    current: Mapped["FileVersion"] = relationship(
        primaryjoin="foreign(File.current_id) == FileVersion.id", post_update=True
    )

    @property
    def url(self) -> str:
        """Where its content is."""
        return f"/fichiers/{self.id}/{self.name}"

    @property
    def lacks_alt(self) -> bool:
        """Whether it is a picture of which nobody has said what it shows."""
        return self.current.kind.is_picture and not self.alt and not self.is_decorative


class FileVersion(Model):
    """The content of a file at one moment. Never changed.

    Attributes:
        width, height: pixels of a picture, else None.
        is_animated: a picture that moves, which is kept as it is.
        restored_from: the number of the version whose content this one brought back.
        text: the words of a document; None until they were looked for.
    """

    __tablename__ = "file_version"
    __table_args__ = (UniqueConstraint("file_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id", ondelete="CASCADE"))
    number: Mapped[int]
    blob_hash: Mapped[str] = mapped_column(ForeignKey("blob.hash"), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    family: Mapped[str] = mapped_column(String(10))
    width: Mapped[int | None]
    height: Mapped[int | None]
    is_animated: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    restored_from: Mapped[int | None]
    # Long, and asked for by the index alone.
    text: Mapped[str | None] = mapped_column(Text, deferred=True)

    file: Mapped[File] = relationship(foreign_keys=[file_id])
    author: Mapped[User | None] = relationship()

    @property
    def kind(self) -> Kind:
        """What it is."""
        return kind_of(self.media_type)

    @property
    def is_resizable(self) -> bool:
        """Whether smaller pictures are made of it."""
        return self.kind.is_picture and not self.is_animated


class SmallerPicture(Model):
    """A picture made of another one, for narrower screens. One that saves nothing has no blob."""

    __tablename__ = "smaller_picture"

    source_hash: Mapped[str] = mapped_column(ForeignKey("blob.hash", ondelete="CASCADE"), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(String(30), primary_key=True)
    blob_hash: Mapped[str | None] = mapped_column(ForeignKey("blob.hash"), index=True)
    size: Mapped[int] = mapped_column(default=0)


class FileUse(Model):
    """The current text of a page names a file, whether or not that file is there."""

    __tablename__ = "file_use"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    file_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
