"""Put the second step in place, ask for it, take it away."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wiki.accounts import queries as accounts
from wiki.accounts.models import User
from wiki.accounts.secondfactor import totp
from wiki.accounts.secondfactor.models import RecoveryCode, SecondFactor
from wiki.accounts.secondfactor.queries import factor_of
from wiki.accounts.security.sealing import Seal
from wiki.accounts.service import note
from wiki.accounts.signins import trust_no_browser
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Invalid
from wiki.mail import service as mail
from wiki.permissions import Actor, Permission, require

RECOVERY_CODES = 10
# Without letters and figures that look alike: they are copied by hand. 10 of 30 signs are 49 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz2346789"


def prepare(session: Session, seal: Seal, user_id: int) -> str:
    """Make a secret, which counts once a code has confirmed it; any former one is gone."""
    secret = totp.new_secret()
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    session.add(SecondFactor(user_id=user_id, secret=seal.close(secret, about(user_id))))
    return secret


def about(user_id: int) -> str:
    """What the secret of a person is sealed as."""
    return f"second factor of {user_id}"


def confirm(session: Session, seal: Seal, user_id: int, code: str, at: datetime | None = None) -> list[str]:
    """Put the second step in place, with a code that shows that the application knows the secret.

    Returns:
        the recovery codes, which are never shown again.

    Raises:
        Invalid: the code is not the one of this moment.
    """
    factor = session.get(SecondFactor, user_id)
    if factor is None or factor.confirmed_at is not None or not _serves(session, seal, factor, code, at):
        raise Invalid(
            {"code": _l("Ce n'est pas le code de ce moment. Attendez le suivant, puis écrivez-le.")}
        )
    session.execute(
        update(SecondFactor).where(SecondFactor.user_id == user_id).values(confirmed_at=at or now())
    )
    _tell(session, user_id, "second_factor_on")
    note(session, user_id, "account.second_factor_on")
    return renew_recovery_codes(session, seal, user_id)


def check(session: Session, seal: Seal, user_id: int, code: str, at: datetime | None = None) -> str:
    """Take a code of the application, or one from paper; each serves once.

    Returns:
        "application" or "recovery".

    Raises:
        Invalid: it is neither, or it has served.
    """
    factor = factor_of(session, user_id)
    if factor is not None and _serves(session, seal, factor, code, at):
        return "application"
    if factor is not None and _use_recovery_code(session, seal, user_id, code, at):
        note(session, user_id, "account.recovery_code_used")
        _tell(session, user_id, "recovery_code_used")
        return "recovery"
    raise Invalid({"code": _l("Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant.")})


def renew_recovery_codes(session: Session, seal: Seal, user_id: int) -> list[str]:
    """Make new recovery codes; the former ones serve no more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(user_id=user_id, code_hash=seal.digest(_bare(code), about(user_id))) for code in codes
    )
    note(session, user_id, "account.recovery_codes_made")
    return codes


def turn_off(session: Session, user_id: int) -> None:
    """Do without a second step."""
    _clear(session, user_id)
    note(session, user_id, "account.second_factor_off")
    _tell(session, user_id, "second_factor_off")


def reset_for(session: Session, actor: Actor, handle: str) -> User:
    """Take away the second step of somebody who has lost telephone and paper; the person is told by mail.

    Raises:
        Forbidden: the actor does not look after accounts.
        NotFound: there is nobody of that handle.
    """
    require(actor, Permission.ACCOUNT_MANAGE)
    user = accounts.by_handle(session, handle)
    _clear(session, user.id)
    record(session, actor, "account.second_factor_reset", kind="account", thing_id=user.id)
    _tell(session, user.id, "second_factor_reset")
    return user


def _serves(session: Session, seal: Seal, factor: SecondFactor, code: str, at: datetime | None) -> bool:
    """Whether this is a code of the moment that has not served; from now on it has."""
    secret = seal.open(factor.secret, about(factor.user_id))
    step = totp.step_of(secret, code, at or now()) if secret is not None else None
    if step is None:
        return False
    taken = session.execute(
        update(SecondFactor)
        .where(SecondFactor.user_id == factor.user_id, SecondFactor.last_step < step)
        .values(last_step=step)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # a result of an UPDATE has it


def _use_recovery_code(session: Session, seal: Seal, user_id: int, code: str, at: datetime | None) -> bool:
    used = session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.id.in_(_matching(session, seal, user_id, code)), RecoveryCode.used_at.is_(None))
        .values(used_at=at or now())
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]  # a result of an UPDATE has it


def _matching(session: Session, seal: Seal, user_id: int, code: str) -> Sequence[int]:
    kept = session.execute(
        select(RecoveryCode.id, RecoveryCode.code_hash).where(RecoveryCode.user_id == user_id)
    )
    return [number for number, digest in kept if seal.matches(digest, _bare(code), about(user_id))]


def _clear(session: Session, user_id: int) -> None:
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    trust_no_browser(session, user_id)


def _tell(session: Session, user_id: int, template: str) -> None:
    user = session.get_one(User, user_id)
    if user.email is not None:
        mail.send(session, user.email, template, user.locale)


def _new_code() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _ in range(10))
    return f"{signs[:5]}-{signs[5:]}"


def _bare(code: str) -> str:
    return "".join(sign for sign in code.lower() if sign.isalnum())[:40]
