"""Booklets that a worker makes: asked for, taken up, kept, forgotten. Never commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session, undefer

from scenarios.collections.models import FAILED, MAKING, READY, WAITING, Booklet, Collection
from wiki.db import now
from wiki.permissions import Actor

KEPT = timedelta(days=7)
LEASE = timedelta(minutes=5)
"""A booklet that was taken up and not finished by then was lost with its worker."""
MOST_TRIES = 2
MOST_WAITING = 50
LARGEST = 12 * 1024 * 1024
"""Bytes of a booklet that is kept."""


def made(session: Session, fingerprint: str) -> Booklet | None:
    """The booklet of a fingerprint, whatever became of it."""
    return session.scalar(
        select(Booklet).where(Booklet.fingerprint == fingerprint).options(undefer(Booklet.pdf))
    )


def ask(
    session: Session, actor: Actor, found: Collection, fingerprint: str, *, base: str, root: str, locale: str
) -> bool:
    """Have a booklet made, once however often it is asked for; one that failed is tried again.

    Returns:
        Whether it will be made: not while too many others wait.
    """
    there = session.scalar(select(Booklet).where(Booklet.fingerprint == fingerprint).with_for_update())
    if there is not None:
        if there.state == FAILED:
            there.state, there.tries, there.asked_at = WAITING, 0, now()
        return True
    waiting = session.scalars(select(Booklet.id).where(Booklet.state == WAITING).limit(MOST_WAITING)).all()
    if len(waiting) >= MOST_WAITING:
        return False
    session.add(
        Booklet(
            collection_id=found.id, fingerprint=fingerprint, reader_id=actor.user_id, base=base, root=root,
            locale=locale,
        )
    )  # fmt: skip
    return True


def any_waiting(session: Session) -> bool:
    """Whether some booklet is to be made; asked without a lock."""
    return session.scalar(select(Booklet.id).where(_is_due(now())).limit(1)) is not None


def take(session: Session) -> Booklet | None:
    """The next booklet to make; two workers never take the same one."""
    moment = now()
    due = select(Booklet).where(_is_due(moment)).order_by(Booklet.id).limit(1)
    found = session.scalar(due.with_for_update(skip_locked=True))
    if found is not None:
        found.state, found.taken_at, found.tries = MAKING, moment, found.tries + 1
        if found.tries > MOST_TRIES:
            found.state, found.reason = FAILED, "failed"
            return None
    return found


def keep(session: Session, booklet_id: int, pdf: bytes) -> None:
    """Keep what was made, unless it is too large, or its parcours is gone."""
    found = session.get(Booklet, booklet_id)
    if found is None:
        return
    if len(pdf) > LARGEST:
        found.state, found.reason = FAILED, "long"
    else:
        found.state, found.pdf = READY, pdf


def fail(session: Session, booklet_id: int, reason: str) -> None:
    """Note why there is none."""
    found = session.get(Booklet, booklet_id)
    if found is not None:
        found.state, found.reason = FAILED, reason


def sweep(session: Session, moment: datetime | None = None) -> None:
    """Forget old booklets: they are made again when somebody asks."""
    session.execute(delete(Booklet).where(Booklet.asked_at < (moment or now()) - KEPT))


def forget_all(session: Session, _page_ids: Sequence[int] = ()) -> None:
    """Forget every booklet: a page that is erased must not live on in one, and they are quickly made again."""
    session.execute(delete(Booklet))


def _is_due(moment: datetime) -> ColumnElement[bool]:
    lost = and_(Booklet.state == MAKING, Booklet.taken_at < moment - LEASE)
    return or_(Booklet.state == WAITING, lost)
