"""The default engine: Whoosh in a folder of one machine. Processes share the folder; writers take turns."""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from search import similar, suggesting
from search.answering import answer
from search.documents import Document
from search.engines import whoosh_matching as matching
from search.engines.whoosh_folder import LEXICON, in_use, prepare
from search.engines.whoosh_generation import Generation
from search.engines.whoosh_reading import Reader
from search.engines.whoosh_schema import fields_of
from search.engines.whoosh_writing import control_again, delete, writing
from search.lexicon import Lexicon
from search.query import Query
from search.results import Health, Hit, Results, Suggestion

CACHE_LIMIT = 64 * 1024 * 1024
_SAVE_MEMORY_MB = 64


class WhooshIndex:
    """An index in a folder, for the threads of one process.

    Raises IndexStale at opening or searching when the folder cannot be used. `cache_limit` is in bytes: what is
    kept of the index in memory, beside about a hundred bytes for each page.
    """

    def __init__(self, root: Path, cache_limit: int = CACHE_LIMIT, *, create: bool = True) -> None:
        if create:
            prepare(root)
        self._root = root
        self._reader = Reader(root, cache_limit)
        self._lexicon: tuple[Path, Lexicon] | None = None
        self._opening_words = Lock()
        self._reader.newest()

    def put(self, batch: Iterable[Document]) -> None:
        """Add or replace documents in one commit. Raises IndexBusy when another writer does not finish."""
        self.change(put=batch)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget documents in one commit."""
        self.change(remove=ids)

    def change(
        self, put: Iterable[Document] = (), remove: Iterable[str] = (), sequence: int | None = None
    ) -> None:
        """Put, remove and remember the sequence in one commit; nothing of it on an error."""
        documents = {document.id: document for document in put}
        gone = set(remove) - documents.keys()
        fields = [fields_of(document) for document in documents.values()]
        folder = in_use(self._root)
        segments = self._reader.segments
        with writing(folder, _SAVE_MEMORY_MB) as writer:
            known = delete(writer, segments, [*documents, *gone])
            for values in fields:
                writer.add_document(**values)
            if sequence is not None:
                control_again(writer, segments, sequence=sequence)
            self._learn(documents.values(), known, gone)

    def search(self, query: Query) -> Results:
        """Answer from the newest generation."""
        generation = self._reader.newest()
        return answer(
            query,
            lambda asked: matching.run(generation, asked),
            lambda: suggesting.correct(
                self._words(), query.text, query.audience, _holds(generation, query.audience)
            ),
        )

    def suggest(self, text: str, audience: frozenset[str], limit: int = 8) -> tuple[Suggestion, ...]:
        """Complete what was typed, with words and titles of pages that this audience may see."""
        holds = _holds(self._reader.newest(), audience)
        return suggesting.suggest(self._words(), text, audience, holds, limit)

    def similar(self, document: Document, audience: frozenset[str], limit: int = 5) -> tuple[Hit, ...]:
        """The pages that share most of what tells this one from others."""
        generation = self._reader.newest()
        wanted = similar.strongest(document, generation.holding, generation.documents)
        found = matching.closest(generation, wanted, audience, similar.enough(limit))
        return similar.nearest(found, document, limit)

    def health(self) -> Health:
        """Count pages and commits, and measure the files."""
        generation = self._reader.newest()
        size = sum(path.stat().st_size for path in in_use(self._root).iterdir())
        sequence = generation.control.get("sequence")
        return Health(generation.documents, generation.number, "whoosh", sequence, size)

    def close(self) -> None:
        """Close the files."""
        self._reader.close()
        if self._lexicon:
            self._lexicon[1].close()

    def _learn(self, documents: Iterable[Document], known: set[str], gone: set[str]) -> None:
        words = self._words()
        words.learn(documents, known)
        if gone:
            words.forget(gone)

    def _words(self) -> Lexicon:
        """The words that lie beside the index in use."""
        folder = in_use(self._root)
        with self._opening_words:
            if self._lexicon is None or self._lexicon[0] != folder:
                self._lexicon = folder, Lexicon(folder / LEXICON)
            return self._lexicon[1]


def _holds(generation: Generation, audience: frozenset[str]) -> suggesting.Holds:
    return lambda terms: generation.held(terms, audience)
