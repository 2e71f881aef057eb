"""Sorted arrays of document numbers, with what is known of each document beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]

# Looking each of a few up in many by halving costs less than going through the many.
_FEW = 16


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents by ascending number, each with a score."""

    numbers: Numbers
    scores: Scores

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return self.numbers.nbytes + self.scores.nbytes + 200

    def where(self, mask: Mask) -> "Matches":
        """Those whose number is marked."""
        return self.at(mask.take(self.numbers).nonzero()[0])

    def at(self, places: NDArray[np.intp]) -> "Matches":
        """Those at these places."""
        if len(places) == len(self.numbers):
            return self
        return Matches(self.numbers.take(places), self.scores.take(places))


def no_matches() -> Matches:
    """No document at all."""
    return Matches(np.empty(0, np.int32), np.empty(0, np.float32))


def in_all(parts: Sequence[Matches], size: int) -> Matches:
    """Documents that are in every part, with the sum of their scores. `size` is above every number."""
    first, *others = sorted(parts, key=lambda part: len(part.numbers))
    return _meet(first, others, size)


def _meet(found: Matches, others: Sequence[Matches], size: int) -> Matches:
    for other in others:
        if not len(found.numbers):
            break
        few = len(found.numbers) * _FEW < len(other.numbers)
        found = _meet_few(found, other) if few else _meet_many(found, other, size)
    return found


def _meet_few(few: Matches, many: Matches) -> Matches:
    places = many.numbers.searchsorted(few.numbers)
    places[places == len(many.numbers)] = 0
    kept = (many.numbers.take(places) == few.numbers).nonzero()[0]
    scores = few.scores.take(kept) + many.scores.take(places.take(kept))
    return Matches(few.numbers.take(kept), scores)


def _meet_many(one: Matches, other: Matches, size: int) -> Matches:
    scored = np.zeros(size, np.float32)
    scored[one.numbers] = one.scores
    found = scored.take(other.numbers)
    kept = found.nonzero()[0]
    return Matches(other.numbers.take(kept), found.take(kept) + other.scores.take(kept))


def in_any(parts: Sequence[Matches], size: int, *, best: bool = False) -> Matches:
    """Documents that are in some part, with the sum of their scores, or with the best of them."""
    if len(parts) == 1:
        return parts[0]
    scored = np.zeros(size, np.float32)
    for part in parts:
        before = scored.take(part.numbers)
        scored[part.numbers] = np.maximum(before, part.scores) if best else before + part.scores
    numbers = scored.nonzero()[0]
    return Matches(numbers.astype(np.int32), scored.take(numbers))


def marked(numbers: Numbers, size: int) -> Mask:
    """A mask of these documents."""
    mask = np.zeros(size, np.bool_)
    mask[numbers] = True
    return mask


def first(keys: Sequence[NDArray[Any]], wanted: int) -> NDArray[np.intp]:
    """The places of the `wanted` first, and of all that equal the last of them, in no order.

    They are compared by the first key, highest first, equals by the next.
    """
    places = np.arange(len(keys[0]))
    sure: list[NDArray[np.intp]] = []
    for key in keys:
        if len(places) <= wanted or not wanted:
            break
        values = key.take(places)
        least = np.partition(values, len(values) - wanted)[len(values) - wanted]
        above = places[values > least]
        sure.append(above)
        wanted -= len(above)
        places = places[values == least]
    return np.concatenate([*sure, places]) if wanted else np.empty(0, np.intp)
