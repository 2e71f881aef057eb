"""What waits and what was given up."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.jobs.models import Job
from wiki.permissions import Actor, Permission, require

SHOWN = 200


def given_up(session: Session, actor: Actor) -> Sequence[Job]:
    """Jobs that failed for the last time, newest first.

    Raises:
        Forbidden: the actor does not look after jobs.
    """
    require(actor, Permission.JOBS_MANAGE)
    return session.scalars(select(Job).where(Job.state == "dead").order_by(Job.id.desc()).limit(SHOWN)).all()


def waiting_by_kind(session: Session, actor: Actor) -> list[tuple[str, int]]:
    """How many jobs of each kind still wait."""
    require(actor, Permission.JOBS_MANAGE)
    rows = session.execute(
        select(Job.kind, func.count()).where(Job.state == "waiting").group_by(Job.kind).order_by(Job.kind)
    )
    return [(kind, count) for kind, count in rows]
