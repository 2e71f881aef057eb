"""The one door to an index, whatever the engine: `open_index` and the `Index` protocol."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from search.documents import Document
from search.engines.memory import MemoryIndex
from search.engines.postgresql import PostgresqlIndex
from search.engines.postgresql_rebuild import rebuild_tables
from search.engines.whoosh import WhooshIndex
from search.engines.whoosh_rebuild import rebuild_folder
from search.query import Query
from search.results import Health, Hit, Rebuilt, Results, Suggestion

_POSTGRESQL = "postgresql://"


class Index(Protocol):
    """What every engine can do. Same documents and same query: same matches and same counts."""

    def put(self, batch: Iterable[Document]) -> None:
        """Add documents, or replace those with the same id; all are findable when this returns."""

    def remove(self, ids: Iterable[str]) -> None:
        """Forget documents; ids that are not there are no error."""

    def change(
        self, put: Iterable[Document] = (), remove: Iterable[str] = (), sequence: int | None = None
    ) -> None:
        """Put, remove and remember how far the list of changes was followed, all in one commit or not at all."""

    def search(self, query: Query) -> Results:
        """Answer a query with what its audience may see, as the index is now."""

    def suggest(self, text: str, audience: frozenset[str], limit: int = 8) -> tuple[Suggestion, ...]:
        """Complete the last word of a text with words and titles of pages that this audience may see."""

    def similar(self, document: Document, audience: frozenset[str], limit: int = 5) -> tuple[Hit, ...]:
        """The pages most like this one, itself left out, that this audience may see."""

    def health(self) -> Health:
        """Count what is there."""

    def close(self) -> None:
        """Let go of files and memory."""


def open_index(url: str, *, create: bool = True) -> Index:
    """Open the index at `whoosh:///path/to/folder`, `postgresql://…` or `memory:`.

    `create` makes an empty one where there is none; who only searches must not, or nothing would seem to be found.
    Raises IndexStale when what is there cannot be used: answer with `rebuild_index`.
    Raises ValueError for an address of no known engine.
    """
    if url.startswith(_POSTGRESQL):
        return PostgresqlIndex(url, create=create)
    folder = _folder(url)
    return MemoryIndex() if folder is None else WhooshIndex(folder, create=create)


def rebuild_index(url: str, documents: Callable[[str | None], Iterable[Document]], sequence: int) -> Rebuilt:
    """Build a new index aside from all documents, then put it in the place of the old one.

    Searches are answered by the old index until then; indexes already open move to the new one by themselves.
    Called again after an interruption it goes on where it was.

    Args:
        documents: gives every document, each id once and always in the same order; with an id, those after it.
        sequence: the last number of the list of changes just now. What changed since must be put again by the
            caller afterwards: from `Rebuilt.since` on, the sequence that was given when this build began.

    Raises IndexBusy when another process is rebuilding the same index.
    """
    if url.startswith(_POSTGRESQL):
        return rebuild_tables(url, documents, sequence)
    folder = _folder(url)
    if folder is None:
        raise ValueError("an index in memory has no place to be rebuilt in")
    return rebuild_folder(folder, documents, sequence)


def _folder(url: str) -> Path | None:
    """The folder named by a whoosh address, None for `memory:`."""
    if url == "memory:":
        return None
    parts = urlsplit(url)
    if parts.scheme != "whoosh" or parts.netloc or not parts.path.startswith("/"):
        raise ValueError(f"not an index address: {url!r} (whoosh:///folder, postgresql://… or memory:)")
    return Path(unquote(parts.path))
