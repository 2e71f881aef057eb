"""Who somebody is elsewhere, and who somebody from elsewhere is here."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.accounts.models import Invitation
from wiki.db import now
from wiki.errors import NotFound
from wiki.openid.models import OutsideIdentity


def identity(session: Session, issuer: str, subject: str) -> OutsideIdentity | None:
    """The link of an account here with somebody there."""
    return session.scalar(
        select(OutsideIdentity).where(OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject)
    )


def identities_of(session: Session, user_id: int) -> Sequence[OutsideIdentity]:
    """With whom an account is linked."""
    query = select(OutsideIdentity).where(OutsideIdentity.user_id == user_id)
    return session.scalars(query.order_by(OutsideIdentity.id)).all()


def identity_of(session: Session, user_id: int, identity_id: int) -> OutsideIdentity:
    """One of a person's links.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = session.get(OutsideIdentity, identity_id)
    if found is None or found.user_id != user_id:
        raise NotFound
    return found


def invitation_to(session: Session, email: str) -> Invitation | None:
    """An invitation that waits at this address."""
    query = select(Invitation).where(
        Invitation.email == email, Invitation.used_at.is_(None), Invitation.expires_at > now()
    )
    return session.scalars(query.order_by(Invitation.id.desc())).first()
