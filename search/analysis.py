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
from dataclasses import dataclass
from functools import lru_cache
from threading import local

import snowballstemmer

from search import french

# Part of the fingerprint of every index: raise it with any change of the rules, and indexes are built again.
VERSION = 1

LANGUAGES = ("fr", "en")
STOP = "="  # before a stop word: indexed apart, asked only when a query holds nothing else
PLAIN = "~"  # before the stem of an accented word from which the accents were taken
EXACT = (
    "^"  # before a word whose accents tell it from another one (mûr, mur): asked for to rank, not to match
)
_LONGEST = 100  # letters of a chunk that are read: no word needs more
FOREIGN = "en:"  # before an English term, so that it never meets a French one

_APOSTROPHES = "'’ʼ‘`´"
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"(?:[^\W_]|[\u0300-\u036f{_INVISIBLE}])"
_CHUNK = re.compile(
    rf"@?[^\W_]{_LETTER}*(?:[{_APOSTROPHES}][^\W_]{_LETTER}*|[·•‧⋅‑‐/.-][^\W_]{_LETTER}*|\([a-zèA-ZÈ]{{1,6}}\)s?(?!\w))*"
)
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_PLAINER = str.maketrans({"œ": "oe", "æ": "ae"} | dict.fromkeys(_APOSTROPHES, "'"))
_AT_FOR_A = re.compile(r"^@(?=[^\W\d_]{3})")
_SPLIT = re.compile(r"[^\w-]+|_")
_HYPHENS = re.compile("[‑‐]")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of text without spaces, where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the stretch ends in the text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Part:
    """One word as read: its term, its plain term, is it a stop word, were accents written.

    `exact` holds the word as written when its accents tell it from another one, and is empty otherwise.
    """

    term: str
    plain: str
    stop: bool
    accented: bool
    exact: frozenset[str] = frozenset()

    @property
    def indexed(self) -> tuple[str, ...]:
        """The terms a document holds for this word."""
        first = (self.term,) if self.plain == self.term else (self.term, PLAIN + self.plain)
        return (*first, *self.exact)

    @property
    def asked(self) -> frozenset[str]:
        """The terms of which a query for this word wants one."""
        if self.stop or self.term.startswith(FOREIGN):
            return frozenset((self.term,))
        return frozenset((self.term, self.plain) if self.accented else (self.term, PLAIN + self.plain))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a chunk says.

    parts    its words in their order
    joined   the same written as one word (éco-rénovation, écorénovation)
    elided   the short word before the apostrophe (l'eau)
    prefix   its letters, when they are a prefix that may belong to the next word (éco rénovation)
    solid    its letters without hyphens
    offset   where the word begins after an elided one
    """

    parts: tuple[Part, ...]
    joined: Part | None = None
    elided: Part | None = None
    prefix: str = ""
    solid: str = ""
    offset: int = 0

    @property
    def content(self) -> tuple[Part, ...]:
        """The parts that are not stop words."""
        return tuple(part for part in self.parts if not part.stop)


@dataclass(frozen=True, slots=True)
class Token:
    """A chunk of a text with its reading; `bridged` is the word it makes with the prefix before it."""

    chunk: Chunk
    reading: Reading
    bridged: Part | None


def terms(text: str, language: str = "fr") -> list[str]:
    """The terms of a text in their order; of a text made of stop words only, those words (marked as such)."""
    found: list[str] = []
    stops: list[str] = []
    for token in tokens(text, language):
        reading = token.reading
        if token.bridged:
            found.append(token.bridged.term)
        found.extend(part.term for part in reading.content)
        if reading.joined:
            found.append(reading.joined.term)
        stops.extend(part.term for part in (reading.elided, *reading.parts) if part and part.stop)
    return found or stops


def chunks(text: str) -> Iterator[Chunk]:
    """Cut a text where its words end; compounds and inclusive forms stay whole."""
    return (Chunk(found[0], found.start()) for found in _CHUNK.finditer(text))


def tokens(text: str, language: str = "fr") -> Iterator[Token]:
    """Read a text chunk by chunk, joining a free-standing prefix with the word after it."""
    prefix, prefix_end = "", 0
    for chunk in chunks(text):
        reading = read(chunk.text[:_LONGEST], language)
        adjacent = prefix and reading.solid and not text[prefix_end : chunk.start].strip()
        yield Token(chunk, reading, _part(prefix + reading.solid, language) if adjacent else None)
        prefix, prefix_end = reading.prefix, chunk.end


@lru_cache(maxsize=60_000)
def read(written: str, language: str) -> Reading:
    """Read one chunk as written (memoised: a language repeats itself)."""
    word = _normal(written)
    if language != "fr":
        return _read_compound(word.replace("'s", "").replace("'", ""), language)
    if word in french.WHOLE:
        return Reading((_part(french.WHOLE[word], language),))
    word = french.INCLUSIVE.sub("", word)
    elision = french.ELISION.match(word)
    if elision is None:
        return _read_compound(word, language)
    rest = _read_compound(word[elision.end() :], language)
    elided = _part(elision[1], language)
    return Reading(rest.parts, rest.joined, elided, rest.prefix, rest.solid, _after_apostrophe(written))


def fold(word: str) -> str:
    """Take the accents off."""
    if word.isascii():
        return word
    return "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    )


def _normal(written: str) -> str:
    """One way of writing: composed accents, one apostrophe, no ligatures, nothing invisible, lower case."""
    word = unicodedata.normalize("NFC", _UNSEEN.sub("", written)).lower().translate(_PLAINER)
    return _AT_FOR_A.sub("a", _HYPHENS.sub("-", word))


def _after_apostrophe(written: str) -> int:
    """Where the word begins after its elided article."""
    return 1 + min(at for at, character in enumerate(written) if character in _APOSTROPHES)


def _read_compound(word: str, language: str) -> Reading:
    """Split at whatever still stands between letters; hyphens also give the joined word."""
    pieces = [piece for piece in _SPLIT.split(word) if piece.strip("-")]
    parts = tuple(_part(p, language) for piece in pieces for p in piece.split("-") if p)
    if len(pieces) != 1:
        return Reading(parts)
    solid = pieces[0].replace("-", "")
    prefix = solid if language == "fr" and _is_prefix(solid) else ""
    compound = len(parts) > 1 and not all(part.stop for part in parts)
    return Reading(parts, _part(solid, language) if compound else None, None, prefix, solid)


def _is_prefix(word: str) -> bool:
    return word in french.PREFIXES or word in _FOLDED_PREFIXES


@lru_cache(maxsize=60_000)
def _part(word: str, language: str) -> Part:
    """Read one word, already normal and bare."""
    if language != "fr":
        stop = word in french.ENGLISH_STOP_WORDS
        term = FOREIGN + (word if stop else fold(_stem(word, "english")))
        return Part(STOP + term if stop else term, STOP + term if stop else term, stop, accented=False)
    if word in french.STOP_WORDS:
        return Part(STOP + word, STOP + word, stop=True, accented=False)
    folded = fold(word)
    if folded == word:
        term = _french_term(word)
        return Part(term, term, stop=False, accented=False)
    return Part(_french_term(word), _french_term(folded), stop=False, accented=True, exact=_exact(word))


def _exact(word: str) -> frozenset[str]:
    """The word, without its plural, if leaving out its accents would make another word of it."""
    single = word.removesuffix("s")
    telling = single in french.TOLD_APART_BY_ACCENTS or french.PARTICIPLE.search(single)
    return frozenset((EXACT + single,) if telling else ())


def _french_term(word: str) -> str:
    """Tables, rules, Snowball on the accented form, and only then no accents."""
    own = _OWN.get(word)
    if own:
        return own
    word = french.regular(_SAME_AS.get(word, word))
    return fold(_stem(word, "french"))


def _with_folded_keys(table: dict[str, str]) -> dict[str, str]:
    """The table readable without accents too; a word spelt exactly so wins."""
    return {fold(form): lemma for form, lemma in table.items()} | table


_FOLDED_PREFIXES = frozenset(map(fold, french.PREFIXES))
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
