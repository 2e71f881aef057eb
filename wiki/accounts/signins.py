"""The rows behind sessions: one for each browser where somebody is signed in, one for each browser that is known."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, null, select, update
from sqlalchemy.orm import Session

from wiki.accounts.models import KnownBrowser, SignIn, User
from wiki.db import now

SESSION_LIFETIME = timedelta(days=30)
TRUST = timedelta(days=30)
"""How long a browser need not show the second step again."""


@dataclass(frozen=True)
class Arrival:
    """How somebody comes in: see `SignIn` for what each value means.

    `is_proof`: everything that the account asks for was shown just now, as what is dangerous wants it.
    """

    way: str = "password"
    is_strong: bool = False
    agent: str = ""
    place: str = ""
    browser_id: int | None = None
    is_proof: bool = True


def start_session(
    session: Session, user: User, arrival: Arrival | None = None, at: datetime | None = None
) -> str:
    """Sign a person in from one browser; return the token that the browser will show."""
    token = secrets.token_urlsafe(32)
    moment, arrived = at or now(), arrival or Arrival()
    session.execute(delete(SignIn).where(SignIn.expires_at <= moment))
    session.add(
        SignIn(
            token_hash=hashed(token),
            user_id=user.id,
            created_at=moment,
            seen_at=moment,
            # `None` would be taken for nothing said, and the default would step in.
            proved_at=moment if arrived.is_proof else null(),
            expires_at=moment + SESSION_LIFETIME,
            way=arrived.way,
            is_strong=arrived.is_strong,
            agent=arrived.agent[:300],
            place=arrived.place,
            browser_id=arrived.browser_id,
        )
    )
    session.flush()
    return token


def extend_session(session: Session, token: str, at: datetime | None = None) -> None:
    """Keep a browser signed in for the whole lifetime from now."""
    expires_at = (at or now()) + SESSION_LIFETIME
    session.execute(update(SignIn).where(SignIn.token_hash == hashed(token)).values(expires_at=expires_at))


def note_visit(session: Session, token: str, place: str, at: datetime | None = None) -> None:
    """Say when and where from a session was last used."""
    session.execute(
        update(SignIn).where(SignIn.token_hash == hashed(token)).values(seen_at=at or now(), place=place)
    )


def note_proof(session: Session, token: str, *, is_strong: bool = False, at: datetime | None = None) -> None:
    """Say that the person of this session has just proved who they are; once strong, a session stays so."""
    values: dict[str, object] = {"proved_at": at or now()}
    if is_strong:
        values["is_strong"] = True
    session.execute(update(SignIn).where(SignIn.token_hash == hashed(token)).values(values))


def end_session(session: Session, token: str) -> None:
    """Sign one browser out."""
    session.execute(delete(SignIn).where(SignIn.token_hash == hashed(token)))


def end_sessions(session: Session, user_id: int, but: int | None = None) -> None:
    """Sign a person out everywhere, or everywhere but in one session."""
    session.execute(delete(SignIn).where(SignIn.user_id == user_id, SignIn.id != (but or 0)))


def know_browser(
    session: Session, user_id: int, token: str, *, trust: bool = False, at: datetime | None = None
) -> tuple[int, bool]:
    """Remember that somebody signs in from the browser that holds this token.

    Returns:
        its number, and whether it is new for a person who has signed in from others before.
    """
    moment = at or now()
    others = session.scalar(select(func.count()).where(KnownBrowser.user_id == user_id)) or 0
    found = _known(session, user_id, token)
    is_new = found is None and others > 0
    if found is None:
        found = KnownBrowser(user_id=user_id, token_hash=hashed(token), created_at=moment)
        session.add(found)
    found.seen_at = moment
    if trust:
        found.trusted_until = moment + TRUST
    session.flush()
    return found.id, is_new


def is_trusted(session: Session, user_id: int, token: str, at: datetime | None = None) -> bool:
    """Whether the person asked not to be asked for the second step in this browser, not too long ago."""
    found = _known(session, user_id, token) if token else None
    return found is not None and found.trusted_until is not None and found.trusted_until > (at or now())


def trust_no_browser(session: Session, user_id: int) -> None:
    """Ask for the second step everywhere again."""
    session.execute(update(KnownBrowser).where(KnownBrowser.user_id == user_id).values(trusted_until=None))


def hashed(token: str) -> str:
    """How a token is stored: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _known(session: Session, user_id: int, token: str) -> KnownBrowser | None:
    return session.scalar(
        select(KnownBrowser).where(KnownBrowser.user_id == user_id, KnownBrowser.token_hash == hashed(token))
    )
