"""One block. What counts of a person's blocks is kept in `User.suspended_until`, read with every request."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.db import Model, UtcDateTime, now


class Block(Model):
    """Somebody, or whoever comes from a network, may not write until a moment.

    Attributes:
        user_id, network: one of both; the network in CIDR notation (RFC 4632, RFC 4291).
        covers_accounts: whether people who signed in are blocked too when they come from the network.
        lifted_at: when it was ended before its time.
    """

    __tablename__ = "block"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    network: Mapped[str | None] = mapped_column(String(50))
    covers_accounts: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User | None] = relationship(foreign_keys=[user_id])

    @property
    def is_in_force(self) -> bool:
        """Whether it blocks now."""
        return self.lifted_at is None and self.until > now()
