"""A token that a person gave to a program."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Model, UtcDateTime, now

LONGEST_NAME = 80


class ApiToken(Model):
    """Opens the API as its owner, within its scopes. Only its hash is kept; `ending` helps to tell it from others.

    `is_strong`: it was made in a session where a second step was shown, which a site may ask for of some roles.
    """

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ending: Mapped[str] = mapped_column(String(8))
    scopes: Mapped[str] = mapped_column(String(60))
    is_strong: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
