"""What texts say that lists of things to mend need, read out of them again with each revision.

Addresses of other sites stand once each, however many pages lead there.
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now

MAX_URL = 2000


class PageUpkeep(Model):
    """What the current text of a page is like. `anchors`: where links can lead inside it."""

    __tablename__ = "page_upkeep"
    __table_args__ = (Index("ix_page_upkeep_words", "words"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    # What was read: another current revision means that it has to be read again.
    revision_id: Mapped[int]
    words: Mapped[int]
    # Of images from elsewhere; those of the site have theirs beside the file.
    images_without_alt: Mapped[int]
    anchors: Mapped[list[str]] = mapped_column(JSON)


class AnchorLink(Model):
    """A link into the middle of a page; broken when that page has no such place (any more)."""

    __tablename__ = "anchor_link"

    source_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(170), primary_key=True, index=True)
    anchor: Mapped[str] = mapped_column(String(100), primary_key=True)
    is_broken: Mapped[bool] = mapped_column(default=False)


class ExternalAddress(Model):
    """An address of another site, and what came of asking it.

    Attributes:
        digest: of the address, which is too long for an index.
        due_at: when it may be asked next; whoever asks moves it on first.
        status: of the last answer, None where there was none.
        fault: "" when it answered well; "status", "unreachable", "slow"; "refused" for what we never call.
        failures: on how many days in a row it failed.
        is_dead: it failed on three different days.
    """

    __tablename__ = "external_address"
    __table_args__ = (
        Index("ix_external_address_due", "due_at", "id"),
        Index("ix_external_address_dead", "is_dead"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(MAX_URL))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    host: Mapped[str] = mapped_column(String(255))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    status: Mapped[int | None]
    fault: Mapped[str] = mapped_column(String(20), default="")
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_dead: Mapped[bool] = mapped_column(default=False)


class ExternalLink(Model):
    """The current text of a page leads to an address of another site."""

    __tablename__ = "external_link"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    address_id: Mapped[int] = mapped_column(
        ForeignKey("external_address.id", ondelete="CASCADE"), primary_key=True, index=True
    )
