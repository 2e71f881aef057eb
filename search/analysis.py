"""From text to terms: the one place that knows French (and English), to index, to ask and to mark snippets.

The order matters and was measured: NFC, one apostrophe, ligatures, invisible characters; lower case; words;
elision; inclusive ending; stop words; rules and tables; Snowball on the accented form; accents folded last.
Folding first would part one pair in five of those that Snowball joins. What folding last loses when people
type without accents is given back by a second, *plain* term, the stem of the folded word, under which
accented words are indexed as well.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from threading import local
from typing import NamedTuple

import snowballstemmer

from search import french, french_rules

# Part of the fingerprint of every index: raise it with any change of the rules, and indexes are built again.
VERSION = 3

LANGUAGES = ("fr", "en")
STOP = "="  # before a stop word: indexed apart, asked only when a query holds nothing else
PLAIN = "~"  # before the stem of an accented word from which the accents were taken
# Before a word whose accents tell it from another one (mûr, mur): asked for to rank, not to match.
EXACT = "^"
FOREIGN = "en:"  # before an English term, so that it never meets a French one
LONGEST = 100  # letters of a chunk that are read: no word needs more
_REMEMBERED = 30_000  # words of a language that are read only once

_APOSTROPHES = "'’ʼ‘`´"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_MARKS = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M")
_LETTERS = rf"(?:[^\W_]++|[{_MARKS}{_INVISIBLE}]++)*+"
_LINK = rf"[{_APOSTROPHES}·•‧⋅∙・‑‐/.-]"
_CHUNK = re.compile(
    rf"(?:(?<!\w)@)?[^\W_]{_LETTERS}(?:{_LINK}[^\W_]{_LETTERS}|\([a-zèA-ZÈ]{{1,7}}\)s?(?!\w)){{0,11}}+"
)
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_PLAINER = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬆ": "st"}
    | dict(zip("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789", strict=True))
    | dict.fromkeys(_APOSTROPHES, "'")
)
_AT_FOR_A = re.compile(r"^@(?=[^\W\d_]{3})")
_SPLIT = re.compile(rf"[^\w{_MARKS}-]+|_")
_HYPHENS = re.compile("[‑‐]")
_INITIALS = re.compile(r"\w(?:\.\w){2,}")


class Chunk(NamedTuple):
    """A stretch of text without spaces, where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the stretch ends in the text."""
        return self.start + len(self.text)


class Part(NamedTuple):
    """One word as read.

    Attributes:
        term, plain: what it is known by, and what it would be known by if written without accents.
        stop: it is a stop word.
        exact: the word as written when its accents tell it from another one, else empty.
        indexed: the terms a document holds for it.
        asked: the terms of which a query for it wants one.
    """

    term: str
    plain: str
    stop: bool
    exact: frozenset[str]
    indexed: tuple[str, ...]
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a chunk says.

    Attributes:
        parts: its words in their order.
        joined: the same written as one word (éco-rénovation, écorénovation).
        elided: the short word before the apostrophe (l'eau).
        prefix: its letters, when they are a prefix that may belong to the next word (éco rénovation).
        solid: its letters without hyphens.
        offset: where the word begins after an elided one.
        content: the parts that are not stop words.
        terms: those of the content and of the joined word.
        known: every term that a document holds for it.
    """

    parts: tuple[Part, ...]
    joined: Part | None = None
    elided: Part | None = None
    prefix: str = ""
    solid: str = ""
    offset: int = 0
    content: tuple[Part, ...] = field(init=False)
    terms: tuple[str, ...] = field(init=False)
    known: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        content = tuple(part for part in self.parts if not part.stop)
        joined = (self.joined,) if self.joined else ()
        # A reading is made once and read often: what follows from it is kept with it.
        object.__setattr__(self, "content", content)
        object.__setattr__(self, "terms", tuple(part.term for part in (*content, *joined)))
        known = frozenset(term for part in (*self.parts, *joined) for term in part.indexed)
        object.__setattr__(self, "known", known)


