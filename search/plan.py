"""What a query wants, in terms: one reading of the search box that every engine follows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from search.analysis import LANGUAGES, Part, Reading, Token, tokens
from search.query import Query, parse_box
from search.results import Results


@dataclass(frozen=True, slots=True)
class OneOf:
    """The document holds one of these terms."""

    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Near:
    """One field holds these words one after the other: (distance from the first, terms allowed there)."""

    slots: tuple[tuple[int, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is true."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part is true."""

    parts: tuple["Expression", ...]


Expression = OneOf | Near | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Plan:
    """All of `required` (or any of it, when the query says so) and nothing of `excluded`.

    `hopeless`: something was typed, but nothing in it can be searched.
    """

    required: tuple[Expression, ...]
    excluded: tuple[Expression, ...]
    hopeless: bool

    @property
    def terms(self) -> frozenset[str]:
        """Every term that may have made a document match: what a snippet marks."""
        return frozenset(chain.from_iterable(map(_terms, self.required)))


@lru_cache(maxsize=1_000)
def make_plan(text: str) -> Plan:
    """Read the search box into terms, each word as French and as English: the page's language decides."""
    box = parse_box(text)
    required = [*_words(" ".join(box.words)), *chain.from_iterable(map(_phrase, box.phrases))]
    if not required:
        required = [*_stop_words(" ".join((*box.words, *box.phrases)))]
    excluded = [_all(_gone(written)) for written in box.without]
    hopeless = bool(text.strip()) and not (required or excluded)
    return Plan(tuple(dict.fromkeys(required)), tuple(excluded), hopeless)


def answer(query: Query, run: Callable[[Query], Results]) -> Results:
    """Run a query; where no document holds all the words, run it again for documents that hold some."""
    results = run(query)
    if results.total or query.match == "any" or len(make_plan(query.text).required) < 2:
        return results
    relaxed = run(replace(query, match="any"))
    return replace(relaxed, relaxed=True) if relaxed.total else results


def _words(text: str) -> Iterable[Expression]:
    """One expression for each word; a prefix and the word after it make one (éco rénovation)."""
    french = [*tokens(text, "fr")]
    english = [*tokens(text, "en")]
    at = 0
    while at < len(french):
        size = 2 if at + 1 < len(french) and french[at + 1].bridged else 1
        wanted = _french_word(french[at : at + size])
        if wanted:
            foreign = [_spelled(token.reading) for token in english[at : at + size]]
            yield _any((wanted, _all(foreign)))
        at += size


def _french_word(group: Sequence[Token]) -> Expression | None:
    """All parts, or the word they make together; nothing for stop words."""
    spelled = [_spelled(token.reading) for token in group if token.reading.content]
    if not spelled:
        return None
    whole = [_one(token.bridged) for token in group if token.bridged]
    return _any((_all(spelled), *whole))


def _spelled(reading: Reading) -> Expression:
    """The parts of one chunk, or the same written as one word."""
    parts = _all([_one(part) for part in reading.content or reading.parts])
    return _any((parts, _one(reading.joined))) if reading.joined else parts


def _phrase(text: str) -> Iterable[Expression]:
    """The words of a phrase in their order, stop words leaving room; nothing for stop words only."""
    wanted = [_near(text, language) for language in LANGUAGES]
    if wanted[0]:
        yield _any([expression for expression in wanted if expression])


def _near(text: str, language: str) -> Expression | None:
    parts = [part for token in tokens(text, language) for part in token.reading.parts]
    slots = [(at, part.asked) for at, part in enumerate(parts) if not part.stop]
    if len(slots) < 2:
        return OneOf(slots[0][1]) if slots else None
    return Near(tuple((at - slots[0][0], terms) for at, terms in slots))


def _gone(text: str) -> list[Expression]:
    """What must not occur: one word, or several in their order."""
    return [*(_phrase(text) if " " in text else _words(text))] or [*_stop_words(text)]


def _stop_words(text: str) -> Iterable[Expression]:
    """Stop words as typed, for a query made of nothing else."""
    for token in tokens(text):
        for part in (token.reading.elided, *token.reading.parts):
            if part:
                yield _one(part)


def _one(part: Part) -> Expression:
    return OneOf(part.asked)


def _all(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _any(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _terms(expression: Expression) -> frozenset[str]:
    match expression:
        case OneOf(terms):
            return terms
        case Near(slots):
            return frozenset(chain.from_iterable(terms for _, terms in slots))
        case AllOf(parts) | AnyOf(parts):
            return frozenset(chain.from_iterable(map(_terms, parts)))
