"""Link an account with somebody's identity at the provider, come in by it, create an account for it, unlink.

An account that is there already is linked only by who is signed in to it or knows its password: an address that a
provider calls verified is not enough, for whoever runs a provider, or once had that address there, could claim it.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.orm import Session

from wiki.accounts import queries as accounts
from wiki.accounts.identity import normal_email
from wiki.accounts.models import User
from wiki.accounts.service import create_user, note, welcome_invited
from wiki.db import now
from wiki.errors import Forbidden, Invalid
from wiki.mail import service as mail
from wiki.openid.models import OutsideIdentity
from wiki.openid.provider import Claims
from wiki.openid.queries import identity, identity_of, invitation_to


class NoSignUp(Forbidden):
    """This site does not create accounts for whoever comes."""


def person(session: Session, claims: Claims, at: datetime | None = None) -> User | None:
    """The account that is linked with who came back; None when none is.

    Raises:
        Invalid: the account may not be used.
    """
    link_here = identity(session, claims.issuer, claims.subject)
    if link_here is None:
        return None
    user = session.get_one(User, link_here.user_id)
    if user.blocked_at is not None or user.deleted_at is not None:
        raise Invalid({"": _l("Ce compte ne peut pas être ouvert. Écrivez à l'équipe du site.")})
    link_here.used_at = at or now()
    return user


def link(session: Session, user_id: int, claims: Claims) -> None:
    """Link an account with who came back.

    Raises:
        Invalid: another account here is linked with that person.
    """
    there = identity(session, claims.issuer, claims.subject)
    if there is not None and there.user_id != user_id:
        raise Invalid({"": _l("Cette identité est déjà reliée à un autre compte.")})
    if there is None:
        label = claims.email or claims.name
        session.add(
            OutsideIdentity(user_id=user_id, issuer=claims.issuer, subject=claims.subject, label=label[:254])
        )
        note(session, user_id, "account.identity_linked")
        _tell(session, user_id, "identity_linked")


def holder_of(session: Session, claims: Claims) -> User | None:
    """The confirmed account that has the address of who came back."""
    user = accounts.by_email(session, claims.email) if claims.email else None
    return user if user is not None and user.confirmed_at is not None else None


def check_may_sign_up(session: Session, claims: Claims, policy: str) -> None:
    """Refuse who may not have an account here.

    Raises:
        NoSignUp: this site creates no accounts, or none without an invitation to that address.
        Invalid: the provider has not verified the address.
    """
    if not claims.email:
        raise Invalid({"": _l("Ce service n'a pas vérifié votre adresse e-mail : elle ne suffit pas ici.")})
    invitation = invitation_to(session, normal_email(claims.email))
    if policy == "closed" or (policy == "invitation" and invitation is None):
        raise NoSignUp


def sign_up(session: Session, claims: Claims, name: str, policy: str, locale: str) -> User:
    """Create an account for who came back, as far as this site lets people do so, and link it.

    Args:
        policy: open, invitation or closed.

    Raises:
        NoSignUp: this site creates no accounts, or none without an invitation to that address.
        Invalid: the name cannot be used, the provider has not verified the address, or it has an account.
    """
    check_may_sign_up(session, claims, policy)
    email = normal_email(claims.email)
    invitation = invitation_to(session, email)
    claimed = accounts.by_email(session, email)
    if claimed is not None and claimed.confirmed_at is None:
        # Nobody has proved to own that account; the provider says who owns the address.
        session.delete(claimed)
        session.flush()
    user = create_user(session, name=name, email=email, locale=locale)
    if invitation is not None:
        welcome_invited(session, user, invitation)
    link(session, user.id, claims)
    return user


def unlink(session: Session, user_id: int, identity_id: int) -> None:
    """Let an identity elsewhere open the account no more; a mailed code always does.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = identity_of(session, user_id, identity_id)
    session.execute(delete(OutsideIdentity).where(OutsideIdentity.id == found.id))
    note(session, user_id, "account.identity_unlinked")
    _tell(session, user_id, "identity_unlinked")


def as_data(claims: Claims) -> dict[str, Any]:
    """Claims as they wait for the next step of a browser."""
    return asdict(claims)


def _tell(session: Session, user_id: int, template: str) -> None:
    user = session.get_one(User, user_id)
    if user.email is not None:
        mail.send(session, user.email, template, user.locale)
