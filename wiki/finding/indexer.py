"""The indexer: follows the outbox and brings pages into the index as they are now. Of all processes one does.

A batch is read, put into the index in one commit together with the number of its last change, then marked done.
A crash between the two repeats the batch, which gives the same index. Whatever takes commits out of the index
again (a power cut, since nothing is flushed; a rebuild that began before them) is seen by its number being
smaller than what is marked done: those changes are followed once more.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from search.documents import Document
from search.errors import IndexStale, SearchError
from search.index import Index
from wiki.config import Settings
from wiki.db import Database
from wiki.finding.documents import documents_of
from wiki.finding.election import Seat
from wiki.finding.finder import Finder
from wiki.finding.rebuilding import count_pages, rebuild
from wiki.finding.within import bring
from wiki.outbox import queries as outbox
from wiki.outbox import service
from wiki.outbox.models import Change

log = logging.getLogger(__name__)
BATCH = 200
SMALLEST_BATCH = 20
BATCH_SECONDS: Final = 0.25
"""A full batch should take about so long: what comes after it waits, and what it has is found only at its end."""
POLL_SECONDS: Final = 0.1
STANDBY_SECONDS: Final = 0.5
LOOK_SECONDS: Final = 1.0
"""Even when nothing was committed: what failed becomes due, and a rebuild elsewhere puts another index in use."""
PURGE_SECONDS: Final = 600.0

_PASSING = (SearchError, SQLAlchemyError, OSError)
"""Troubles that no page is to blame for: all is tried again a moment later."""


class Stopped(Exception):
    """The indexer was told to stop in the middle of a rebuild, which goes on at the next start."""


class Indexer:
    """The indexer of one process, which works while it holds the seat.

    Attributes:
        at_rest: set while it holds the seat and has nothing to follow.
    """

    def __init__(self, app: Flask, finder: Finder, seat: Seat, poll: float = POLL_SECONDS) -> None:
        self._app = app
        self._database: Database = app.extensions["wiki.database"]
        settings: Settings = app.extensions["wiki.settings"]
        self._in_database = settings.search_is_in_database
        self._finder = finder
        self._seat = seat
        self._poll = poll
        self.at_rest = threading.Event()
        self._stop = threading.Event()
        self._checked = False
        self._seen: object = None
        self._looked_at = 0.0
        self._purged_at = 0.0
        self._batch = SMALLEST_BATCH

    def run(self, stop: threading.Event) -> None:
        """Follow until told to stop; stand by while another process does."""
        self._stop = stop
        try:
            while not stop.is_set():
                stop.wait(self._turn())
        finally:
            self.at_rest.clear()
            self._seat.release()

    def drain(self) -> int:
        """Follow all that waits now; returns how many changes. Where another process follows, leave it to that."""
        with self._database.reader() as session:
            due = outbox.is_anything_due(session)
        if not due or not self._seat.take():
            return 0
        try:
            with self._app.app_context():
                return self._keep_up()
        finally:
            self._seat.release()

    def check(self) -> None:
        """At the start: make commits again that a power cut took; build an index anew that cannot be trusted."""
        try:
            known = self._index().health().sequence
        except IndexStale as stale:
            self._rebuild(str(stale))
            return
        if known is not None:
            with self._database.transaction() as session:
                service.replay_after(session, known)
        self._keep_up()
        lacking = self._lacking()
        if lacking > 0:
            self._rebuild(f"{lacking} pages are missing")

    def _turn(self) -> float:
        """One look at what there is to do; returns the seconds to wait before the next."""
        try:
            if not self._seat.take():
                self._checked = False
                return STANDBY_SECONDS
            with self._app.app_context():
                return self._look()
        except Stopped:
            return 0.0
        except SearchError as trouble:
            log.warning("the search index could not follow: %r", trouble)
            return LOOK_SECONDS
        # A database that is away, a disk that is full: the indexer outlives it.
        except Exception:
            log.exception("the search index could not follow")
            return LOOK_SECONDS

    def _look(self) -> float:
        if not self._checked:
            log.info("this process follows the changes for the search index")
            self.check()
            self._checked = True
        token = self._database.change_token()
        if token == self._seen and time.monotonic() - self._looked_at < LOOK_SECONDS:
            self.at_rest.set()
            return self._poll
        self.at_rest.clear()
        self._seen = token
        self._keep_up()
        # From the end of a look on: on a slow machine one may take longer than the pause until the next.
        self._looked_at = time.monotonic()
        if self._looked_at - self._purged_at > PURGE_SECONDS:
            self._purge()
            self._purged_at = self._looked_at
        return self._poll

    def _keep_up(self) -> int:
        """Follow until nothing is due; an index that turns out to be damaged is built again."""
        try:
            return self._follow_all()
        except IndexStale as stale:
            self._rebuild(str(stale))
            return self._follow_all()

    def _follow_all(self) -> int:
        total = self._follow_batches()
        if self._is_rebuild_asked():
            self._rebuild("somebody asked for it")
        while self._is_behind():
            total += self._follow_batches()
        return total

    def _follow_batches(self) -> int:
        total = 0
        while not self._stop.is_set() and (followed := self._follow()):
            total += followed
        return total

    def _follow(self) -> int:
        """Follow one batch; returns how many changes it had."""
        with self._database.reader() as session:
            changes = outbox.due(session, self._batch)
        began = time.monotonic()
        fresh = [change for change in changes if not change.attempts]
        if fresh:
            self._bring(fresh)
        # What failed is tried apart, so that it holds nobody up.
        for change in changes:
            if change.attempts:
                self._bring([change])
        if len(changes) == self._batch:
            self._batch = _fitting(self._batch, time.monotonic() - began)
        return len(changes)

    def _bring(self, changes: Sequence[Change]) -> None:
        """Bring pages into the index; where one makes that fail, the others all the same."""
        error = self._failure(changes)
        if error is None:
            with self._database.transaction() as session:
                service.mark_done(session, changes)
        elif len({change.page_id for change in changes}) > 1:
            for half in _halves(changes):
                self._bring(half)
        else:
            log.error("page %s cannot be brought into the search index", changes[0].page_id, exc_info=error)
            with self._database.transaction() as session:
                service.postpone(session, changes, f"{type(error).__name__}: {error}")

    def _failure(self, changes: Sequence[Change]) -> Exception | None:
        """Try to bring pages into the index; returns what a page is to blame for."""
        try:
            self._commit(changes)
        except _PASSING:
            raise
        # Whatever is wrong with a page, it must not keep the others back.
        except Exception as error:
            return error
        return None

    def _commit(self, changes: Sequence[Change]) -> None:
        """Make the index say what the pages say now, and forget those that are gone, in one commit."""
        ids = sorted({change.page_id for change in changes if change.page_id is not None})
        if self._in_database:
            self._commit_within(ids, max(change.sequence for change in changes))
            return
        with self._database.reader() as session:
            documents = documents_of(session, ids)
        gone = {str(page_id) for page_id in ids} - {document.id for document in documents}
        with self._seat.turn():
            index = self._index()
            sequence = max(index.health().sequence or 0, *(change.sequence for change in changes))
            index.change(documents, gone, sequence)

    def _commit_within(self, ids: Sequence[int], sequence: int) -> None:
        """The same in a transaction of the pages' own database: none of them can change meanwhile."""
        with self._seat.turn(), self._database.transaction() as session:
            taken = bring(session, ids, sequence)
            service.leave(session, {*ids} - {*taken})

    def _is_behind(self) -> bool:
        """Whether something that is marked done is not in the index any more; it then waits again."""
        # In this order: where others write to the index as well, it may come further meanwhile.
        with self._database.reader() as session:
            last_done = outbox.last_done(session)
        known = self._index().health().sequence
        with self._database.reader() as session:
            is_lost = not outbox.is_kept(session, known) if known else known is None and last_done > 0
        if is_lost:
            self._rebuild("it does not follow from what the database knows")
            return True
        if last_done > (known or 0) and not self._stop.is_set():
            with self._database.transaction() as session:
                service.replay_after(session, known or 0)
            log.info("changes are brought into the search index again, from number %s on", known)
            return True
        return False

    def _lacking(self) -> int:
        """How many pages are neither in the index nor on their way into it."""
        indexed = self._index().health().documents
        with self._database.reader() as session:
            lag = outbox.lag(session)
            return count_pages(session) - indexed - lag.waiting - lag.failing

    def _is_rebuild_asked(self) -> bool:
        with self._database.reader() as session:
            return outbox.is_rebuild_asked(session)

    def _rebuild(self, why: str) -> None:
        log.warning("the search index is built again: %s", why)
        with self._database.reader() as session:
            asked = outbox.newest(session)
        rebuilt = rebuild(self._database, self._finder, self._seat, self.keeping_in_step)
        log.info("%s pages are in the new search index", rebuilt.documents)
        with self._database.transaction() as session:
            service.mark_rebuilt(session, asked)

    def _index(self) -> Index:
        return self._finder.index_for_writing(self._seat)

    def keeping_in_step(self, documents: Iterable[Document], before: int) -> Iterator[Document]:
        """Let the documents of a rebuild pass, and keep the old index in step meanwhile.

        Raises:
            Stopped: the indexer was told to stop.
        """
        if before:
            log.info("the rebuild of the search index goes on after %s pages", before)
        last = time.monotonic()
        for document in documents:
            if self._stop.is_set():
                raise Stopped
            if time.monotonic() - last >= self._poll:
                self._keep_in_step()
                last = time.monotonic()
            yield document

    def _keep_in_step(self) -> None:
        try:
            self._follow()
        except SearchError:
            # The old index is of no use: that is why there will be a new one.
            log.debug("the old search index does not follow", exc_info=True)

    def _purge(self) -> None:
        with self._database.transaction() as session:
            service.purge(session)


def _fitting(size: int, seconds: float) -> int:
    """How many changes would have taken as long as a batch should."""
    return min(max(round(size * BATCH_SECONDS / max(seconds, 0.001)), SMALLEST_BATCH), BATCH)


def _halves(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    """Two parts in order, no page in both."""
    pages = list(dict.fromkeys(change.page_id for change in changes))
    first = set(pages[: len(pages) // 2])
    yield [change for change in changes if change.page_id in first]
    yield [change for change in changes if change.page_id not in first]
