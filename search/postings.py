"""A document as terms: what every engine indexes."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import Part, Token, tokens
from search.documents import Document

# Between summary and body, so that no phrase runs from one into the other.
_GAP = 20


@dataclass(frozen=True, slots=True)
class Postings:
    """Terms with their positions in title and body, and the stop words of both without positions."""

    title: tuple[tuple[str, int], ...]
    body: tuple[tuple[str, int], ...]
    common: frozenset[str]


def postings_of(document: Document) -> Postings:
    """Read a document in its own language; one that is neither French nor English is read as French."""
    language = "en" if document.language == "en" else "fr"
    common: set[str] = set()
    title = [*_read(document.title, language, common)]
    summary = [*_read(document.summary, language, common)]
    after = summary[-1][1] + _GAP if summary else 0
    body = [*summary, *_read(document.body, language, common, after)]
    return Postings(tuple(title), tuple(body), frozenset(common))


def _read(text: str, language: str, common: set[str], position: int = 0) -> Iterator[tuple[str, int]]:
    """Yield (term, position); words joined from several stand where the last of them stands."""
    for token in tokens(text, language):
        common.update(part.term for part in _words(token) if part.stop)
        for part in token.reading.parts:
            if not part.stop:
                yield from ((term, position) for term in part.indexed)
            position += 1
        for whole in (token.reading.joined, token.bridged):
            if whole and not whole.stop:
                yield from ((term, position - 1) for term in whole.indexed)


def _words(token: Token) -> Iterator[Part]:
    yield from token.reading.parts
    if token.reading.elided:
        yield token.reading.elided
