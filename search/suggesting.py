"""What may be meant by what was typed so far, and by what was typed wrongly.

Pure: words come from a keeper of words, and each is offered only when the index says that a page which the
asker may see holds it now (`holds`). So a word of a withdrawn page is never offered, whatever the keeper kept.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from search.analysis import LANGUAGES, Token, tokens
from search.query import MAX_CHARACTERS, MAX_TERMS
from search.results import Suggestion
from search.words import Title, Word, terms_of

Holds = Callable[[frozenset[str]], bool]
"""Does a page visible to the asker hold one of these terms of the index now?"""

_CANDIDATES = 50
_NEAREST = 5

_BEING_TYPED = re.compile(r"(?<!\w)@?[^\W\d_]{2,40}\Z")
_LETTERS = re.compile(r"(?<!\w)[^\W\d_]{4,40}(?!\w)")
_EXCLUDED = re.compile(r"(?<!\S)[-−–](?:[\"“«][^\"”»]*[\"”»]?|\S+)")


class Words(Protocol):
    """A keeper of words and titles; every answer holds only what the audience was shown by some page."""

    def complete(self, prefix: str, audience: frozenset[str], limit: int = ...) -> Sequence[Word]:
        """Words that begin so, accents apart, one form a stem, the most frequent first."""

    def near(self, word: str, audience: frozenset[str], limit: int = ...) -> Sequence[Word]:
        """Other words within one edit, accents apart, what was probably meant first."""

    def titles(self, text: str, audience: frozenset[str], limit: int = ...) -> Sequence[Title]:
        """Titles in which every word typed begins a word, those that begin so first."""


def suggest(
    words: Words, text: str, audience: frozenset[str], holds: Holds, limit: int = 8
) -> tuple[Suggestion, ...]:
    """Complete the last word typed, and name pages whose title has all that was typed.

    Words come first while one word is typed, titles from the second on; each leaves half of the room to the
    other.
    """
    typed = unicodedata.normalize("NFC", text[:MAX_CHARACTERS])
    completed = [*islice(_completed(words, typed, audience, holds), limit)]
    titled = [*islice(_titled(words, typed, audience, limit), limit)]
    first, second = (completed, titled) if len(typed.split()) < 2 else (titled, completed)
    room = limit - min(len(second), limit // 2)
    return tuple((*first[:room], *second)[:limit])


def correct(words: Words, text: str, audience: frozenset[str], holds: Holds) -> str | None:
    """The text with each word that no visible page holds replaced by the nearest that one does.

    Quotes, minus signs and all else stay as typed, and so does what is asked to be absent. None when there is
    nothing to replace, or nothing near enough.
    """
    typed = unicodedata.normalize("NFC", text[:MAX_CHARACTERS])
    better = "".join(_corrected(words, typed, audience, holds))
    return better if better != typed else None


def _completed(words: Words, typed: str, audience: frozenset[str], holds: Holds) -> Iterator[Suggestion]:
    """The text with its last word completed."""
    last = _BEING_TYPED.search(typed)
    if last is None:
        return
    for word in words.complete(last[0], audience, _CANDIDATES):
        text = typed[: last.start()] + word.text
        if text != typed.lower() and holds(terms_of(word)):
            yield Suggestion(text, "word")


def _titled(words: Words, typed: str, audience: frozenset[str], limit: int) -> Iterator[Suggestion]:
    """Titles, none while a word is typed that is to be absent."""
    excluded = [*_EXCLUDED.finditer(typed)]
    if excluded and excluded[-1].end() == len(typed):
        return
    for title in words.titles(_EXCLUDED.sub(" ", typed), audience, limit):
        yield Suggestion(title.text, "title", title.id)


def _corrected(words: Words, typed: str, audience: frozenset[str], holds: Holds) -> Iterator[str]:
    """The text in stretches, some of them replaced."""
    at = 0
    for found in islice(_unknown(typed, holds), MAX_TERMS):
        near = words.near(found[1], audience, _NEAREST)
        meant = next((word.text for word in near if holds(terms_of(word))), None)
        if meant:
            yield typed[at : found[0]] + meant
            at = found[0] + len(found[1])
    yield typed[at:]


def _unknown(typed: str, holds: Holds) -> Iterator[tuple[int, str]]:
    """Where words stand that no visible page holds, neither alone nor written together with their neighbours."""
    excluded = [found.span() for found in _EXCLUDED.finditer(typed)]
    for french, english in islice(
        zip(*(tokens(typed, language) for language in LANGUAGES), strict=True), MAX_TERMS
    ):
        chunk = french.chunk
        if any(start <= chunk.start < end for start, end in excluded) or holds(_whole((french, english))):
            continue
        for found in _LETTERS.finditer(chunk.text):
            if not _known(found[0], holds):
                yield chunk.start + found.start(), found[0]


def _whole(readings: Iterable[Token]) -> frozenset[str]:
    """The terms of a compound written as one word."""
    wholes = (whole for token in readings for whole in (token.reading.joined, token.bridged) if whole)
    return frozenset(term for whole in wholes for term in whole.asked)


def _known(word: str, holds: Holds) -> bool:
    parts = [
        part for language in LANGUAGES for token in tokens(word, language) for part in token.reading.parts
    ]
    return any(part.stop for part in parts) or holds(frozenset(term for part in parts for term in part.asked))
