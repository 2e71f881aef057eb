"""What is begun in one browser and finished there soon (see `BegunStep`)."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wiki.accounts.models import BegunStep
from wiki.accounts.signins import hashed
from wiki.db import now

LIFETIME = timedelta(minutes=10)


def begin(
    session: Session,
    purpose: str,
    *,
    user_id: int | None = None,
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> str:
    """Begin something; return the token that the browser keeps. What nobody finished is swept up on the way."""
    moment, token = at or now(), secrets.token_urlsafe(32)
    session.execute(delete(BegunStep).where(BegunStep.expires_at <= moment))
    step = BegunStep(
        purpose=purpose,
        token_hash=hashed(token),
        user_id=user_id,
        data=dict(data or {}),
        expires_at=moment + LIFETIME,
    )
    session.add(step)
    session.flush()
    return token


def begun(session: Session, purpose: str, token: str, at: datetime | None = None) -> BegunStep | None:
    """What was begun in the browser that holds the token, unless it is finished or too old."""
    return session.scalar(
        select(BegunStep).where(
            BegunStep.token_hash == hashed(token),
            BegunStep.purpose == purpose,
            BegunStep.expires_at > (at or now()),
        )
    )


def try_once(
    session: Session, purpose: str, token: str, most: int, at: datetime | None = None
) -> BegunStep | None:
    """What was begun, with one more attempt counted; None when there were as many as there may be.

    The caller commits before looking at what was typed, so that attempts at the same moment count as well.
    """
    step = begun(session, purpose, token, at)
    if step is None:
        return None
    counted = session.execute(
        update(BegunStep)
        .where(BegunStep.id == step.id, BegunStep.tries < most)
        .values(tries=BegunStep.tries + 1)
    )
    return step if counted.rowcount else None  # type: ignore[attr-defined]  # a result of an UPDATE has it


def finish(session: Session, purpose: str, token: str, at: datetime | None = None) -> BegunStep | None:
    """Take what was begun away, so that it serves once: of two who finish it at the same moment one is given it."""
    step = begun(session, purpose, token, at)
    if step is None:
        return None
    session.expunge(step)
    taken = session.execute(delete(BegunStep).where(BegunStep.id == step.id))
    return step if taken.rowcount else None  # type: ignore[attr-defined]  # a result of a DELETE has it