class Token(NamedTuple):
    """A chunk of a text with its reading; `bridged` is the word it makes with the prefix before it."""

    chunk: Chunk
    reading: Reading
    bridged: Part | None


def terms(text: str, language: str = "fr") -> list[str]:
    """The terms of a text in their order; of a text made of stop words only, those words (marked as such).

    `language` is `en`, or else the text is read as French.
    """
    read_chunk = _read_english if language == "en" else _read_french
    found: list[str] = []
    prefix, prefix_end = "", 0
    for chunk in _CHUNK.finditer(text):
        reading = read_chunk(chunk[0][:LONGEST])
        if prefix and _continues(text, prefix_end, chunk.start(), reading):
            found.append(_french_part(prefix + reading.solid).term)
        found.extend(reading.terms)
        prefix = reading.prefix
        if prefix:
            prefix_end = chunk.end()
    return found or [*_stop_terms(text, language)]


def _stop_terms(text: str, language: str) -> Iterator[str]:
    for token in tokens(text, language):
        for part in (token.reading.elided, *token.reading.parts):
            if part:
                yield part.term


def chunks(text: str) -> Iterator[Chunk]:
    """Cut a text where its words end; compounds and inclusive forms stay whole."""
    return (Chunk(found[0], found.start()) for found in _CHUNK.finditer(text))


def tokens(text: str, language: str = "fr") -> Iterator[Token]:
    """Read a text chunk by chunk, joining a free-standing prefix with the word after it."""
    read_chunk = _read_english if language == "en" else _read_french
    prefix, prefix_end = "", 0
    for chunk in chunks(text):
        reading = read_chunk(chunk.text[:LONGEST])
        bridged = bool(prefix) and _continues(text, prefix_end, chunk.start, reading)
        yield Token(chunk, reading, _french_part(prefix + reading.solid) if bridged else None)
        prefix, prefix_end = reading.prefix, chunk.end


def chunk_at(text: str, at: int) -> str:
    """The chunk that begins exactly there, where a word begins."""
    found = _CHUNK.match(text, at)
    return found[0] if found else ""


def token_from(text: str, at: int, language: str = "fr", before: Token | None = None) -> Token | None:
    """The first token that begins at `at` or later, `at` standing between chunks; `before` is the one before it."""
    found = _CHUNK.search(text, at)
    if found is None:
        return None
    chunk = Chunk(found[0], found.start())
    reading = read(chunk.text[:LONGEST], language)
    prefix = before.reading.prefix if before else ""
    bridged = before and prefix and _continues(text, before.chunk.end, chunk.start, reading)
    return Token(chunk, reading, _french_part(prefix + reading.solid) if bridged else None)


def read(written: str, language: str) -> Reading:
    """Read one chunk as written (memoised: a language repeats itself)."""
    return _read_english(written) if language == "en" else _read_french(written)


def _continues(text: str, prefix_end: int, start: int, reading: Reading) -> bool:
    """Whether a chunk stands right after a prefix, with nothing but spaces between them."""
    return bool(reading.solid) and not text[prefix_end:start].strip()


@lru_cache(maxsize=_REMEMBERED)
def _read_french(written: str) -> Reading:
    word = french_rules.INCLUSIVE.sub("", normal(written))
    elision = None if word in french.WHOLE else french_rules.ELISION.match(word)
    if elision is None:
        return _read_compound(french.WHOLE.get(word, word), "fr")
    after = word[elision.end() :]
    rest = _read_compound(french.WHOLE.get(after, after), "fr")
    elided = _french_part(elision[1])
    return Reading(rest.parts, rest.joined, elided, rest.prefix, rest.solid, _after_apostrophe(written))


@lru_cache(maxsize=_REMEMBERED)
def _read_english(written: str) -> Reading:
    return _read_compound(normal(written).replace("'s", "").replace("'", ""), "en")


def fold(word: str) -> str:
    """Take the accents off."""
    if word.isascii():
        return word
    return "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    )


