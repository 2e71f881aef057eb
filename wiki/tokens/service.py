"""Make a token, note its use, revoke it."""

import secrets
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.accounts.signins import hashed
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Invalid
from wiki.mail import service as mail
from wiki.permissions import Actor
from wiki.tokens.models import LONGEST_NAME, ApiToken
from wiki.tokens.queries import token_of, tokens_of
from wiki.tokens.scopes import PERMISSIONS, READ

PREFIX = "trp_"
"""By which programs that look for leaked secrets recognise ours."""

MOST = 30
_ENDING = 4


def make(
    session: Session,
    actor: Actor,
    *,
    name: str,
    scopes: frozenset[str],
    days: int | None,
    is_strong: bool,
    at: datetime | None = None,
) -> str:
    """Make a token; what is returned is never shown again.

    Args:
        days: how long it serves, None for as long as nobody revokes it.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: the name is missing or too long, there is no such scope, or there are too many tokens.
    """
    kept = tokens_of(session, actor)
    if len(kept) >= MOST:
        raise Invalid({"": _l("Vous avez déjà %(most)s jetons : révoquez-en un d'abord.", most=MOST)})
    if READ not in scopes or not scopes <= PERMISSIONS.keys():
        raise Invalid({"": _l("Cette portée n'existe pas.")})
    token, moment = PREFIX + secrets.token_urlsafe(32), at or now()
    made = ApiToken(
        user_id=actor.user_id,
        name=_checked_name(name),
        token_hash=hashed(token),
        ending=token[-_ENDING:],
        scopes=" ".join(sorted(scopes)),
        is_strong=is_strong,
        created_at=moment,
        expires_at=moment + timedelta(days=days) if days is not None else None,
    )
    session.add(made)
    session.flush()
    record(session, actor, "token.made", kind="token", thing_id=made.id, name=made.name, scopes=made.scopes)
    user = session.get_one(User, actor.user_id)
    if user.email is not None:
        mail.send(session, user.email, "token_made", user.locale, name=made.name)
    return token


def revoke(session: Session, actor: Actor, token_id: int) -> None:
    """Let a token open nothing any more, from this moment on.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none, or it is somebody else's.
    """
    token = token_of(session, actor, token_id)
    record(session, actor, "token.revoked", kind="token", thing_id=token.id, name=token.name)
    session.execute(delete(ApiToken).where(ApiToken.id == token_id))


def note_use(session: Session, token_id: int, at: datetime | None = None) -> None:
    """Say when a token was last used."""
    session.execute(update(ApiToken).where(ApiToken.id == token_id).values(used_at=at or now()))


def _checked_name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise Invalid({"name": _l("Dites à quoi sert ce jeton, pour savoir plus tard lequel révoquer.")})
    if len(tidy) > LONGEST_NAME:
        raise Invalid({"name": _l("80 caractères suffisent.")})
    return tidy
