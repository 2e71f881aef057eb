"""Accounts, the browsers they are signed in from, invitations, and attempts that throttling counts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint, column, table
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
    # Until when this person may read but not write (`wiki.blocks`); `blocked_at` closes the account altogether.
    suspended_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When an account that its owner asked to delete goes; until then they may change their mind.
    leaving_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Whether a mail tells of each sign-in from a browser that is not known.
    told_of_browsers: Mapped[bool] = mapped_column(default=True)


class KnownBrowser(Model):
    """A browser that somebody has signed in from; it holds the token in a cookie of its own.

    `trusted_until`: it need not show the second step again before that moment.
    """

    __tablename__ = "known_browser"
    __table_args__ = (UniqueConstraint("user_id", "token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    trusted_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignIn(Model):
    """One browser where a person is signed in; removing the row ends that session at once.

    Attributes:
        way: how the person came in: password, code (mailed), passkey or openid.
        is_strong: a second step or a verified passkey was shown in this session.
        proved_at: when they last proved to be the person; what is dangerous asks for a fresh proof.
        agent: what the browser says of itself. place: its network, not its full address.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    way: Mapped[str] = mapped_column(String(20), default="password")
    is_strong: Mapped[bool] = mapped_column(default=False)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=now)
    agent: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(45), default="")
    browser_id: Mapped[int | None] = mapped_column(ForeignKey("known_browser.id", ondelete="SET NULL"))

    user: Mapped[User] = relationship()


class BegunStep(Model):
    """Something begun in one browser that is finished there soon: a mailed code, a challenge, a way to a provider.

    The browser holds the token whose hash is here, in its signed cookie: nobody else can finish what it began, and
    what is finished is gone, so that nothing serves twice.
    """

    __tablename__ = "begun_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(30))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


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
