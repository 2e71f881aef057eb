"""The passkeys of a person."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.passkeys.models import Passkey
from wiki.errors import NotFound


def passkeys_of(session: Session, user_id: int) -> Sequence[Passkey]:
    """The passkeys of a person, oldest first."""
    return session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)).all()


def has_passkey(session: Session, user_id: int) -> bool:
    """Whether a person has one."""
    return session.scalar(select(Passkey.id).where(Passkey.user_id == user_id).limit(1)) is not None


def passkey_of(session: Session, user_id: int, passkey_id: int) -> Passkey:
    """One of a person's passkeys.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = session.get(Passkey, passkey_id)
    if found is None or found.user_id != user_id:
        raise NotFound
    return found
