"""Where the words of a query stand in a text, without reading all of the text.

A word is known by a term that begins with the same letter, accents and case apart. So only words that begin like
a wanted term are read; of a long text that is a small part.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search import french
from search.analysis import EXACT, FOREIGN, LONGEST, PLAIN, STOP, Token, chunk_at, fold, normal, token_from

_ANY = r"[^\W_]"
# Latin letters with their accents and ligatures; words in other alphabets are all read.
_LETTERS = (*map(chr, range(0x41, 0x250)), *map(chr, range(0x1E00, 0x1F00)), *map(chr, range(0xFB00, 0xFB07)))
_DIGITS = "0123456789₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹"
_MOST_OTHERS = 2_000
_MARKERS = re.compile(f"^(?:{re.escape(STOP)}|{re.escape(PLAIN)}|{re.escape(EXACT)})?(?:{FOREIGN})?")


class Occurrence(NamedTuple):
    """A word of the text, without what is elided before it, and the wanted terms that it carries."""

    start: int
    end: int
    terms: frozenset[str]


def occurrences(text: str, wanted: frozenset[str], language: str = "fr") -> Iterator[Occurrence]:
    """The words of a text that carry wanted terms, in their order."""
    beginning = _beginnings(wanted)
    others = _other_words(wanted, language)
    at = 0
    while found := beginning.search(text, at):
        letter = found.start()
        word = chunk_at(text, letter) if letter == 0 or text[letter - 1].isspace() else ""
        if word in others:
            at = letter + len(word)
            continue
        token = _token_around(text, letter, at, language)
        while token:
            at = token.chunk.end
            shared = wanted & _terms(token)
            if shared:
                yield Occurrence(token.chunk.start + token.reading.offset, at, shared)
            elif not token.reading.prefix and at - token.chunk.start < LONGEST and len(others) < _MOST_OTHERS:
                others.add(token.chunk.text)
            token = _bridged(text, token, language)


@lru_cache(maxsize=16)
def _other_words(wanted: frozenset[str], language: str) -> set[str]:
    """Words that were read and carry none of the terms: the texts found by one query share most of theirs."""
    return set()


def _terms(token: Token) -> frozenset[str]:
    known = token.reading.known
    return known.union(token.bridged.indexed) if token.bridged else known


def _token_around(text: str, letter: int, after: int, language: str) -> Token | None:
    """The token with this letter in it: chunks hold no spaces, and none begins before the end of the last one."""
    start = letter
    while start > after and not text[start - 1].isspace():
        start -= 1
    token = token_from(text, start, language)
    while token and token.chunk.end <= letter:
        token = token_from(text, token.chunk.end, language, token)
    return token


def _bridged(text: str, token: Token, language: str) -> Token | None:
    """The token that makes one word with this one, a prefix."""
    after = token_from(text, token.chunk.end, language, token) if token.reading.prefix else None
    return after if after and after.bridged else None


@lru_cache(maxsize=256)
def _beginnings(wanted: frozenset[str]) -> re.Pattern[str]:
    """Finds the beginnings of words that may carry one of the terms."""
    initials = {_MARKERS.sub("", term)[:1] for term in wanted}
    letters = "".join(sorted(set("".join(_WRITTEN.get(initial, "") for initial in initials))))
    known = initials <= _WRITTEN.keys()
    return re.compile(rf"[{re.escape(letters)}](?<![^\W_].)" if known and letters else rf"{_ANY}(?<!{_ANY}.)")


def _written() -> dict[str, str]:
    """For each plain letter those that it may be written with, at the beginning of a word."""
    written: dict[str, set[str]] = defaultdict(set)
    for letter in (*_LETTERS, *_DIGITS):
        if letter.isalnum():
            written[fold(normal(letter))[:1]].add(letter)
    for form, lemma in french.SAME_AS.items():
        written[fold(lemma)[0]].update((form[0], form[0].upper()))
    written["a"].add("@")
    return {letter: "".join(forms) for letter, forms in written.items() if letter.isascii()}


_WRITTEN = _written()
