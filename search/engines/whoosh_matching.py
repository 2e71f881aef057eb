"""From a plan to matching documents with Whoosh's own matchers.

This module alone knows how matching is done: another way (arrays decoded from the postings) replaces `find`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from whoosh.matching import ListMatcher
from whoosh.query import And, NullQuery, Or, Prefix, Require, Term
from whoosh.query.qcore import Query as WhooshQuery
from whoosh.scoring import BM25F

from search.analysis import STOP
from search.engines.whoosh_schema import codes_in
from search.plan import AllOf, AnyOf, Expression, Near, OneOf, Plan
from search.query import Query, Sort
from search.results import Hit

WEIGHTING = BM25F(B=0.75, K1=1.2, title_B=0.3)
_TITLE_BOOST = 3.0
_FIELDS = (("title", _TITLE_BOOST), ("body", 1.0))


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of one segment that match: their numbers in it, with scores."""

    reader: Any
    numbers: tuple[int, ...]
    scores: tuple[float, ...]


def find(searcher: Any, query: Query, plan: Plan) -> list[Found]:
    """Match a query, audiences and filters inside the search, segment by segment."""
    if plan.hopeless:
        return []
    wanted = _to_whoosh(query, plan)
    excluded = Or([_expression(part) for part in plan.excluded])
    scored = bool(plan.required)
    return [_collect(leaf, wanted, excluded, scored=scored) for leaf, _ in searcher.leaf_searchers()]


def best(found: list[Found], sort: Sort, wanted: int) -> list[Hit]:
    """The first `wanted` hits: by score or by date, equals by date, then by id."""
    keyed = [
        ((-score if sort == "relevance" else 0.0, -updated), number, score, segment.reader)
        for segment in found
        for number, score, updated in _dated(segment)
    ]
    last = max((key for key, *_ in nsmallest(wanted, keyed, key=lambda entry: entry[0])), default=None)
    if last is None:
        return []
    # Ids are read for these few only; all that tie with the last one take part: the order is never chance.
    near = [(key, _id(reader, number), score) for key, number, score, reader in keyed if key <= last]
    near.sort(key=lambda entry: entry[:2])
    return [Hit(id_, score) for _, id_, score in near[:wanted]]


def count(found: list[Found], facet: str) -> Mapping[str, int]:
    """How many matches carry each code of a facet."""
    by_value: dict[bytes, int] = defaultdict(int)
    for segment in found:
        column = segment.reader.column_reader(facet, translate=False)
        for number in segment.numbers:
            by_value[column[number]] += 1
    counts: dict[str, int] = defaultdict(int)
    for value, times in by_value.items():
        for code in codes_in(value):
            counts[code] += times
    return dict(counts)


def _collect(leaf: Any, wanted: Any, excluded: Any, *, scored: bool) -> Found:
    # Not Whoosh's own AndNot: its matcher forgets to move on when the excluded documents begin first.
    gone = set(excluded.matcher(leaf, leaf.boolean_context()).all_ids())
    numbers: list[int] = []
    scores: list[float] = []
    matcher = wanted.matcher(leaf, leaf.context())
    while matcher.is_active():
        number = matcher.id()
        if number not in gone:
            numbers.append(number)
            scores.append(matcher.score() if scored else 0.0)
        matcher.next()
    return Found(leaf.reader(), tuple(numbers), tuple(scores))


def _dated(segment: Found) -> Iterable[tuple[int, float, int]]:
    dates = segment.reader.column_reader("updated", translate=False)
    scored = zip(segment.numbers, segment.scores, strict=True)
    return ((number, score, dates[number]) for number, score in scored)


def _id(reader: Any, number: int) -> str:
    return str(reader.column_reader("id")[number])


def _to_whoosh(query: Query, plan: Plan) -> Any:
    """What is wanted, required to be visible and chosen."""
    chosen = [_chosen(name, codes) for name, codes in query.filters.items()]
    wanted = And([_audience(query.audience), *chosen])
    if plan.required:
        together = Or if query.match == "any" else And
        wanted = Require(together([_expression(part) for part in plan.required]), wanted)
    return wanted


def _audience(audiences: frozenset[str]) -> Any:
    keys = [
        Prefix("audience", key[:-1]) if key.endswith(":*") else Term("audience", key)
        for key in sorted(audiences)
    ]
    return Or(keys) if keys else NullQuery


def _chosen(name: str, codes: tuple[str, ...]) -> Any:
    return Or([Term(name, code) for code in codes]) if codes else NullQuery


def _expression(wanted: Expression) -> Any:
    match wanted:
        case OneOf(terms):
            return Or([query for term in sorted(terms) for query in _term(term)])
        case Near(slots):
            return Phrase(slots)
        case AllOf(parts):
            return And([_expression(part) for part in parts])
        case AnyOf(parts):
            return Or([_expression(part) for part in parts])


def _term(term: str) -> list[Any]:
    if term.startswith(STOP):
        return [Term("common", term)]
    return [Term(field, term, boost=boost) for field, boost in _FIELDS]


class Phrase(WhooshQuery):  # type: ignore[misc]  # Whoosh ships no types
    """Words at given distances, each one of several terms: what Whoosh's own phrase query cannot say."""

    def __init__(self, slots: tuple[tuple[int, frozenset[str]], ...]) -> None:
        self.slots = slots
        self.boost = 1.0

    def estimate_size(self, reader: Any) -> int:
        """Whoosh orders the parts of a conjunction by this."""
        terms = max(self.slots, key=lambda slot: len(slot[1]))[1]
        return sum(int(reader.doc_frequency("body", term)) for term in terms)

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Documents of one segment with the phrase, those with it in the title weighing more."""
        weights: dict[int, float] = defaultdict(float)
        for field, boost in _FIELDS:
            for number, times in self._occurrences(searcher.reader(), field):
                weights[number] += boost * times
        numbers = sorted(weights)
        return ListMatcher(numbers, [weights[number] for number in numbers])

    def _occurrences(self, reader: Any, field: str) -> Iterator[tuple[int, int]]:
        """(document, times the phrase begins in this field)."""
        starts = [_starts(reader, field, terms, distance) for distance, terms in self.slots]
        for number in set(starts[0]).intersection(*starts[1:]):
            times = len(set.intersection(*(slot[number] for slot in starts)))
            if times:
                yield number, times


def _starts(reader: Any, field: str, terms: frozenset[str], distance: int) -> dict[int, set[int]]:
    """For each document, where a phrase would begin that has one of the terms at this distance."""
    found: dict[int, set[int]] = defaultdict(set)
    for term in terms:
        if (field, term) in reader:
            postings = reader.postings(field, term)
            while postings.is_active():
                found[postings.id()].update(place - distance for place in postings.value_as("positions"))
                postings.next()
    return found
