"""Where happenings are told to, and what was said each time."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now
from wiki.territories.models import Territory

WAITING, DONE, FAILED = "waiting", "done", "failed"


class Webhook(Model):
    """An address that is told what happens.

    Attributes:
        territory_id: only what happens there; None for everywhere, which takes an administrator.
        kinds: of happenings; an empty list is every kind.
        with_territory: also pages that only the territory's members read.
        serial: changed to give it another secret, which is made from it and never stored.
        failures: deliveries given up since the last that arrived.
        paused_until: not called before, because it did not answer.
        disabled_at: when it was stopped, by somebody or for its failures (`disabled_by_failures`).
    """

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    territory_id: Mapped[int | None] = mapped_column(
        ForeignKey("territory.id", ondelete="CASCADE"), index=True
    )
    url: Mapped[str] = mapped_column(String(2000))
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    with_territory: Mapped[bool] = mapped_column(default=False)
    serial: Mapped[int] = mapped_column(default=1)
    failures: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_by_failures: Mapped[bool] = mapped_column(default=False)

    owner: Mapped[User] = relationship()
    territory: Mapped[Territory | None] = relationship()


class Delivery(Model):
    """One message to a webhook; the log of deliveries.

    Attributes:
        happening_id: None for a trial.
        body: what is sent, written when the happening was heard of.
        due_at: when it is tried next, while it waits.
        status: what the other side said last; None when nothing came back.
        error: why, in English, for whoever looks after the other side.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("ix_webhook_delivery_webhook", "webhook_id", "id"),
        Index("ix_webhook_delivery_due", "state", "due_at"),
        Index("ix_webhook_delivery_happening", "happening_id", "webhook_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    happening_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    status: Mapped[int | None]
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    webhook: Mapped[Webhook] = relationship()
