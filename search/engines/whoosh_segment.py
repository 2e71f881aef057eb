"""One segment of a Whoosh index as arrays. A segment never changes but for its deletions, which lie elsewhere:
what was read of it once serves as long as it exists."""

import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermNotFound

from search import ranking
from search.engines.arrays import Numbers, Scores
from search.engines.cache import Cache
from search.engines.facets import Documents, Table
from search.engines.whoosh_folder import damage_told
from search.engines.whoosh_schema import CODED, FACTS, Places, codes_in, make_schema
from search.plan import Near
from search.ranking import FIELDS

_SCHEMA = make_schema()
_TEXT = _SCHEMA["places"].column_type


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Documents by ascending number; for each, how often something occurs in each searched text (at most 255)."""

    numbers: Numbers
    counts: NDArray[np.uint8]

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return self.numbers.nbytes + self.counts.nbytes + 200


class Segment:
    """Reads terms, codes and facts of one segment, and keeps them in a cache shared with other segments.

    Whoosh's readers are not made for several threads: one at a time reads files.
    """

    def __init__(self, storage: Any, segment: Any, cache: Cache, tables: Mapping[str, Table]) -> None:
        codec = segment.codec()
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._terms = codec.terms_reader(storage, segment)
        self._documents = codec.per_document_reader(storage, segment)
        # Whoever still searches holds the segment, and so what is open.
        weakref.finalize(self, _close, self._terms, self._documents)
        # Opened now, because a later commit may take the files away.
        self._places = self._documents.column_reader("places", _TEXT)
        self._codes = self._documents.column_reader("codes", _TEXT)
        self._facts = _mapped(Path(storage.folder) / codec.column_filename(segment, "facts"))
        control = 1
        if len(self._facts) < self.size - control:
            raise ValueError(f"facts are missing in {self.id}")
        self._cache = cache
        self._tables = tables
        self._reading = Lock()
        self._kinds: dict[str, Documents] = {}
        self._read_facts: dict[str, NDArray[Any]] = {}
        self._merit: tuple[int, Scores] | None = None

    def fact(self, name: str) -> NDArray[Any]:
        """One number of each document (`whoosh_schema.FACTS`), kept; 0 for the control document."""
        found = self._read_facts.get(name)
        if found is None:
            found = self._read_facts[name] = self._gathered(name)
        return found

    def document_id(self, number: int) -> bytes:
        """The id of one document."""
        return bytes(self._facts["id"][number])

    @cached_property
    def lengths(self) -> Scores:
        """For each text a row: its words in each document."""
        return np.ascontiguousarray(self._gathered("lengths").T, np.float32)

    @cached_property
    def words(self) -> NDArray[np.float64]:
        """The words of each text in all documents, deleted ones included."""
        words: NDArray[np.float64] = self.lengths.sum(axis=1, dtype=np.float64)
        return words

    def merit(self, day: int) -> Scores:
        """What each document is worth on a day, whatever is asked."""
        if self._merit is None or self._merit[0] != day:
            merit = ranking.merit(self.fact("updated"), self.fact("featured"), self.fact("played"), day)
            self._merit = day, merit.astype(np.float32)
        return self._merit[1]

    def _gathered(self, name: str) -> NDArray[Any]:
        written = self._facts[name]
        fact = np.zeros((self.size, *written.shape[1:]), written.dtype)
        fact[: len(written)] = written
        return fact

    def one_of(self, terms: frozenset[str]) -> Occurrences:
        """Documents that hold one of the terms; in each text that counts which occurs most."""
        return self._cache.get((self.id, terms), lambda: self._read_terms(terms), _size)

    def near(self, wanted: Near) -> Occurrences:
        """Documents that hold these words one after the other in one of their texts."""
        return self._cache.get((self.id, wanted), lambda: self._read_near(wanted), _size)

    def kinds(self, name: str) -> Documents:
        """For each document the number of its kind in the table of a facet, or of audiences."""
        found = self._kinds.get(name)
        if found is None:
            marks = self._gathered("marks")[:, CODED.index(name)]
            found = self._kinds[name] = self._tables[name].numbered(marks, partial(self._codes_of, name))
        return found

    def holding(self, term: str) -> int:
        """How many documents hold a term, deleted ones included."""
        with self._files():
            try:
                return int(self._terms.term_info("words", term.encode()).doc_frequency())
            except TermNotFound:
                return 0

    def numbers_of(self, id_: str) -> list[int]:
        """Every document, deleted or not, that has this id."""
        with self._files():
            found = _read(self._terms, "id", id_.encode())
            return found[0].tolist() if found else []

    def control(self, number: int) -> dict[str, Any]:
        """What the control document of this number says."""
        with self._files():
            said: dict[str, Any] = self._documents.stored_fields(number)["control"]
            return said

    @contextmanager
    def _files(self) -> Iterator[None]:
        with self._reading, damage_told(self.id):
            yield

    def _codes_of(self, name: str, number: int) -> list[str]:
        with self._files():
            return codes_in(self._codes[number], name)

    def _read_terms(self, terms: Collection[str]) -> Occurrences:
        with self._files():
            read = [_read(self._terms, "words", term.encode()) for term in sorted(terms)]
        found = [
            Occurrences(numbers, np.frombuffer(values, np.uint8).reshape(-1, len(FIELDS)))
            for numbers, values in filter(None, read)
        ]
        return _most(found) if len(found) != 1 else found[0]

    def _read_near(self, wanted: Near) -> Occurrences:
        slots = [self.one_of(terms).numbers for _, terms in wanted.slots]
        slots.sort(key=len)
        candidates = slots[0]
        for numbers in slots[1:]:
            candidates = np.intersect1d(candidates, numbers, assume_unique=True)
        counts = self._occurrences(candidates, wanted)
        kept = np.flatnonzero(counts.any(axis=1))
        return Occurrences(candidates[kept], counts[kept])

    def _occurrences(self, candidates: Numbers, wanted: Near) -> NDArray[np.uint8]:
        counts = np.zeros((len(candidates), len(FIELDS)), np.uint8)
        for at, packed in enumerate(self._packed_places(candidates)):
            counts[at] = np.minimum(Places(packed).occurrences(wanted.slots), 255)
        return counts

    def _packed_places(self, numbers: Numbers) -> list[bytes]:
        with self._files():
            return [self._places[number] for number in numbers.tolist()]


def _mapped(path: Path) -> NDArray[Any]:
    """The facts, as they lie in their file; documents without any are left out at its end."""
    if not path.stat().st_size:
        return np.empty(0, FACTS)
    return np.memmap(path, FACTS, "r")


class Segments:
    """The segments known to one process: one that is still held is not read again."""

    def __init__(self, cache_limit: int) -> None:
        self.cache = Cache(cache_limit)
        self.tables = {name: Table() for name in CODED}
        self._known: weakref.WeakValueDictionary[str, Segment] = weakref.WeakValueDictionary()

    def of(self, storage: Any, segment: Any) -> Segment:
        """What is known of a segment of Whoosh's list."""
        id_ = segment.segment_id()
        with damage_told(id_):
            return self._known.get(id_) or self._known.setdefault(
                id_, Segment(storage, segment, self.cache, self.tables)
            )


