"""One segment of a Whoosh index as arrays. A segment never changes but for its deletions, which lie elsewhere:
what was read of it once serves as long as it exists."""

import weakref
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermNotFound

from search.engines.arrays import Mask, Numbers
from search.engines.cache import Cache
from search.engines.facets import FacetCodes, facet_codes
from search.engines.whoosh_folder import damage_told
from search.engines.whoosh_schema import FACTS, Places, make_schema
from search.plan import Near
from search.query import may_see
from search.ranking import FIELDS

_SCHEMA = make_schema()
_PLACES = _SCHEMA["places"].column_type
_FACTS = _SCHEMA["facts"].column_type


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

    def __init__(self, storage: Any, segment: Any, cache: Cache) -> None:
        codec = segment.codec()
        self.id: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._terms = codec.terms_reader(storage, segment)
        self._documents = codec.per_document_reader(storage, segment)
        # Opened now, because a later commit may take the files away. Whoever still searches holds the segment,
        # and so what is open.
        self._places = self._documents.column_reader("places", _PLACES)
        self._fact_column = self._documents.column_reader("facts", _FACTS)
        weakref.finalize(self, _close, self._terms, self._documents)
        self._cache = cache
        self._reading = Lock()
        self._facts: NDArray[Any] | None = None
        self._facets: dict[str, FacetCodes] = {}

    @property
    def facts(self) -> NDArray[Any]:
        """Numbers of each document (`whoosh_schema.FACTS`)."""
        if self._facts is None:
            with self._files():
                self._facts = self._read_facts()
        return self._facts

    def one_of(self, terms: frozenset[str]) -> Occurrences:
        """Documents that hold one of the terms; in each text that counts which occurs most."""
        return self._cache.get((self.id, terms), lambda: self._read_terms(terms), _size)

    def near(self, wanted: Near) -> Occurrences:
        """Documents that hold these words one after the other in one of their texts."""
        return self._cache.get((self.id, wanted), lambda: self._read_near(wanted), _size)

    def facet(self, name: str) -> FacetCodes:
        """The codes of each document in a facet, or its audience."""
        found = self._facets.get(name)
        if found is None:
            with self._files():
                found = self._facets[name] = facet_codes(self._read_codes(name), self.size)
        return found

    def visible(self, audience: frozenset[str]) -> Mask:
        """Documents that these audiences may see."""
        return self._cache.get((self.id, "audience", audience), lambda: self._visible(audience), len)

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

    def _visible(self, audience: frozenset[str]) -> Mask:
        return self.facet("audience").carrying(lambda key: may_see(audience, key))

    def _read_facts(self) -> NDArray[Any]:
        column = self._fact_column
        written = column._count * FACTS.itemsize  # noqa: SLF001  # defaults at its end are not written
        read = column._dbfile.get(column._basepos, written)  # noqa: SLF001
        return np.frombuffer(read.ljust(self.size * FACTS.itemsize, b"\0"), FACTS)

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

    def _read_codes(self, name: str) -> list[tuple[str, Numbers]]:
        codes = []
        for field, code in self._terms.terms_from(name, b""):
            if field != name:
                break
            codes.append(code)
        found = ((code, _read(self._terms, name, code)) for code in codes)
        return [(code.decode(), read[0]) for code, read in found if read]


class Segments:
    """The segments known to one process: one that is still held is not read again."""

    def __init__(self, cache_limit: int) -> None:
        self._cache = Cache(cache_limit)
        self._known: weakref.WeakValueDictionary[str, Segment] = weakref.WeakValueDictionary()

    def of(self, storage: Any, segment: Any) -> Segment:
        """What is known of a segment of Whoosh's list."""
        id_ = segment.segment_id()
        with damage_told(id_):
            return self._known.get(id_) or self._known.setdefault(id_, Segment(storage, segment, self._cache))


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
