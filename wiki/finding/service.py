"""Keep the index in step with the pages."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from search.errors import IndexStale
from search.index import Index
from wiki.finding.documents import documents_of
from wiki.finding.finder import Finder
from wiki.jobs.models import Job
from wiki.jobs.service import enqueue
from wiki.pages.models import Page
from wiki.pages.projection import INDEX_JOB

REBUILD_JOB = "search.rebuild"


def index_pages(session: Session, index: Index, page_ids: Sequence[int]) -> None:
    """Make the index say what the pages say now; forget those that are gone. Doing it twice changes nothing."""
    documents = documents_of(session, page_ids)
    if documents:
        index.put(documents)
    gone = {str(page_id) for page_id in page_ids} - {document.id for document in documents}
    if gone:
        index.remove(gone)


def ask_to_rebuild(session: Session) -> None:
    """Let the worker build the index again, unless it is already going to."""
    waiting = select(Job.id).where(Job.kind == REBUILD_JOB, Job.state == "waiting").limit(1)
    if session.scalar(waiting) is None:
        enqueue(session, REBUILD_JOB, {})


def needs_rebuild(session: Session, finder: Finder) -> bool:
    """Whether the index cannot be used, or lacks more pages than those that are on their way into it."""
    try:
        indexed = finder.index().health().documents
    except IndexStale:
        return True
    pages = session.scalar(select(func.count()).select_from(Page)) or 0
    coming = select(func.count()).select_from(Job).where(Job.kind == INDEX_JOB, Job.state == "waiting")
    return pages - indexed > (session.scalar(coming) or 0)
