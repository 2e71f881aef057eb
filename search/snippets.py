"""The passage of a text that shows why it was found.

One pass over the text, the words compared by the same terms as in the index. It is cut before anything is
escaped: it comes in pieces, and whoever prints them escapes each.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from search.equivalents import Groups
from search.occurrences import occurrences
from search.plan import make_plan

LENGTH = 220
_ENOUGH = 40  # matches after which the rest of a long text is not read
_LEAD = 60  # characters wanted before the first match
# Not the no-break spaces of French typography, which stay.
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


class Piece(NamedTuple):
    """A stretch of the snippet; `is_match` for the words that were asked for."""

    text: str
    is_match: bool


class _Match(NamedTuple):
    start: int
    end: int
    terms: frozenset[str]


def snippet(
    body: str, asked: str, language: str = "fr", length: int = LENGTH, equivalents: Groups = ()
) -> tuple[Piece, ...]:
    """About `length` characters of `body` around the words of the search box `asked`, or its beginning.

    `equivalents` are those of the query: their words are marked like those typed.
    """
    wanted = make_plan(asked, equivalents).terms
    found = occurrences(body, wanted, language) if wanted else ()
    matches = [_Match(*one) for one in islice(found, _ENOUGH)]
    start, end = _window(body, matches, length)
    inside = [match for match in matches if match.start >= start and match.end <= end]
    pieces = [*_cut(body, start, end, inside)]
    if start > 0:
        pieces.insert(0, Piece("… ", is_match=False))
    if end < len(body.rstrip()):
        pieces.append(Piece(" …", is_match=False))
    return tuple(pieces)


def _window(body: str, matches: Sequence[_Match], length: int) -> tuple[int, int]:
    """Where to cut, at ends of words: the stretch with the most different terms, then the most matches."""
    if not matches:
        return 0, _word_end(body, min(length, len(body)))
    first = max(matches, key=lambda match: _richness(matches, match.start, length - _LEAD))
    start = 0 if first.start <= _LEAD else _word_start(body, first.start - _LEAD, first.start)
    return start, _word_end(body, max(min(start + length, len(body)), first.end))


def _richness(matches: Sequence[_Match], start: int, length: int) -> tuple[int, int]:
    inside = [match for match in matches if start <= match.start and match.end <= start + length]
    terms = Counter(term for match in inside for term in match.terms)
    return len(terms), len(inside)


def _word_start(body: str, at: int, latest: int) -> int:
    """The first beginning of a word after `at`."""
    space = _SPACES.search(body, at, latest)
    return space.end() if space else at


def _word_end(body: str, at: int) -> int:
    """The last end of a word before `at`, unless the text ends there."""
    if at >= len(body) or body[at].isspace():
        return at
    space = max(body.rfind(" ", 0, at), body.rfind("\n", 0, at))
    return space if space > at - _LEAD and space > 0 else at


def _cut(body: str, start: int, end: int, matches: Sequence[_Match]) -> Iterator[Piece]:
    """The window in pieces, runs of white space made one space, or one end of line."""
    at = start
    for match in matches:
        yield from _piece(body[at : match.start], is_match=False)
        yield from _piece(body[match.start : match.end], is_match=True)
        at = match.end
    yield from _piece(body[at:end].rstrip(), is_match=False)


def _piece(text: str, *, is_match: bool) -> Iterator[Piece]:
    if text:
        yield Piece(_SPACES.sub(_space, text), is_match)


def _space(spaces: re.Match[str]) -> str:
    """One space, or one end of line where the text had one: a passage may run over several blocks."""
    return "\n" if "\n" in spaces[0] else " "
