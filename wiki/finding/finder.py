"""What one process keeps at hand to search: the open index, and the texts of pages found lately."""

import weakref
from collections.abc import Callable, Iterable
from threading import Lock

from flask import Flask

from search.documents import Document
from search.index import Index, open_index, rebuild_index
from search.results import Rebuilt
from wiki.finding.election import Seat
from wiki.finding.texts import KnownTexts

EXTENSION = "wiki.finder"


class NotForWriting(RuntimeError):
    """A process that only searches tried to change the index; only its indexer may (`wiki.finding.indexer`)."""


class ReadOnly:
    """An index that answers and takes nothing."""

    def __init__(self, index: Index) -> None:
        self.search = index.search
        self.suggest = index.suggest
        self.similar = index.similar
        self.health = index.health
        self.close = index.close

    def put(self, batch: Iterable[Document]) -> None:
        """Raises NotForWriting."""
        raise NotForWriting

    def remove(self, ids: Iterable[str]) -> None:
        """Raises NotForWriting."""
        raise NotForWriting

    def change(
        self, put: Iterable[Document] = (), remove: Iterable[str] = (), sequence: int | None = None
    ) -> None:
        """Raises NotForWriting."""
        raise NotForWriting


class Finder:
    """The search of one application in one process; opened when first needed."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = Lock()
        self._index: Index | None = None
        self._answering: Index | None = None
        self.texts = KnownTexts()

    def index(self) -> Index:
        """The index for searching, which follows by itself when another process changes or rebuilds it.

        Raises:
            IndexStale: there is none, or it cannot be used as it is; the next call tries again.
        """
        index = self._opened(create=False)
        with self._lock:
            if self._answering is None:
                self._answering = ReadOnly(index)
            return self._answering

    def index_for_writing(self, seat: Seat) -> Index:
        """The index itself, for the one process that holds the seat of its indexer; made where there is none.

        Raises:
            NotForWriting: this process does not.
            IndexStale: as `index`.
        """
        if not seat.is_held():
            raise NotForWriting
        return self._opened(create=True)

    def rebuild(self, documents: Callable[[str | None], Iterable[Document]], sequence: int) -> Rebuilt:
        """Build the index again aside and put it in use, see `search.index.rebuild_index`."""
        return rebuild_index(self._url, documents, sequence)

    def _opened(self, *, create: bool) -> Index:
        with self._lock:
            if self._index is None:
                self._index = open_index(self._url, create=create)
                # Files are closed with the application, of which a process (or a test) may make several.
                weakref.finalize(self, self._index.close)
            return self._index


def finder_of(app: Flask) -> Finder:
    """The finder of an application."""
    found: Finder = app.extensions[EXTENSION]
    return found