def _read(terms: Any, field: str, term: bytes) -> tuple[Numbers, bytes] | None:
    """All postings of a term, if some document has it: document numbers, and their values one after the other."""
    try:
        matcher = terms.matcher(field, term, _SCHEMA[field].format)
    except TermNotFound:
        return None
    steps, values = zip(*blocks(matcher), strict=True)
    numbers = [np.array(of_block, np.int32).cumsum(dtype=np.int32) for of_block in steps]
    return np.concatenate(numbers), b"".join(values)


def blocks(matcher: Any) -> Iterator[tuple[Sequence[int], bytes]]:
    """All postings that a matcher of Whoosh would step through, whole blocks at a time.

    Of each block: the first document number with the steps to the next ones, and the values one after the other.
    """
    while True:
        # Whoosh gives postings one at a time only; a block as a whole is in these names of the pinned version.
        matcher._read_data()  # noqa: SLF001
        steps, _, values = matcher._data  # noqa: SLF001
        yield steps, values or b""
        if matcher._lastblock:  # noqa: SLF001
            return
        matcher._next_block()  # noqa: SLF001


def _most(found: Sequence[Occurrences]) -> Occurrences:
    """Documents of several terms together; of each text, the count of the term that occurs most."""
    if not found:
        return Occurrences(np.empty(0, np.int32), np.empty((0, len(FIELDS)), np.uint8))
    numbers = np.unique(np.concatenate([one.numbers for one in found]))
    counts = np.zeros((len(numbers), len(FIELDS)), np.uint8)
    for one in found:
        places = numbers.searchsorted(one.numbers)
        counts[places] = np.maximum(counts[places], one.counts)
    return Occurrences(numbers, counts)


def _size(found: Occurrences) -> int:
    return found.size


def _close(terms: Any, documents: Any) -> None:
    terms.close()
    documents.close()
