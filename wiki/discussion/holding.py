"""The talk of a page goes with it by itself; who is about to delete it is told how much that is."""

from flask_babel import ngettext
from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from wiki.discussion.models import Passage, Thread
from wiki.pages.models import Revision
from wiki.pages.purging import Holding


def _count(session: Session, page_id: int) -> int:
    return session.scalar(select(func.count()).where(Thread.page_id == page_id)) or 0


def _told(count: int) -> str:
    return str(ngettext("%(num)s fil de discussion", "%(num)s fils de discussion", count))


def _forget_version(session: Session, revision: Revision) -> None:
    """Quote nothing that was read in a version about to be withdrawn; such a thread is about the whole page."""
    threads = select(Thread.id).where(Thread.page_id == revision.page_id)
    read_there = or_(Passage.number == revision.number, Passage.found_number == revision.number)
    gone = delete(Passage).where(Passage.thread_id.in_(threads), read_there)
    session.execute(gone.execution_options(synchronize_session=False))


HOLDING = Holding(name="discussion", count=_count, told=_told, forget_version=_forget_version)
