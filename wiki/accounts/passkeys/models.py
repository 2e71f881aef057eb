"""The public half of a passkey; the private half never leaves the device."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now

LONGEST_NAME = 60


class Passkey(Model):
    """One passkey of a person (https://www.w3.org/TR/webauthn-3/).

    `credential_id` in base64url. `sign_count`: what the device counted last; a lower one later tells of a copy.
    `is_synced`: the owner's devices share it, so losing one of them loses nothing.
    """

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    is_synced: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
