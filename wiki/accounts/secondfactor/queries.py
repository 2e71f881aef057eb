"""Whether somebody has a second step, and what is left of it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.accounts.secondfactor.models import RecoveryCode, SecondFactor


def factor_of(session: Session, user_id: int) -> SecondFactor | None:
    """The second step of a person, if it is in place."""
    found = session.get(SecondFactor, user_id)
    return found if found is not None and found.confirmed_at is not None else None


def has_factor(session: Session, user_id: int) -> bool:
    """Whether a person has a second step."""
    return factor_of(session, user_id) is not None


def codes_left(session: Session, user_id: int) -> int:
    """How many recovery codes have not served."""
    unused = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0
