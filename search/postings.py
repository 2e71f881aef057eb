"""A document as terms: what every engine indexes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search.analysis import LONGEST, read, tokens
from search.documents import Document
from search.ranking import FIELDS, MOST_COUNTED

Places = tuple[tuple[str, int], ...]
"""Terms with their positions, ascending."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Terms with their positions in each searched text, and the stop words of all without positions."""

    title: Places
    head: Places
    summary: Places
    body: Places
    common: frozenset[str]

    @property
    def fields(self) -> tuple[Places, ...]:
        """The searched texts in the order of `search.ranking.FIELDS`."""
        return (self.title, self.head, self.summary, self.body)

    @property
    def lengths(self) -> tuple[int, ...]:
        """How many words each searched text has, stop words left out."""
        return tuple(len({position for _, position in places}) for places in self.fields)

    def counts(self) -> dict[str, list[int]]:
        """How often each term occurs in each searched text; a stop word counts once, in the body."""
        counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(FIELDS))
        for at, places in enumerate(self.fields):
            for term, _ in places:
                counts[term][at] += 1
        for times in counts.values():
            times[:] = [min(number, MOST_COUNTED) for number in times]
        for term in self.common:
            counts[term][-1] = 1
        return dict(counts)


def postings_of(document: Document) -> Postings:
    """Read a document in its own language; one that is neither French nor English is read as French."""
    language = "en" if document.language == "en" else "fr"
    common: set[str] = set()
    title, head, summary, body = (tuple(_read(getattr(document, name), language, common)) for name in FIELDS)
    return Postings(title, head, summary, body, frozenset(common))


def _read(text: str, language: str, common: set[str]) -> Iterator[tuple[str, int]]:
    """Yield (term, position); words joined from several stand where the last of them stands."""
    position = 0
    for token in tokens(text, language):
        word = _word(token.chunk.text[:LONGEST], language)
        common.update(word.common)
        for term, at in word.terms:
            yield term, position + at
        position += word.length
        if token.bridged and not token.bridged.stop:
            yield from ((term, position - 1) for term in token.bridged.indexed)


class _Word(NamedTuple):
    """A chunk as it is indexed: its terms with their places in it, its stop words, and how many words it is."""

    terms: tuple[tuple[str, int], ...]
    common: tuple[str, ...]
    length: int


@lru_cache(maxsize=60_000)
def _word(written: str, language: str) -> _Word:
    """Read one chunk (memoised as `search.analysis.read` is: this is most of the time that indexing takes)."""
    reading = read(written, language)
    terms = [(term, at) for at, part in enumerate(reading.parts) if not part.stop for term in part.indexed]
    last = len(reading.parts) - 1
    if reading.joined and not reading.joined.stop:
        terms.extend((term, last) for term in reading.joined.indexed)
    parts = (*reading.parts, *((reading.elided,) if reading.elided else ()))
    return _Word(tuple(terms), tuple(part.term for part in parts if part.stop), len(reading.parts))
