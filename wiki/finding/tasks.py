"""What the worker does for search. It alone writes to the index, beside the command that rebuilds it."""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from search.documents import Document
from search.errors import IndexStale
from wiki.db import database, read_session, transaction
from wiki.finding import service
from wiki.finding.documents import all_documents, stamps
from wiki.finding.finder import Finder, finder_of
from wiki.jobs.service import enqueue
from wiki.pages.projection import INDEX_JOB

log = logging.getLogger(__name__)
Watch = Callable[[Iterable[Document]], Iterable[Document]]


def index(payloads: Sequence[dict[str, Any]]) -> None:
    """Bring pages into the index as they are now, whatever they were when the job was written."""
    page_ids = sorted({int(payload["page_id"]) for payload in payloads})
    try:
        service.index_pages(read_session(), _finder().index(), page_ids)
    except IndexStale:
        log.warning("the search index cannot be used; building it again")
        rebuild()


def rebuild_once(payloads: Sequence[dict[str, Any]]) -> None:
    """Build the index again, once for all who asked."""
    rebuild()


def rebuild(watch: Watch = iter) -> int:
    """Build the index again from every page; return how many it holds. `watch` sees the documents pass.

    Pages that change meanwhile may reach the old index only: they are sent to the new one afterwards.
    """
    before = _now(stamps)
    total = _finder().rebuild(watch(all_documents(database().reader)))
    after = _now(stamps)
    changed = {
        page_id for page_id in before.keys() | after.keys() if before.get(page_id) != after.get(page_id)
    }
    if changed:
        with transaction() as session:
            for page_id in sorted(changed):
                enqueue(session, INDEX_JOB, {"page_id": page_id})
    return total


def check() -> None:
    """When a worker starts: an index that is damaged, of another version or too empty is built again."""
    if service.needs_rebuild(read_session(), _finder()):
        with transaction() as session:
            service.ask_to_rebuild(session)


def _now(ask: Callable[[Session], dict[int, tuple[object, ...]]]) -> dict[int, tuple[object, ...]]:
    with database().reader() as session:
        return ask(session)


def _finder() -> Finder:
    return finder_of(current_app)
