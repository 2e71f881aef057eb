"""What people do with their own account."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from wiki.accounts import queries
from wiki.accounts.events import AccountDeleted
from wiki.accounts.identity import (
    add_with_handle,
    check_site_role,
    known_locale,
    new_user,
    normal_email,
    normal_name,
)
from wiki.accounts.models import MEMBERSHIP, Invitation, User
from wiki.accounts.ownership import tables_of_a_person
from wiki.accounts.security import passwords
from wiki.accounts.security.tokens import Tokens
from wiki.accounts.signins import end_sessions, hashed, trust_no_browser
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Invalid
from wiki.events import emit
from wiki.jobs.service import enqueue
from wiki.mail import service as mail
from wiki.permissions import Actor

FORMER_MEMBER = "Ancien membre"
RESET_JOB = "accounts.reset"


# --- sign-in ---------------------------------------------------------------------------------------------


def authenticate(session: Session, email: str, password: str) -> User:
    """The person of this address and password; slow and silent alike about whatever is wrong.

    Raises:
        Invalid: no account that may be used has this address and this password.
    """
    user = queries.by_email(session, email)
    may_enter = user is not None and user.confirmed_at is not None and user.blocked_at is None
    known = passwords.matches(user.password_hash if user is not None else None, password)
    if user is None or not may_enter or not known:
        raise Invalid(
            {"": _l("Cette adresse et ce mot de passe ne vont pas ensemble, ou l'adresse reste à confirmer.")}
        )
    return user


# --- new accounts ----------------------------------------------------------------------------------------


def create_user(
    session: Session,
    *,
    name: str,
    email: str,
    password: str | None = None,
    site_role: str = "",
    locale: str = "",
    confirmed_at: datetime | None = None,
) -> User:
    """Make an account that may be used at once (unless `confirmed_at` is set later by a mail, see `sign_up`).

    Args:
        password: None for somebody who will choose one through « mot de passe oublié ».

    Raises:
        Invalid: the name, address, password or role cannot be used, or the address already has an account.
    """
    user = new_user(name, email, password, locale)
    check_site_role(site_role)
    user.site_role = site_role
    user.confirmed_at = confirmed_at or now()
    if queries.by_email(session, str(user.email)) is not None:
        raise Invalid({"email": _l("Cette adresse a déjà un compte.")})
    add_with_handle(session, user)
    return user


def sign_up(
    session: Session,
    tokens: Tokens,
    *,
    name: str,
    email: str,
    password: str,
    locale: str = "",
    invitation_token: str = "",
) -> None:
    """Ask for an account. Whether the address had one already is told to that address only, by mail.

    Raises:
        Invalid: the name, address, password or invitation cannot be used.
    """
    asked = new_user(name, email, password, locale)
    invitation = _usable_invitation(session, invitation_token, str(asked.email)) if invitation_token else None
    known = queries.by_email(session, str(asked.email))
    if known is not None and known.confirmed_at is not None:
        if invitation is not None:
            # Whoever holds the invitation owns the address: there is nobody to keep this from.
            raise Invalid({"email": _l("Cette adresse a déjà un compte : connectez-vous.")})
        _tell_known(session, known)
        return
    user = _write_again(known, asked) if known is not None else asked
    add_with_handle(session, user)
    if invitation is not None:
        welcome_invited(session, user, invitation)
    else:
        _ask_to_confirm(session, tokens, user, str(user.email))


def confirm(session: Session, tokens: Tokens, token: str, at: datetime | None = None) -> User:
    """Take the address that a mailed link proves: of a new account, or a new address of an old one.

    Raises:
        Invalid: the link is not ours, too old, used already, or the address has been taken meanwhile.
    """
    user, email = open_link(session, tokens, "confirm", token, at)
    holder = queries.by_email(session, email)
    if holder is not None and holder.id != user.id:
        if holder.confirmed_at is not None:
            raise Invalid({"": _l("Cette adresse sert déjà à un autre compte.")})
        # Nobody has proved to own that account; this link proves who owns the address.
        session.delete(holder)
        session.flush()
    if user.confirmed_at is not None and user.email is not None:
        mail.send(session, user.email, "email_changed", user.locale)
        note(session, user.id, "account.email_changed")
    user.email = email
    user.confirmed_at = at or now()
    return user


def open_link(
    session: Session, tokens: Tokens, purpose: str, token: str, at: datetime | None = None
) -> tuple[User, str]:
    """The account and the address that a mailed link is for.

    Raises:
        Invalid: the link is not ours, too old, or used already.
    """
    promise = tokens.read(purpose, token, at)
    user = session.get(User, promise.user_id) if promise is not None else None
    usable = user is not None and user.deleted_at is None and user.blocked_at is None
    if promise is None or user is None or not usable or not tokens.keeps(promise, user):
        raise Invalid({"": _l("Ce lien ne sert plus : il a plus d'un jour, ou il a déjà servi.")})
    return user, promise.email


# --- passwords -------------------------------------------------------------------------------------------


def ask_reset(session: Session, email: str, locale: str = "") -> None:
    """Have a link sent to this address; looking whether it has an account is left to the worker.

    Args:
        locale: the language that is asked in, for an account that has chosen none.

    Raises:
        Invalid: this is not an address.
    """
    enqueue(session, RESET_JOB, {"email": normal_email(email), "locale": known_locale(locale)})


def send_reset(session: Session, tokens: Tokens, email: str, locale: str) -> None:
    """Send the link with which the person of this address chooses another password."""
    user = queries.by_email(session, email)
    if user is not None and user.blocked_at is None:
        path = f"/mot-de-passe/{tokens.make('reset', user, email)}"
        mail.send(session, email, "reset", user.locale or locale, path=path)


def reset_password(
    session: Session, tokens: Tokens, token: str, password: str, at: datetime | None = None
) -> User:
    """Set the password of the person who followed the mailed link, and end every session.

    Raises:
        Invalid: the link does not serve, or somebody would guess the password.
    """
    # Before the first statement, so that nobody waits to write while this is worked out.
    password_hash = passwords.hash_password(password)
    user, _email = open_link(session, tokens, "reset", token, at)
    passwords.check_strength(password, user)
    # Whoever opens the link owns the address: an account that waited for confirmation has it now.
    user.confirmed_at = user.confirmed_at or at or now()
    _set_password(session, user, password_hash)
    return user


def check_password(session: Session, user_id: int, password: str, field: str = "current") -> None:
    """Make sure that it is really the person who sits there.

    Raises:
        Invalid: this is not the password of the account.
    """
    if not passwords.matches(session.get_one(User, user_id).password_hash, password):
        raise Invalid({field: _l("Ce n'est pas votre mot de passe actuel.")})


def change_password(session: Session, user_id: int, password: str) -> User:
    """Set another password and end every session; the caller starts a new one for the browser at hand.

    Raises:
        Invalid: somebody would guess the password.
    """
    password_hash = passwords.hash_password(password)
    user = session.get_one(User, user_id)
    passwords.check_strength(password, user)
    _set_password(session, user, password_hash)
    return user


# --- the rest of an account ------------------------------------------------------------------------------


def change_details(session: Session, user_id: int, name: str, locale: str) -> None:
    """Change the name that is shown beside texts, and the language of pages and mails.

    Raises:
        Invalid: the name is empty or too long, or the language is not one of ours.
    """
    user = session.get_one(User, user_id)
    user.name, user.locale = normal_name(name), known_locale(locale)


def choose_language(session: Session, user_id: int, locale: str) -> None:
    """Keep the language chosen with the switch of a page."""
    session.get_one(User, user_id).locale = known_locale(locale)


def change_email(session: Session, tokens: Tokens, user_id: int, email: str) -> None:
    """Ask for another address, which counts once the link mailed to it has been followed.

    Raises:
        Invalid: this is not an address, or it is the present one.
    """
    user = session.get_one(User, user_id)
    wanted = normal_email(email)
    if wanted == user.email:
        raise Invalid({"email": _l("C'est déjà votre adresse.")})
    holder = queries.by_email(session, wanted)
    if holder is not None and holder.confirmed_at is not None:
        _tell_known(session, holder)
    else:
        _ask_to_confirm(session, tokens, user, wanted)


def delete_account(session: Session, user_id: int, at: datetime | None = None) -> None:
    """Forget who a person was; their texts stay, written by a former member.

    Raises:
        Invalid: nobody else administers the site.
    """
    user = session.get_one(User, user_id)
    check_not_last_admin(session, user)
    # The row of the person stays, as author of texts: what would go with it goes as if it did not.
    for table, owner in tables_of_a_person():
        session.execute(delete(table).where(owner == user.id))
    session.execute(delete(MEMBERSHIP).where(MEMBERSHIP.c.user_id == user.id))
    session.execute(delete(Invitation).where(Invitation.email == user.email))
    user.name, user.handle = FORMER_MEMBER, f"ancien-membre-{user.id}"
    user.email = user.password_hash = None
    user.site_role = user.locale = ""
    user.leaving_at = None
    user.deleted_at = at or now()
    emit(session, AccountDeleted(user.id))


def note(session: Session, user_id: int, act: str) -> None:
    """Write into the audit log what somebody did to their own account."""
    record(session, Actor(user_id), act, kind="account", thing_id=user_id)


def check_not_last_admin(session: Session, user: User) -> None:
    """Keep at least one person who can look after accounts.

    Raises:
        Invalid: this is the only one.
    """
    if user.site_role != "admin":
        return
    usable = (User.deleted_at.is_(None), User.blocked_at.is_(None), User.confirmed_at.is_not(None))
    others = select(func.count()).where(User.site_role == "admin", User.id != user.id, *usable)
    if not session.scalar(others):
        raise Invalid(
            {"": _l("Personne d'autre n'administre ce site : confiez d'abord ce rôle à quelqu'un.")}
        )


def _write_again(known: User, asked: User) -> User:
    """An address that was never confirmed is whoever's asks last: only the last link mailed to it serves."""
    known.name, known.password_hash, known.locale = asked.name, asked.password_hash, asked.locale
    return known


