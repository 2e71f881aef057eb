"""The default engine: Whoosh in a folder of one machine. Processes share the folder; writers take turns."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

from whoosh.index import LockError
from whoosh.reading import SegmentReader

from search.documents import Document
from search.engines.whoosh_folder import (
    building,
    create_aside,
    in_use,
    open_folder,
    open_searcher,
    point_to,
    prepare,
)
from search.engines.whoosh_matching import best, count, find
from search.engines.whoosh_schema import fields_of
from search.errors import IndexBusy
from search.plan import answer, make_plan
from search.query import Query
from search.results import Health, Rebuilt, Results

_LOCK_TIMEOUT = 30.0
_SAVE_MEMORY_MB = 64
_REBUILD_MEMORY_MB = 512
_REBUILD_BATCH = 2_000

# Segments above this size are never touched by a save; so many of one size below it become one.
_SMALL_SEGMENT = 2_000
_FAN = 8


class WhooshIndex:
    """An index in a folder. Raises IndexStale at opening or searching when the folder cannot be used."""

    def __init__(self, root: Path) -> None:
        prepare(root)
        self._root = root
        self._folder = in_use(root)
        self._index: Any = open_folder(self._folder)
        self._searcher: Any = None
        # A Whoosh reader is not safe to share between running threads, and Python runs one at a time anyway.
        self._reading = Lock()

    def put(self, batch: Iterable[Document]) -> None:
        """Add or replace documents in one commit. Raises IndexBusy when another writer does not finish."""
        self._write({document.id: document for document in batch})

    def remove(self, ids: Iterable[str]) -> None:
        """Forget documents in one commit."""
        self._write(dict.fromkeys(ids))

    def search(self, query: Query) -> Results:
        """Answer from the newest generation."""
        with self._newest() as searcher:
            return answer(query, lambda asked: _run(searcher, asked))

    def health(self) -> Health:
        """Count pages and commits."""
        with self._newest() as searcher:
            control = 1
            return Health(searcher.doc_count() - control, searcher.reader().generation(), "whoosh")

    def close(self) -> None:
        """Close the files."""
        with self._reading:
            self._close_searcher()

    def _write(self, changes: dict[str, Document | None]) -> None:
        """Put documents, remove those that are None; all or nothing."""
        self._follow_pointer()
        with _writer(self._index, _SAVE_MEMORY_MB) as writer:
            searcher = writer.searcher()
            for id_ in changes:
                number = searcher.document_number(id=id_)
                if number is not None:
                    writer.delete_document(number)
            for document in filter(None, changes.values()):
                writer.add_document(**fields_of(document))

    @contextmanager
    def _newest(self) -> Iterator[Any]:
        """A searcher that knows every commit made before; asking costs a look into the folder."""
        with self._reading:
            self._follow_pointer()
            if self._searcher is None or not self._searcher.up_to_date():
                self._close_searcher()
                self._searcher = open_searcher(self._index, self._folder)
            yield self._searcher

    def _follow_pointer(self) -> None:
        """Move to the index that was put in use meanwhile."""
        folder = in_use(self._root)
        if folder != self._folder:
            self._index, self._folder = open_folder(folder), folder

    def _close_searcher(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None


def rebuild_folder(
    root: Path, documents: Callable[[str | None], Iterable[Document]], sequence: int
) -> Rebuilt:
    """Build aside from all documents (each id once), then swap."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with building(root):
        folder = create_aside(root)
        index = open_folder(folder)
        total = 0
        waiting = iter(documents(None))
        while batch := list(islice(waiting, _REBUILD_BATCH)):
            total += len(batch)
            with _writer(index, _REBUILD_MEMORY_MB) as writer:
                for document in batch:
                    writer.add_document(**fields_of(document))
        point_to(root, folder)
    return Rebuilt(total, sequence)


@contextmanager
def _writer(index: Any, memory: int) -> Iterator[Any]:
    """A writer that commits at the end and gives up everything on an error."""
    try:
        writer = index.writer(timeout=_LOCK_TIMEOUT, compound=False, limitmb=memory)
    except LockError as locked:
        raise IndexBusy("another process is writing to the index") from locked
    try:
        yield writer
        writer.commit(mergetype=_fold_small_segments)
    finally:
        if not writer.is_closed:
            writer.cancel()


def _fold_small_segments(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge policy: what a save costs has a bound, whatever the size of the index."""
    small = [segment for segment in segments if segment.doc_count_all() <= _SMALL_SEGMENT]
    by_size: dict[int, list[Any]] = {}
    for segment in small:
        by_size.setdefault(len(str(segment.doc_count_all())), []).append(segment)
    folded = next((alike for alike in by_size.values() if len(alike) >= _FAN), [])
    for segment in folded:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in folded]


def _run(searcher: Any, query: Query) -> Results:
    found = find(searcher, query, make_plan(query.text))
    hits = best(found, query.sort, query.offset + query.limit)
    return Results(
        total=sum(len(segment.numbers) for segment in found),
        hits=tuple(hits[query.offset :]),
        facets={name: count(found, name) for name in query.facets},
        generation=searcher.reader().generation(),
    )
