"""Roles, blocking, invitations."""

import secrets
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.orm import Session

from wiki.accounts import queries
from wiki.accounts.identity import check_site_role, normal_email
from wiki.accounts.models import Invitation, User
from wiki.accounts.service import check_not_last_admin
from wiki.accounts.signins import end_sessions, hashed
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Forbidden, Invalid
from wiki.mail import service as mail
from wiki.permissions import Actor, Permission, require

INVITATION_LIFETIME = timedelta(days=14)


def change_role(session: Session, actor: Actor, handle: str, role: str) -> User:
    """Give somebody another role for the whole site.

    Raises:
        Invalid: there is no such role, or nobody would administer the site any more.
    """
    user = _managed(session, actor, handle)
    check_site_role(role)
    if role != "admin":
        check_not_last_admin(session, user)
    if role != user.site_role:
        _record(session, actor, "account.role_changed", user, former=user.site_role, now=role)
    user.site_role = role
    return user


def block(session: Session, actor: Actor, handle: str, at: datetime | None = None) -> User:
    """Keep somebody out until further notice, from this moment on.

    Raises:
        Invalid: this is the actor, or the only administrator.
    """
    user = _managed(session, actor, handle)
    if user.id == actor.user_id:
        raise Invalid({"": _l("Vous ne pouvez pas bloquer votre propre compte.")})
    if user.blocked_at is None:
        _record(session, actor, "account.blocked", user)
    user.blocked_at = user.blocked_at or at or now()
    end_sessions(session, user.id)
    return user


def unblock(session: Session, actor: Actor, handle: str) -> User:
    """Let somebody in again."""
    user = _managed(session, actor, handle)
    if user.blocked_at is not None:
        _record(session, actor, "account.unblocked", user)
    user.blocked_at = None
    return user


def sign_out_everywhere(session: Session, actor: Actor, handle: str) -> User:
    """End every session of somebody, for instance after a theft."""
    user = _managed(session, actor, handle)
    end_sessions(session, user.id)
    _record(session, actor, "account.sessions_ended", user)
    return user


def confirm_for(session: Session, actor: Actor, handle: str, at: datetime | None = None) -> User:
    """Take somebody's address as proved, where mails do not arrive."""
    user = _managed(session, actor, handle)
    if user.confirmed_at is None:
        _record(session, actor, "account.confirmed", user)
    user.confirmed_at = user.confirmed_at or at or now()
    return user


def invite(
    session: Session,
    actor: Actor,
    email: str,
    territory_id: int | None = None,
    locale: str = "",
    at: datetime | None = None,
) -> Invitation:
    """Invite the owner of an address; a former invitation of the same address is withdrawn.

    Raises:
        Invalid: this is not an address, or it has an account.
    """
    require(actor, Permission.INVITATION_CREATE)
    if actor.user_id is None:
        raise Forbidden
    address = normal_email(email)
    known = queries.by_email(session, address)
    if known is not None and known.confirmed_at is not None:
        raise Invalid({"email": _l("Cette adresse a déjà un compte.")})
    session.execute(delete(Invitation).where(Invitation.email == address, Invitation.used_at.is_(None)))
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=hashed(token),
        email=address,
        invited_by=actor.user_id,
        territory_id=territory_id,
        expires_at=(at or now()) + INVITATION_LIFETIME,
    )
    session.add(invitation)
    session.flush()
    record(session, actor, "invitation.made", kind="invitation", thing_id=invitation.id)
    mail.send(session, address, "invitation", locale, path=f"/inscription?invitation={token}", by=actor.name)
    return invitation


def withdraw(session: Session, actor: Actor, invitation_id: int) -> None:
    """Take back an invitation that was not used."""
    require(actor, Permission.INVITATION_CREATE)
    session.execute(delete(Invitation).where(Invitation.id == invitation_id, Invitation.used_at.is_(None)))
    record(session, actor, "invitation.withdrawn", kind="invitation", thing_id=invitation_id)


def _record(session: Session, actor: Actor, act: str, user: User, **details: str) -> None:
    record(session, actor, act, kind="account", thing_id=user.id, **details)


def _managed(session: Session, actor: Actor, handle: str) -> User:
    require(actor, Permission.ACCOUNT_MANAGE)
    return queries.by_handle(session, handle)
