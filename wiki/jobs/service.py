"""Write down, take up, finish, retry and give up jobs."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wiki.audit.service import record
from wiki.db import now
from wiki.jobs.models import Job
from wiki.permissions import Actor, Permission, require

MAX_ATTEMPTS = 8
_LONGEST_ERROR = 4000
LEASE = timedelta(minutes=5)
"""A job taken up and not finished after this time was lost with its worker: it is taken up again."""


def enqueue(
    session: Session, kind: str, payload: Mapping[str, Any], *, due_at: datetime | None = None
) -> None:
    """Write a job in the caller's transaction, to be done at once or from a moment on."""
    session.add(Job(kind=kind, payload=dict(payload), due_at=due_at or now()))


def any_due(session: Session) -> bool:
    """Whether some job waits; asked without a lock, so that an idle worker disturbs nobody."""
    due = select(Job.id).where(Job.state == "waiting", Job.due_at <= now()).limit(1)
    return session.scalar(due) is not None


def take(session: Session, limit: int) -> list[Job]:
    """Take up due jobs, oldest first; two workers never take the same ones.

    A job that was taken up before is taken up alone: had it ended its worker, it would do so again, and must not
    keep others back.
    """
    _give_up_the_deadly(session)
    due = _due(session, limit)
    jobs = due[:1] if due and due[0].attempts else [job for job in due if not job.attempts]
    for job in jobs:
        job.attempts += 1
        job.due_at = now() + LEASE
    return list(jobs)


def _give_up_the_deadly(session: Session) -> None:
    session.execute(
        update(Job)
        .where(Job.state == "waiting", Job.due_at <= now(), Job.attempts >= MAX_ATTEMPTS)
        .values(state="dead", error="each worker that took this job up ended before the job did")
    )


def _due(session: Session, limit: int) -> Sequence[Job]:
    return session.scalars(
        select(Job)
        .where(Job.state == "waiting", Job.due_at <= now())
        .order_by(Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def finish(session: Session, ids: Sequence[int]) -> None:
    """Forget jobs that are done."""
    session.execute(delete(Job).where(Job.id.in_(ids)))


def fail(session: Session, ids: Sequence[int], error: str) -> None:
    """Try again later, ever later; after the last attempt keep the job where an administrator sees it."""
    for job in session.scalars(select(Job).where(Job.id.in_(ids))):
        job.error = _storable(error)
        if job.attempts >= MAX_ATTEMPTS:
            job.state = "dead"
        else:
            job.due_at = now() + timedelta(seconds=2**job.attempts)


def _storable(error: str) -> str:
    """What a database takes, whatever an exception says: no NUL, no half characters, not without end."""
    return error[:_LONGEST_ERROR].replace("\0", "�").encode("utf-8", "replace").decode("utf-8")


def retry(session: Session, actor: Actor, job_id: int) -> None:
    """Give a job that was given up a new row of attempts."""
    require(actor, Permission.JOBS_MANAGE)
    job = _given_up(session, job_id)
    if job is not None:
        job.state, job.attempts, job.due_at = "waiting", 0, now()
        record(session, actor, "job.retried", kind="job", thing_id=job_id, name=job.kind)


def discard(session: Session, actor: Actor, job_id: int) -> None:
    """Forget a job that was given up."""
    require(actor, Permission.JOBS_MANAGE)
    job = _given_up(session, job_id)
    if job is not None:
        session.delete(job)
        record(session, actor, "job.discarded", kind="job", thing_id=job_id, name=job.kind)


def _given_up(session: Session, job_id: int) -> Job | None:
    return session.scalar(select(Job).where(Job.id == job_id, Job.state == "dead").with_for_update())
