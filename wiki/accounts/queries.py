"""Who somebody is, and what others may read about them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from wiki.accounts.counted import Counted, counted
from wiki.accounts.models import MEMBERSHIP, TERRITORY, Invitation, SignIn, User
from wiki.db import now
from wiki.errors import Invalid, NotFound
from wiki.permissions import Actor, Rules

_IN_USE = (User.deleted_at.is_(None), User.blocked_at.is_(None), User.confirmed_at.is_not(None))
_ADMITTED = and_(MEMBERSHIP.c.user_id == User.id, MEMBERSHIP.c.admitted_at.is_not(None))


@dataclass(frozen=True)
class SignedIn:
    """A person in one browser; see `SignIn` for what the values mean.

    `held_back`: the role for the whole site that does not count in this session (see `SECOND_FACTOR_FOR`).
    """

    actor: Actor
    expires_at: datetime
    session_id: int
    way: str
    is_strong: bool
    proved_at: datetime | None
    seen_at: datetime | None
    held_back: str = ""


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
    rows = session.execute(with_places().where(User.id == user_id)).all()
    if not rows:
        raise NotFound
    return actor_from(rows, rules)


def signed_in(session: Session, token_hash: str, rules: Rules) -> SignedIn | None:
    """The person who holds this session token, in one statement; None when the session has been ended."""
    columns = counted()
    rows = session.execute(_signed_in_statement(columns), {"token_hash": token_hash}).all()
    if not rows:
        return None
    row = rows[0]
    counts = {name: getattr(row, f"count_of_{name}") for name, _column in columns}
    return SignedIn(
        replace(actor_from(rows, rules), counts=counts), row.expires_at, row.session_id, row.way, row.is_strong,
        row.proved_at, row.seen_at,
    )  # fmt: skip


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
def _signed_in_statement(columns: Counted) -> Select[Any]:
    """Built once: it is asked after every change of the database, and building it costs more than asking."""
    return (
        with_places(
            SignIn.expires_at,
            SignIn.id.label("session_id"),
            SignIn.way,
            SignIn.is_strong,
            SignIn.proved_at,
            SignIn.seen_at,
            *(column().label(f"count_of_{name}") for name, column in columns),
        )
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_hash == bindparam("token_hash"))
    )


def with_places(*columns: Any) -> Select[Any]:
    """Accounts that may be used, with everything that `actor_from` reads and these columns beside."""
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


def actor_from(rows: Sequence[Row[Any]], rules: Rules) -> Actor:
    """One person, from the rows of `with_places`: one for each territory."""
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
