"""What a query wants, in terms: one reading of the search box that every engine follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from search.analysis import LANGUAGES, Part, Reading, Token, tokens
from search.equivalents import Groups, compounds, equivalents_of, forms_of
from search.query import parse_box

TYPED = 1.0
EXACT = 0.3  # what a word written with the very accents typed adds
EQUIVALENT = 0.5  # what an equivalent counts, where the word typed counts 1


@dataclass(frozen=True, slots=True)
class OneOf:
    """The document holds one of these terms. Of those, pages that hold an `exact` one come a little higher."""

    terms: frozenset[str]
    exact: frozenset[str] = frozenset()


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

    Attributes:
        typed: what was typed for each part of `required`, in the same order.
        hopeless: something was typed, but nothing in it can be searched.
        weights: every term that makes a page rank higher, and how much: `TYPED`, `EQUIVALENT` or `EXACT`. Those
            that weigh `EXACT` never decide whether a page matches, only where it stands.
    """

    required: tuple[Expression, ...]
    typed: tuple[str, ...]
    excluded: tuple[Expression, ...]
    hopeless: bool
    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def terms(self) -> frozenset[str]:
        """Every term that may have made a document match: what a snippet marks."""
        return frozenset(self.weights)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One word or phrase of the search box: as typed, what it asks for, and its forms when it is a word."""

    typed: str
    expression: Expression
    forms: frozenset[str] = frozenset()


@lru_cache(maxsize=1_000)
def make_plan(text: str, equivalents: Groups = ()) -> Plan:
    """Read the search box into terms, each word as French and as English: the page's language decides.

    `equivalents` widen the words typed, never the phrases or what must not occur.
    """
    box = parse_box(text)
    words = [*_words(" ".join(box.words))]
    wanted = [*words, *chain.from_iterable(map(_phrase, box.phrases))]
    if not wanted:
        wanted = [*_stop_words(" ".join((*box.words, *box.phrases)))]
    also = _also(words, equivalents)
    required: dict[Expression, str] = {}
    for at, one in enumerate(wanted):
        required.setdefault(_widened(one.expression, also.get(at, ())), one.typed)
    excluded = [_all([one.expression for one in _whole(written)]) for written in box.without]
    return Plan(
        tuple(required),
        tuple(required.values()),
        tuple(excluded),
        hopeless=bool(text.strip()) and not (required or excluded),
        weights=_weights([one.expression for one in wanted], chain.from_iterable(also.values())),
    )


def _also(words: Sequence[_Wanted], groups: Groups) -> dict[int, list[Expression]]:
    """What else is asked for with each word.

    Every word that a member covers may be answered by its equivalent: for a phrase of two words,
    (this or that) and (this or that) is the phrase's words, or that.
    """
    also: dict[int, list[Expression]] = {}
    for covered, written in equivalents_of([word.forms for word in words], groups):
        wanted = [one.expression for one in _whole(written)]
        for at in covered if wanted else ():
            also.setdefault(at, []).append(_all(wanted))
    return also


def _widened(expression: Expression, also: Sequence[Expression]) -> Expression:
    return _any(list(dict.fromkeys((expression, *also))))


def _weights(typed: Iterable[Expression], also: Iterable[Expression]) -> Mapping[str, float]:
    """Each term by the best reason to want it."""
    typed = [*typed]
    weights = dict.fromkeys(chain.from_iterable(map(_exact, typed)), EXACT)
    weights |= dict.fromkeys(chain.from_iterable(map(terms_of, also)), EQUIVALENT)
    weights |= dict.fromkeys(chain.from_iterable(map(terms_of, typed)), TYPED)
    return MappingProxyType(weights)


def _words(text: str) -> Iterator[_Wanted]:
    """One expression for each word; a prefix and the word after it make one (éco rénovation)."""
    english = iter([*tokens(text, "en")])
    for group in compounds([*tokens(text, "fr")]):
        foreign = [_spelled(next(english).reading) for _ in group]
        wanted = _french_word(group)
        if wanted:
            typed = " ".join(token.chunk.text for token in group)
            yield _Wanted(typed, _any((wanted, _all(foreign))), forms_of(group))


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


def _phrase(text: str) -> Iterator[_Wanted]:
    """The words of a phrase in their order, stop words leaving room; nothing for stop words only."""
    wanted = [_near(text, language) for language in LANGUAGES]
    if wanted[0]:
        yield _Wanted(text, _any([expression for expression in wanted if expression]))


def _near(text: str, language: str) -> Expression | None:
    parts = [part for token in tokens(text, language) for part in token.reading.parts]
    slots = [(at, part) for at, part in enumerate(parts) if not part.stop]
    if len(slots) < 2:
        return _one(slots[0][1]) if slots else None
    return Near(tuple((at - slots[0][0], part.asked) for at, part in slots))


def _whole(text: str) -> list[_Wanted]:
    """One word, or several in their order: what must not occur, or what may stand for something else."""
    return [*(_phrase(text) if " " in text else _words(text))] or [*_stop_words(text)]


def _stop_words(text: str) -> Iterator[_Wanted]:
    """Stop words as typed, for a query made of nothing else."""
    for token in tokens(text):
        for part in (token.reading.elided, *token.reading.parts):
            if part:
                yield _Wanted(token.chunk.text, _one(part))


def _one(part: Part) -> Expression:
    return OneOf(part.asked, part.exact)


def _all(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _any(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def terms_of(expression: Expression) -> frozenset[str]:
    """Every term that may make the expression true."""
    match expression:
        case OneOf(terms):
            return terms
        case Near(slots):
            return frozenset(chain.from_iterable(terms for _, terms in slots))
        case AllOf(parts) | AnyOf(parts):
            return frozenset(chain.from_iterable(map(terms_of, parts)))


def _exact(expression: Expression) -> frozenset[str]:
    match expression:
        case OneOf(_, exact):
            return exact
        case Near():
            return frozenset()
        case AllOf(parts) | AnyOf(parts):
            return frozenset(chain.from_iterable(map(_exact, parts)))
