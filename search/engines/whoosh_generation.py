"""The index as one commit left it: all segments side by side, without what was deleted.

A generation never changes. Its documents are numbered through, segment after segment. Whatever depends on the
other documents (how rare a word is, how long texts are) is computed for one generation and kept with it.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.engines.arrays import Mask, Matches, Scores, in_all, in_any, kept, no_matches
from search.engines.cache import Cache
from search.engines.facets import Facet, Table
from search.engines.whoosh_schema import AUDIENCE, CONTROL
from search.engines.whoosh_segment import Occurrences, Segment
from search.plan import AllOf, AnyOf, Expression, Near, OneOf
from search.query import Minutes, may_see


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """An expression and which of its terms count less than as typed; both in one `key`, that is quick to look up."""

    expression: Expression
    weights: Mapping[str, float]
    key: str


def wanted(expression: Expression, weights: Mapping[str, float] | None = None) -> Wanted:
    """An expression with those of the weights of a plan that matter."""
    lesser = ranking.lesser(expression, weights or {})
    return Wanted(expression, dict(lesser), repr((expression, lesser)))


class Generation:
    """What one process knows of one commit."""

    def __init__(
        self,
        commit: int,
        segments: Sequence[tuple[Segment, Collection[int]]],
        tables: Mapping[str, Table],
        cache_limit: int,
    ) -> None:
        self.commit = commit
        self._tables = tables
        self.segments = [segment for segment, _ in segments]
        self._deleted = [deleted for _, deleted in segments]
        sizes = [segment.size for segment in self.segments]
        self._bases = [0, *accumulate(sizes)]
        self.size = self._bases[-1]
        self.cache = Cache(cache_limit)
        self._facets: dict[str, Facet] = {}
        self._facts: dict[str, NDArray[Any]] = {}
        self._day = ranking.today()

    @cached_property
    def number(self) -> int:
        """How often the index changed, those included that stood in its place before."""
        return self.commit + int(self.control.get("before", 0))

    @cached_property
    def live(self) -> Mask:
        """Documents that are there. (The control document counts, but no query finds it.)"""
        mask = np.ones(self.size, np.bool_)
        for base, deleted in zip(self._bases, self._deleted, strict=False):
            mask[np.fromiter(deleted, np.int64, len(deleted)) + base] = False
        return mask

    @cached_property
    def documents(self) -> int:
        """How many pages there are."""
        control = 1
        return self.size - sum(map(len, self._deleted)) - control

    @cached_property
    def control(self) -> dict[str, Any]:
        """What the control document says; nothing when there is none."""
        # Every commit writes it anew, so it lies in one of the last segments.
        for segment, deleted in reversed([*zip(self.segments, self._deleted, strict=True)]):
            for number in segment.numbers_of(CONTROL):
                if number not in deleted:
                    return segment.control(number)
        return {}

    def scored(self, wanted: Wanted) -> Matches:
        """Documents in which an expression is true, with what it adds to their scores."""
        return self.cache.get(wanted.key, lambda: self._score(wanted), lambda found: found.size)

    def visible(self, audience: frozenset[str]) -> Mask:
        """Documents that are there and that these audiences may see."""
        return self.cache.get(
            audience,
            lambda: self._visible(audience),
            len,
        )

    def chosen(self, audience: frozenset[str], filters: Mapping[str, Sequence[str]]) -> Mask:
        """Documents that these audiences may see and that carry one of the codes of every filter."""
        if not filters:
            return self.visible(audience)
        wanted = frozenset((name, frozenset(codes)) for name, codes in filters.items())
        # Kept as bits: there are many choices, and eight times the room would push words out of the cache.
        bits = self.cache.get(
            (audience, wanted), lambda: np.packbits(self._chosen(audience, wanted)), lambda kept: kept.nbytes
        )
        return np.unpackbits(bits, count=self.size).view(np.bool_)

    def lasting(self, minutes: Minutes) -> Mask:
        """Documents that say how long they take, within these bounds."""
        return self.cache.get(minutes, lambda: self._lasting(minutes), len)

    def facet(self, name: str) -> Facet:
        """The codes of all documents in a facet, or their audiences."""
        found = self._facets.get(name)
        if found is None:
            documents = self._joined([segment.kinds(name) for segment in self.segments])
            found = self._facets[name] = Facet(documents, self._tables[name].known)
        return found

    def held(self, terms: frozenset[str], audience: frozenset[str]) -> bool:
        """Whether a page that these audiences may see holds one of the terms."""
        visible = self.visible(audience)
        return any(
            visible.take(segment.one_of(terms).numbers + base).any()
            for segment, base in zip(self.segments, self._bases, strict=False)
        )

    def holding(self, term: str) -> int:
        """About how many documents hold a term: deleted ones count until their segment is folded."""
        return sum(segment.holding(term) for segment in self.segments)

    def fact(self, name: str) -> NDArray[Any]:
        """One number of each document (`whoosh_schema.FACTS`)."""
        found = self._facts.get(name)
        if found is None:
            found = self._joined([segment.fact(name) for segment in self.segments])
            self._facts[name] = found
        return found

    def ids(self, numbers: NDArray[Any]) -> NDArray[np.bytes_]:
        """The ids of a few documents."""
        return np.array([self._id(number) for number in numbers.tolist()], np.bytes_)

    def _id(self, number: int) -> bytes:
        place = bisect_right(self._bases, number) - 1
        return self.segments[place].document_id(number - self._bases[place])

    def _visible(self, audience: frozenset[str]) -> Mask:
        facet = self.facet(AUDIENCE)
        return facet.with_one_of(partial(may_see, audience)).take(facet.documents) & self.live

    def _chosen(self, audience: frozenset[str], filters: frozenset[tuple[str, frozenset[str]]]) -> Mask:
        mask = self.visible(audience).copy()
        for name, codes in filters:
            facet = self.facet(name)
            mask &= facet.with_one_of(codes.__contains__).take(facet.documents)
        return mask

    def _lasting(self, minutes: Minutes) -> Mask:
        least, most = minutes
        taken = self.fact("minutes")
        mask: Mask = taken != np.iinfo(taken.dtype).max
        if least is not None:
            mask &= taken >= least
        if most is not None:
            mask &= taken <= most
        return mask

    def _score(self, wanted: Wanted) -> Matches:
        strength = self._strength(wanted.expression, wanted.weights)
        rarity = ranking.rarity(len(strength.numbers), self.documents)
        scores = strength.scores * np.float32(rarity) * self._merit.take(strength.numbers)
        return kept(Matches(strength.numbers, scores), self.size)

    def _strength(self, expression: Expression, weights: Mapping[str, float]) -> Matches:
        match expression:
            case OneOf(terms, exact):
                return self._leaf(self._one_of(terms), exact, ranking.weight_of(terms, weights))
            case Near(slots):
                terms = frozenset[str]().union(*(terms for _, terms in slots))
                found = self._all([segment.near(expression) for segment in self.segments])
                return self._leaf(found, frozenset(), ranking.weight_of(terms, weights))
            case AllOf(parts):
                found_all = in_all([self._strength(part, weights) for part in parts], self.size)
                return Matches(found_all.numbers, found_all.scores / np.float32(len(parts)))
            case AnyOf(parts):
                return in_any([self._strength(part, weights) for part in parts], self.size, best=True)

    def _leaf(self, found: Occurrences, exact: frozenset[str], weight: float) -> Matches:
        if not len(found.numbers):
            return no_matches()
        scores = self._saturated(found)
        if exact:
            same = self._one_of(exact)
            added = np.zeros(self.size, np.float32)
            added[same.numbers] = self._saturated(same)
            scores = ranking.with_exact(scores, added.take(found.numbers))
        return Matches(found.numbers, scores * np.float32(weight))

    def _saturated(self, found: Occurrences) -> Scores:
        lengths = [length.take(found.numbers) for length in self._lengths]
        factors = ranking.field_factors(lengths, self._means)
        strength: Scores = ranking.saturated([*found.counts.T], factors)
        return strength

    def _one_of(self, terms: frozenset[str]) -> Occurrences:
        return self._all([segment.one_of(terms) for segment in self.segments])

    def _all(self, parts: Sequence[Occurrences]) -> Occurrences:
        """What was found in each segment, through all of them, without deleted documents."""
        numbers = self._joined(
            [part.numbers + np.int32(base) for part, base in zip(parts, self._bases, strict=False)]
        )
        counts = self._joined([part.counts for part in parts])
        there = self.live.take(numbers).nonzero()[0]
        if len(there) == len(numbers):
            return Occurrences(numbers, counts)
        return Occurrences(numbers.take(there), counts.take(there, axis=0))

    @cached_property
    def _lengths(self) -> Scores:
        """For each text a row: its words in each document."""
        rows = [segment.lengths for segment in self.segments]
        return rows[0] if len(rows) == 1 else np.concatenate(rows, axis=1)

    @cached_property
    def _means(self) -> list[float]:
        """The words of each text, on average over what is there."""
        words = sum((segment.words for segment in self.segments), np.zeros(len(ranking.FIELDS)))
        for segment, deleted in zip(self.segments, self._deleted, strict=True):
            gone = np.fromiter(deleted, np.intp, len(deleted))
            words = words - segment.lengths.take(gone, axis=1).sum(axis=1, dtype=np.float64)
        means: list[float] = (words / max(self.documents, 1)).tolist()
        return means

    @cached_property
    def _merit(self) -> Scores:
        return self._joined([segment.merit(self._day) for segment in self.segments])

    @staticmethod
    def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
        return parts[0] if len(parts) == 1 else np.concatenate(parts)
