"""Make a code, send it, look whether it is the one that was sent."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.accounts import queries
from wiki.accounts.identity import known_locale, normal_email
from wiki.accounts.models import BegunStep, User
from wiki.accounts.security.sealing import Seal
from wiki.db import now
from wiki.errors import Invalid
from wiki.jobs.service import enqueue
from wiki.mail import service as mail

SEND_JOB = "accounts.mailed_code"
DIGITS = 8
MOST_TRIES = 5


def prepare(session: Session, seal: Seal, email: str, locale: str = "") -> Mapping[str, Any]:
    """Make a code and leave it to the worker to look whether somebody has this address.

    Returns:
        what the browser that asks must keep to show the code later.

    Raises:
        Invalid: this is not an address.
    """
    address, salt = normal_email(email), secrets.token_hex(8)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    enqueue(session, SEND_JOB, {"email": address, "code": code, "locale": known_locale(locale)})
    return {"email": address, "salt": salt, "digest": seal.digest(code, _about(salt))}


def send(session: Session, email: str, code: str, locale: str) -> None:
    """Send the code if the address has an account that may be used."""
    user = queries.by_email(session, email)
    if user is not None and user.blocked_at is None:
        half = DIGITS // 2
        shown = f"{code[:half]} {code[half:]}"
        mail.send(session, email, "sign_in_code", user.locale or locale, code=shown)


def owner(
    session: Session, seal: Seal, step: BegunStep | None, code: str, at: datetime | None = None
) -> User:
    """The person whom the code was sent to: whoever reads it owns the address, which is thereby confirmed.

    Raises:
        Invalid: it is another code, or it was asked for too long ago, or tried too often.
    """
    data = step.data if step is not None else {"email": "", "salt": "", "digest": ""}
    typed = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    is_right = seal.matches(data["digest"], typed, _about(data["salt"]))
    user = queries.by_email(session, data["email"]) if is_right else None
    if user is None or user.blocked_at is not None:
        raise Invalid(
            {"code": _l("Ce code n'est pas le bon, ou il ne sert plus : il vaut dix minutes et cinq essais.")}
        )
    if user.confirmed_at is None:
        # Anybody may have signed up with this address: the password that waits there proves nothing.
        user.confirmed_at, user.password_hash = at or now(), None
    return user


def _about(salt: str) -> str:
    return f"mailed code {salt}"
