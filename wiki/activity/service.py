"""Tell what happens, in the transaction where it happens."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from wiki.activity.models import Happening
from wiki.activity.registry import Followers
from wiki.db import now
from wiki.jobs.service import enqueue

_PENDING = "happenings"


def tell(
    session: Session,
    actor_id: int | None,
    kind: str,
    *,
    page_id: int | None = None,
    territory_id: int | None = None,
    about_id: int | None = None,
    at: datetime | None = None,
    **details: Any,
) -> None:
    """Say that something happened; see `Happening` for what each value means.

    Args:
        kind: one of `wiki.activity.kinds`.
        at: when, if not now, as for a document brought in with its dates.
        details: plain JSON.
    """
    happening = Happening(
        kind=kind, actor_id=actor_id, page_id=page_id, territory_id=territory_id, about_id=about_id,
        details=details, at=at or now(),
    )  # fmt: skip
    session.add(happening)
    session.info.setdefault(_PENDING, []).append(happening)


def hand_on(session: Session, followers: Followers) -> None:
    """Give what was told to each follower as a job; called before each commit."""
    happenings = session.info.pop(_PENDING, [])
    if not happenings:
        return
    session.flush()
    numbers = [happening.id for happening in happenings]
    for job in followers.jobs:
        enqueue(session, job, {"happenings": numbers, "told_at": now().isoformat()})
