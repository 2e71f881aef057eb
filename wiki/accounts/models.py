"""Accounts, the browsers they are signed in from, invitations, and attempts that throttling counts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, column, table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.db import Model, UtcDateTime, now

SITE_ROLES = ("", "reviewer", "curator", "admin")
LOCALES = ("fr", "en")

# People's places, as far as accounts read them: territories stand on accounts, so their tables are named here
# and not imported.
MEMBERSHIP = table(
    "membership",
    column("user_id", Integer),
    column("territory_id", Integer),
    column("role", String),
    column("message", String),
    column("asked_at", UtcDateTime),
    column("admitted_at", UtcDateTime),
    column("admitted_by", Integer),
)
TERRITORY = table("territory", column("id", Integer), column("slug", String), column("name", String))


class User(Model):
    """A person. A deleted account keeps its row, with nothing that tells who it was, as author of texts."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    site_role: Mapped[str] = mapped_column(String(20), default="")
    locale: Mapped[str] = mapped_column(String(5), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    blocked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignIn(Model):
    """One browser where a person is signed in; removing the row ends that session at once."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class Invitation(Model):
    """Leave to create an account, sent to one address."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    invited_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attempt(Model):
    """Something tried that may be tried only so often (`key` = act and who or where from, hashed)."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