def _set_password(session: Session, user: User, password_hash: str) -> None:
    user.password_hash = password_hash
    end_sessions(session, user.id)
    trust_no_browser(session, user.id)
    note(session, user.id, "account.password_changed")
    if user.email is not None:
        mail.send(session, user.email, "password_changed", user.locale)


def _ask_to_confirm(session: Session, tokens: Tokens, user: User, email: str) -> None:
    path = f"/confirmation/{tokens.make('confirm', user, email)}"
    mail.send(session, email, "confirm", user.locale, path=path)


def _tell_known(session: Session, user: User) -> None:
    if user.blocked_at is None and user.email is not None:
        mail.send(session, user.email, "known_address", user.locale)


def _usable_invitation(session: Session, token: str, email: str) -> Invitation:
    invitation = queries.open_invitation(session, hashed(token))
    if invitation.email != email:
        raise Invalid({"email": _l("Cette invitation a été envoyée à une autre adresse.")})
    return invitation


def welcome_invited(session: Session, user: User, invitation: Invitation) -> None:
    """Take up an invitation that was read at the address it was sent to: nothing is left to confirm."""
    user.confirmed_at = invitation.used_at = now()
    if invitation.territory_id is not None:
        session.execute(
            insert(MEMBERSHIP).values(
                user_id=user.id,
                territory_id=invitation.territory_id,
                role="member",
                message="",
                asked_at=user.confirmed_at,
                admitted_at=user.confirmed_at,
                admitted_by=invitation.invited_by,
            )
        )
