"""The index again, from every page; the old one answers until the new one is ready."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from search.documents import Document
from search.results import Rebuilt
from wiki.db import Database
from wiki.finding.documents import BATCH, documents_of
from wiki.finding.election import Seat
from wiki.finding.finder import Finder
from wiki.outbox import queries as outbox
from wiki.outbox.service import announce
from wiki.pages.models import Page

log = logging.getLogger(__name__)
Watch = Callable[[Iterable[Document], int], Iterable[Document]]
"""Sees the documents pass on their way; told how many pages an interrupted rebuild had brought in before."""


def rebuild(database: Database, finder: Finder, seat: Seat, watch: Watch) -> Rebuilt:
    """Build the index again, or go on with a rebuild that was interrupted; the seat need not be held.

    What changes meanwhile is not looked after here: the new index knows the number of the last change that it
    surely holds, and the indexer follows from there (`wiki.finding.indexer`).

    Raises:
        IndexBusy: another process is doing it.
    """
    with database.reader() as session:
        sequence = outbox.newest(session)
    with ExitStack() as swapping:

        def documents(after: str | None) -> Iterator[Document]:
            last = int(after or 0)
            yield from watch(every_document(database, last), _pages(database, up_to=last))
            # The indexer must not read from the old index how far it came, and write that into the new one.
            swapping.enter_context(seat.turn())

        return finder.rebuild(documents, sequence)


def every_document(database: Database, last: int) -> Iterator[Document]:
    """The documents of all pages after this one, by page; a page that cannot be told is left to the outbox."""
    while True:
        # Each batch in a session of its own, so that no snapshot is held for long.
        with database.reader() as session:
            ids = session.scalars(select(Page.id).where(Page.id > last).order_by(Page.id).limit(BATCH)).all()
        if not ids:
            return
        last = ids[-1]
        yield from _documents(database, ids)


def count_pages(session: Session) -> int:
    """How many documents there should be."""
    return session.scalar(select(func.count()).select_from(Page).where(Page.current_id.is_not(None))) or 0


def _documents(database: Database, ids: Iterable[int]) -> list[Document]:
    ids = list(ids)
    try:
        with database.reader() as session:
            return documents_of(session, ids)
    except SQLAlchemyError:
        raise
    # Whatever is wrong with one page, the others are searched.
    except Exception:
        if len(ids) > 1:
            return [document for page_id in ids for document in _documents(database, [page_id])]
        log.exception("page %s cannot be brought into the search index", ids[0])
        with database.transaction() as session:
            announce(session, ids[0])
        return []


def _pages(database: Database, up_to: int) -> int:
    with database.reader() as session:
        return session.scalar(select(func.count()).select_from(Page).where(Page.id <= up_to)) or 0