def normal(written: str) -> str:
    """One way of writing: composed accents, one apostrophe, no ligatures, nothing invisible, lower case."""
    word = unicodedata.normalize("NFC", _UNSEEN.sub("", written)).lower().translate(_PLAINER)
    return _AT_FOR_A.sub("a", _HYPHENS.sub("-", word))


def _after_apostrophe(written: str) -> int:
    """Where the word begins after its elided article."""
    return 1 + min(at for at, character in enumerate(written) if character in _APOSTROPHES)


def _read_compound(word: str, language: str) -> Reading:
    """Split at whatever still stands between letters; hyphens also give the joined word."""
    part = _french_part if language == "fr" else _english_part
    if _INITIALS.fullmatch(word):
        word = word.replace(".", "")
    pieces = [piece for piece in _SPLIT.split(word) if piece.strip("-")]
    parts = tuple(part(p) for piece in pieces for p in piece.split("-") if p)
    if len(pieces) != 1:
        return Reading(parts)
    solid = pieces[0].replace("-", "")
    prefix = solid if language == "fr" and solid in _PREFIXES else ""
    compound = len(parts) > 1 and not all(part.stop for part in parts)
    return Reading(parts, part(solid) if compound else None, None, prefix, solid)


@lru_cache(maxsize=_REMEMBERED)
def _french_part(word: str) -> Part:
    """Read one word, already normal and bare."""
    stop = _STOP_WORDS.get(word)
    if stop:
        return _stop_part(STOP + stop)
    folded = fold(word)
    term = _french_term(word)
    if folded == word:
        return Part(term, term, False, frozenset(), (term,), frozenset((term, PLAIN + term)))
    plain, exact = _french_term(folded), _exact(word)
    indexed = (term, *exact) if plain == term else (term, PLAIN + plain, *exact)
    return Part(term, plain, False, exact, indexed, frozenset((term, plain)))


@lru_cache(maxsize=_REMEMBERED)
def _english_part(word: str) -> Part:
    if word in french.ENGLISH_STOP_WORDS:
        return _stop_part(STOP + FOREIGN + word)
    term = FOREIGN + fold(_stem(word, "english"))
    return Part(term, term, False, frozenset(), (term,), frozenset((term,)))


def _stop_part(term: str) -> Part:
    return Part(term, term, True, frozenset(), (term,), frozenset((term,)))


def _exact(word: str) -> frozenset[str]:
    """The word, without its plural, if leaving out its accents would make another word of it."""
    single = word.removesuffix("s")
    return frozenset((EXACT + single,) if single in french.TOLD_APART_BY_ACCENTS else ())


def _french_term(word: str) -> str:
    """Tables, rules, Snowball on the accented form, and only then no accents."""
    own = _OWN.get(word)
    if own:
        return own
    word = french_rules.regular(_SAME_AS.get(word, word))
    return fold(french_rules.one_ending(_stem(word, "french")))


def _with_folded_keys(table: dict[str, str]) -> dict[str, str]:
    """The table readable without accents too; a word spelt exactly so wins."""
    return {fold(form): lemma for form, lemma in table.items()} | table


_PREFIXES = french.PREFIXES | frozenset(map(fold, french.PREFIXES))
_STOP_WORDS = {
    form: word
    for form, word in _with_folded_keys(
        {word: french.SAME_STOP_WORD.get(word, word) for word in french.STOP_WORDS}
    ).items()
    if form not in french.NOT_STOP_WORDS
}
_SAME_AS = _with_folded_keys(french.SAME_AS)
_OWN = _with_folded_keys({form: fold(lemma) + "!" for form, lemma in french.OWN.items()})
_stemmers = local()


def _stem(word: str, algorithm: str) -> str:
    """Snowball, in C where PyStemmer is there. Not safe to share between threads, so each has its own."""
    stemmer = getattr(_stemmers, algorithm, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(algorithm)
        setattr(_stemmers, algorithm, stemmer)
    return str(stemmer.stemWord(word))
