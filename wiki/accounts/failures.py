"""Sign-ins that failed, in the audit log: of which account, never what was typed."""

from sqlalchemy.orm import Session

from wiki.accounts import queries
from wiki.accounts.security.throttle import TooManyAttempts, count_attempt
from wiki.audit.service import record


def note_failure(session: Session, email: str) -> None:
    """Somebody did not get in; an address without an account is not written down."""
    user = queries.by_email(session, email)
    record(session, None, "account.sign_in_failed", kind="account", thing_id=user.id if user else None)


def note_refusal(session: Session, key: str, email: str) -> None:
    """Somebody tried too often; written down once in each window of the throttle, however long they go on.

    Args:
        key: what was tried too often.
    """
    try:
        count_attempt(session, {f"log {key}": 1})
    except TooManyAttempts:
        return
    user = queries.by_email(session, email)
    record(session, None, "account.sign_in_blocked", kind="account", thing_id=user.id if user else None)
