"""Who somebody is, and what others may read about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from wiki.accounts.models import MEMBERSHIP, TERRITORY, Invitation, SignIn, User
from wiki.db import now
from wiki.errors import Invalid, NotFound
from wiki.permissions import Actor, Rules

_IN_USE = (User.deleted_at.is_(None), User.blocked_at.is_(None), User.confirmed_at.is_not(None))
_ADMITTED = and_(MEMBERSHIP.c.user_id == User.id, MEMBERSHIP.c.admitted_at.is_not(None))


@dataclass(frozen=True)
class SignedIn:
    """A person in one browser."""

    actor: Actor
    expires_at: datetime


@dataclass(frozen=True)
class Place:
    """Where somebody belongs, and as what."""

    slug: str
    name: str
    role: str


def actor_of(session: Session, user_id: int, rules: Rules) -> Actor:
    """The person with everything that rights depend on.

    Raises:
        NotFound: there is no such account, or it may not be used (deleted, blocked, not confirmed).
    """
    rows = session.execute(_with_places().where(User.id == user_id)).all()
    if not rows:
        raise NotFound
    return _actor(rows, rules)


def signed_in(session: Session, token_hash: str, rules: Rules) -> SignedIn | None:
    """The person who holds this session token, in one statement; None when the session has been ended."""
    rows = session.execute(_signed_in_statement(), {"token_hash": token_hash}).all()
    return SignedIn(_actor(rows, rules), rows[0].expires_at) if rows else None


def by_email(session: Session, email: str) -> User | None:
    """The account of this address, however it was typed."""
    return session.scalar(select(User).where(User.email == _storable(email.strip().lower())))


def by_handle(session: Session, handle: str) -> User:
    """The account of this handle.

    Raises:
        NotFound: there is none, or it was deleted.
    """
    user = session.scalar(select(User).where(User.handle == _storable(handle), User.deleted_at.is_(None)))
    if user is None:
        raise NotFound
    return user


def public_profile(session: Session, handle: str) -> User:
    """Somebody whom everybody may know of.

    Raises:
        NotFound: nobody of that handle has an account that may be used.
    """
    user = session.scalar(select(User).where(User.handle == _storable(handle), *_IN_USE))
    if user is None:
        raise NotFound
    return user


def places_of(session: Session, user_id: int) -> list[Place]:
    """The territories that have admitted this person, by name."""
    rows = session.execute(
        select(TERRITORY.c.slug, TERRITORY.c.name, MEMBERSHIP.c.role)
        .join(MEMBERSHIP, MEMBERSHIP.c.territory_id == TERRITORY.c.id)
        .where(MEMBERSHIP.c.user_id == user_id, MEMBERSHIP.c.admitted_at.is_not(None))
        .order_by(TERRITORY.c.name)
    )
    return [Place(slug, name, role) for slug, name, role in rows]


def open_invitation(session: Session, token_hash: str, at: datetime | None = None) -> Invitation:
    """The invitation of this token.

    Raises:
        Invalid: it was used, withdrawn, is too old, or was never sent.
    """
    invitation = session.scalar(
        select(Invitation).where(
            Invitation.token_hash == token_hash,
            Invitation.used_at.is_(None),
            Invitation.expires_at > (at or now()),
        )
    )
    if invitation is None:
        raise Invalid(
            {"": _l("Cette invitation ne sert plus : demandez-en une autre à qui vous l'a envoyée.")}
        )
    return invitation


def _storable(text: str) -> str:
    """Text that may be asked for: PostgreSQL refuses the character NUL, which nobody's name holds."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


@cache
def _signed_in_statement() -> Select[Any]:
    """Built once: it is asked after every change of the database, and building it costs more than asking."""
    return (
        _with_places(SignIn.expires_at)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_hash == bindparam("token_hash"))
    )


def _with_places(*columns: Any) -> Select[Any]:
    return (
        select(
            User.id,
            User.handle,
            User.name,
            User.locale,
            User.site_role,
            User.suspended_until,
            MEMBERSHIP.c.territory_id,
            MEMBERSHIP.c.role,
            *columns,
        )
        .select_from(User)
        .outerjoin(MEMBERSHIP, _ADMITTED)
        .where(*_IN_USE)
    )


def _actor(rows: Sequence[Row[Any]], rules: Rules) -> Actor:
    person = rows[0]
    return Actor(
        user_id=person.id,
        handle=person.handle,
        name=person.name,
        locale=person.locale,
        site_role=person.site_role,
        suspended_until=person.suspended_until,
        territories={row.territory_id: row.role for row in rows if row.territory_id is not None},
        rules=rules,
    )
