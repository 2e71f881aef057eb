"""What one process keeps at hand to search: the open index, and the plain text of pages found lately."""

import weakref
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from flask import Flask

from search.documents import Document
from search.index import Index, open_index, rebuild_index

EXTENSION = "wiki.finder"


class PlainTexts:
    """Plain texts by revision, the least recently used forgotten first: a revision never changes."""

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._lock = Lock()
        self._texts: OrderedDict[int, str] = OrderedDict()

    def get(self, revision_id: int) -> str | None:
        """The text, when it is still known."""
        with self._lock:
            if revision_id in self._texts:
                self._texts.move_to_end(revision_id)
            return self._texts.get(revision_id)

    def keep(self, revision_id: int, text: str) -> None:
        """Keep a text for the next search."""
        with self._lock:
            self._texts[revision_id] = text
            if len(self._texts) > self._limit:
                self._texts.popitem(last=False)


class Finder:
    """The search of one application in one process; opened when first needed."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = Lock()
        self._index: Index | None = None
        self.texts = PlainTexts()

    def index(self) -> Index:
        """The index, which follows by itself when another process rebuilds it.

        Raises:
            IndexStale: it cannot be used as it is; the next call tries again.
        """
        with self._lock:
            if self._index is None:
                self._index = open_index(self._url)
                # Files are closed with the application, of which a process (or a test) may make several.
                weakref.finalize(self, self._index.close)
            return self._index

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build the index again aside, put it in use, and return how many documents it holds."""
        return rebuild_index(self._url, documents)


def finder_of(app: Flask) -> Finder:
    """The finder of an application."""
    found: Finder = app.extensions[EXTENSION]
    return found
