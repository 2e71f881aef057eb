"""Words as people write them, beside the terms that an index knows: to complete them, and to correct them.

What every keeper of words shares (`search.lexicon` in a file, others in their database): which words a document
shows, what lies within one edit of a word, and which of those was probably meant.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

from search import french
from search.analysis import fold, tokens
from search.documents import Document

SHORTEST, LONGEST = 3, 40
FIXED = 4  # letters: words that share so many of their first with the typed one are read, others are guessed
_MOST = 5_000  # different words of one document that are kept

_WORD = re.compile(rf"(?<!\w)[^\W\d_]{{{SHORTEST},{LONGEST}}}(?!\w)")
_BEGINNING = re.compile(r"\w+")
_AT_FOR_A = re.compile(r"@(?=[^\W\d_]{3})")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_STOP_WORDS = {"fr": french.STOP_WORDS, "en": french.ENGLISH_STOP_WORDS}
_EVERY_STOP_WORD = frozenset(map(fold, french.STOP_WORDS))

# How likely a slip is: a letter left out or two swapped can happen in few ways, a wrong letter in many.
_SAME_LETTERS, _LEFT_OUT, _SWAPPED, _DOUBLED, _NEIGHBOUR, _OTHER = 3.0, 1.0, 1.0, 0.5, 0.25, 0.04
_KEYBOARD = ("azertyuiop", "qsdfghjklm", "wxcvbn")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written (lower case, with its accents), and in how many documents it was seen."""

    text: str
    language: str
    times: int


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a page."""

    id: str
    text: str


def plainly(text: str) -> str:
    """The text in lower case, without accents or ligatures, `@` read as the a that it stands for."""
    return fold(_normal(text)).translate(_LIGATURES)


def language_of(document: Document) -> str:
    """`en` or `fr`: one that is neither is read as French."""
    return "en" if document.language == "en" else "fr"


def words_of(document: Document) -> frozenset[str]:
    """The words that a document shows, at most 5,000: letters only, 3 to 40 of them, no stop words."""
    text = _normal("\n".join((document.title, document.head, document.summary, document.body)))
    found = frozenset(_WORD.findall(text)) - _STOP_WORDS[language_of(document)]
    return found if len(found) <= _MOST else frozenset(sorted(found)[:_MOST])


def beginnings(text: str) -> tuple[str, ...]:
    """What was typed of each word of a title, without accents, each once."""
    return tuple(dict.fromkeys(_BEGINNING.findall(plainly(text))))


def title_words(title: str) -> tuple[str, ...]:
    """The words under which a title is looked up, in their order."""
    return tuple(word for word in beginnings(title) if tells(word))


def tells(beginning: str) -> bool:
    """Whether titles are looked up by it: neither a single letter nor a stop word."""
    return len(beginning) > 1 and beginning not in _EVERY_STOP_WORD


def terms_of(word: Word) -> frozenset[str]:
    """The terms of which an index holds one when some document holds the word."""
    parts = (part for token in tokens(word.text, word.language) for part in token.reading.parts)
    return frozenset(part.term for part in parts if not part.stop)


def one_form_each(words: Iterable[Word], limit: int) -> list[Word]:
    """The most frequent form of each stem, most frequent first."""
    kept: dict[frozenset[str], Word] = {}
    for word in sorted(words, key=lambda word: (-word.times, word.text)):
        terms = terms_of(word)
        if terms and terms not in kept:
            kept[terms] = word
    return [*kept.values()][:limit]


def guesses(folded: str) -> frozenset[str]:
    """Everything one edit away whose first four letters differ, and the word itself."""
    last = min(FIXED, len(folded))
    return frozenset((folded, *_edited(folded, last)))


def _edited(folded: str, last: int) -> Iterator[str]:
    for at in range(last):
        before, after = folded[:at], folded[at:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after[1:] for letter in ascii_lowercase)
        yield from (before + letter + after for letter in ascii_lowercase)
    if len(folded) <= FIXED:
        yield from (folded + letter for letter in ascii_lowercase)


def closest(typed: str, candidates: Iterable[Word], limit: int) -> list[Word]:
    """Those within one edit of the typed word, accents apart, what was probably meant first.

    Candidates weigh by how often they occur and how likely the slip from them to the typed word is (the noisy
    channel of Kernighan, Church and Gale, 1990, with the places of the keys in the place of counted slips).
    """
    written = _normal(typed)
    near = [
        (word.times * likelihood, word)
        for word in candidates
        if word.text != written and (likelihood := _likelihood(plainly(written), plainly(word.text)))
    ]
    near.sort(key=lambda pair: (-pair[0], pair[1].text))
    return [word for _, word in near[:limit]]


def within_one_edit(one: str, other: str) -> bool:
    """Whether leaving out, adding, changing or swapping letters once makes one of the other."""
    return _likelihood(one, other) > 0


@lru_cache(maxsize=4_000)
def _likelihood(typed: str, meant: str) -> float:
    """How likely it is that who meant one typed the other; 0 when more than one slip lies between."""
    if typed == meant:
        return _SAME_LETTERS
    at = _first_difference(typed, meant)
    rest, wanted = typed[at:], meant[at:]
    if rest == wanted[1:]:
        return _LEFT_OUT
    if rest[1:] == wanted:
        return _strange(rest[0], typed[at - 1 : at] + typed[at + 1 : at + 2])
    if rest[1:] == wanted[1:]:
        return _NEIGHBOUR if wanted[0] in _neighbours().get(rest[0], "") else _OTHER
    swapped = len(rest) > 1 and rest[1] + rest[0] + rest[2:] == wanted
    return _SWAPPED if swapped else 0.0


def _first_difference(one: str, other: str) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _strange(letter: str, beside: str) -> float:
    """How likely it is to have typed a letter too many between others."""
    if letter in beside:
        return _DOUBLED
    near = any(letter in _neighbours().get(other, "") for other in beside)
    return _NEIGHBOUR if near else _OTHER


@lru_cache(maxsize=1)
def _neighbours() -> dict[str, str]:
    """The keys around each key of a French keyboard."""
    around: dict[str, str] = {}
    for row, keys in enumerate(_KEYBOARD):
        for column, key in enumerate(keys):
            rows = _KEYBOARD[max(row - 1, 0) : row + 2]
            around[key] = "".join(line[max(column - 1, 0) : column + 2] for line in rows).replace(key, "")
    return around


def _normal(text: str) -> str:
    lower = unicodedata.normalize("NFC", text).lower()
    return _AT_FOR_A.sub("a", lower) if "@" in lower else lower
