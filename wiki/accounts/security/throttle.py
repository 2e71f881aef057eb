"""How often something may be tried: counted in the database, so that all processes count together.

What is counted (an address, an account) is stored hashed; it is forgotten after the window it counts for.
"""

import hashlib
import ipaddress
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wiki.accounts.models import Attempt
from wiki.db import now
from wiki.errors import Invalid

WINDOW = timedelta(minutes=15)
Limits = Mapping[str, int]
"""What is counted ("sign-in nina@exemple.fr") → how many times it may be tried within the window."""


class TooManyAttempts(Invalid):
    """Tried too often; nothing was looked at."""

    def __init__(self) -> None:
        super().__init__(
            {"": _l("Trop d'essais en peu de temps. Attendez un quart d'heure, puis recommencez.")}
        )


def count_attempt(session: Session, limits: Limits, at: datetime | None = None) -> None:
    """Count one more attempt under each key; the caller commits before looking at what was typed.

    Raises:
        TooManyAttempts: one of the keys has been tried as often as it may be.
    """
    moment = at or now()
    hashed = {_hashed(key): times for key, times in limits.items()}
    _wait_for_others(session, list(hashed))
    session.execute(delete(Attempt).where(Attempt.at <= moment - WINDOW))
    counted = select(Attempt.key, func.count()).where(Attempt.key.in_(hashed)).group_by(Attempt.key)
    if any(count >= hashed[key] for key, count in session.execute(counted)):
        raise TooManyAttempts
    session.add_all(Attempt(key=key, at=moment) for key in hashed)


def forget_attempts(session: Session, keys: Iterable[str]) -> None:
    """Start counting anew, because the right person has shown up."""
    session.execute(delete(Attempt).where(Attempt.key.in_([_hashed(key) for key in keys])))


def network_of(address: str) -> str:
    """What one household or school has: an IPv4 address, or the first half of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _wait_for_others(session: Session, keys: list[str]) -> None:
    """Let two attempts on one key be counted one after the other; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        for key in sorted(keys):
            number = int.from_bytes(bytes.fromhex(key[:16]), signed=True)
            session.execute(select(func.pg_advisory_xact_lock(number)))
