"""Tokens of a person, and the person of a token."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.accounts.queries import actor_from, with_places
from wiki.db import now
from wiki.errors import Forbidden, NotFound
from wiki.permissions import Actor, Rules
from wiki.tokens.models import ApiToken
from wiki.tokens.scopes import granted


@dataclass(frozen=True)
class Bearer:
    """Who is behind a token; `actor` has what the person may do and the token allows."""

    actor: Actor
    token_id: int
    is_strong: bool
    expires_at: datetime | None
    used_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether the time of the token is over."""
        return self.expires_at is not None and self.expires_at <= now()


def bearer_of(session: Session, token_hash: str, rules: Rules) -> Bearer | None:
    """The person of this token, in one statement; None when it was revoked or the account may not be used."""
    rows = session.execute(_statement(), {"token_hash": token_hash}).all()
    if not rows:
        return None
    row = rows[0]
    scopes = frozenset(row.scopes.split())
    actor = replace(actor_from(rows, rules.only(granted(scopes))), scopes=scopes)
    return Bearer(actor, row.token_id, row.is_strong, row.expires_at, row.used_at)


def tokens_of(session: Session, actor: Actor) -> Sequence[ApiToken]:
    """The tokens of a person, newest first.

    Raises:
        Forbidden: nobody is signed in.
    """
    if actor.user_id is None:
        raise Forbidden
    query = select(ApiToken).where(ApiToken.user_id == actor.user_id)
    return session.scalars(query.order_by(ApiToken.id.desc())).all()


def token_of(session: Session, actor: Actor, token_id: int) -> ApiToken:
    """One of a person's tokens.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none, or it is somebody else's.
    """
    if actor.user_id is None:
        raise Forbidden
    found = session.get(ApiToken, token_id)
    if found is None or found.user_id != actor.user_id:
        raise NotFound
    return found


@cache
def _statement() -> Select[Any]:
    return (
        with_places(
            ApiToken.id.label("token_id"),
            ApiToken.scopes,
            ApiToken.is_strong,
            ApiToken.expires_at,
            ApiToken.used_at,
        )
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(ApiToken.token_hash == bindparam("token_hash"))
    )
