"""What a person was told. Nothing of a page is copied: who may still read it is asked each time it is shown."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now


class ToldHappening(Model):
    """A happening that was turned into notices: a job may run twice, people are told once."""

    __tablename__ = "told_happening"

    happening_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


class Notice(Model):
    """One line of somebody's notices: one or several happenings of a kind, by one person, about one page.

    Attributes:
        kind: of the first happening, see `wiki.activity.kinds`.
        reason: why this person is told: a kind of subscription, or one of `wiki.notifications.reasons`.
        page_id: None for several pages of one territory, or the territory itself.
        first_id, about_id: `about_id` of the first and of the last happening.
        count: how many happenings, or pages where it is about several.
        began_at, at: of the first and the last.
        mail: in which rhythm it is to leave by mail.
        mail_due: when; None when it is not to leave, or has left.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_user", "user_id", "id"),
        Index("ix_notice_unread", "user_id", "read_at"),
        Index("ix_notice_mail_due", "mail_due"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(12))
    # No foreign keys: happenings have none either.
    page_id: Mapped[int | None]
    territory_id: Mapped[int | None]
    actor_id: Mapped[int | None]
    first_id: Mapped[int | None]
    about_id: Mapped[int | None]
    count: Mapped[int] = mapped_column(default=1)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail: Mapped[str] = mapped_column(String(8), default="never")
    mail_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
