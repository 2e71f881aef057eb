"""The talk of a page goes with it by itself; who is about to delete it is told how much that is."""

from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.discussion.models import Thread
from wiki.pages.purging import Holding


def _count(session: Session, page_id: int) -> int:
    return session.scalar(select(func.count()).where(Thread.page_id == page_id)) or 0


def _told(count: int) -> str:
    return str(ngettext("%(num)s fil de discussion", "%(num)s fils de discussion", count))


HOLDING = Holding(name="discussion", count=_count, told=_told)
