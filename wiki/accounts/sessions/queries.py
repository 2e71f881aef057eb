"""Where somebody is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.models import SignIn
from wiki.accounts.security.agents import described
from wiki.db import now
from wiki.errors import Forbidden
from wiki.permissions import Actor


@dataclass(frozen=True)
class OpenSession:
    """A browser where a person is signed in, in words; `way` and `place` as in `SignIn`."""

    id: int
    browser: str
    system: str
    way: str
    place: str
    created_at: datetime
    seen_at: datetime | None


def sessions_of(
    session: Session, actor: Actor, before: int | None = None, limit: int = 50
) -> Sequence[OpenSession]:
    """The sessions of a person, newest first, from a key on; one more than `limit`.

    Raises:
        Forbidden: nobody is signed in.
    """
    if actor.user_id is None:
        raise Forbidden
    query = select(SignIn).where(SignIn.user_id == actor.user_id, SignIn.expires_at > now())
    if before is not None:
        query = query.where(SignIn.id < before)
    return [_in_words(row) for row in session.scalars(query.order_by(SignIn.id.desc()).limit(limit + 1))]


def _in_words(row: SignIn) -> OpenSession:
    return OpenSession(row.id, *described(row.agent), row.way, row.place, row.created_at, row.seen_at)
