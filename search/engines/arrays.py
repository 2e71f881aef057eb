"""Sorted arrays of document numbers, with what is known of each document beside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]
Key = Callable[[NDArray[np.intp]], NDArray[Any]]
"""What orders the documents at these places, highest first."""

# Looking each of a few up in many by halving costs less than going through the many.
_FEW = 16


# What more than one document in so many has is also kept with a place for every document: quicker to meet, but
# it takes more of the cache.
_MANY = 4

_own = local()


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents by ascending number, each with a score above 0; `every` has a score for all documents, if kept."""

    numbers: Numbers
    scores: Scores
    every: Scores | None = None

    @property
    def size(self) -> int:
        """Bytes in memory."""
        every = 0 if self.every is None else self.every.nbytes
        return self.numbers.nbytes + self.scores.nbytes + every + 200

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


def kept(found: Matches, size: int) -> Matches:
    """The same, laid out for many searches. `size` is above every number."""
    if len(found.numbers) * _MANY < size:
        return found
    every = np.zeros(size, np.float32)
    every[found.numbers] = found.scores
    return Matches(found.numbers, found.scores, every)


def in_all(parts: Sequence[Matches], size: int) -> Matches:
    """Documents that are in every part, with the sum of their scores."""
    found, *others = sorted(parts, key=lambda part: len(part.numbers))
    for other in others:
        if not len(found.numbers):
            break
        if other.every is None and len(found.numbers) * _FEW < len(other.numbers):
            found = _meet_by_halving(found, other)
        else:
            found = _meet(found, other, size)
    return found


def _meet_by_halving(few: Matches, many: Matches) -> Matches:
    places = many.numbers.searchsorted(few.numbers)
    places[places == len(many.numbers)] = 0
    both = (many.numbers.take(places) == few.numbers).nonzero()[0]
    scores = few.scores.take(both) + many.scores.take(places.take(both))
    return Matches(few.numbers.take(both), scores)


def _meet(few: Matches, many: Matches, size: int) -> Matches:
    every = many.every
    if every is None:
        every = _scratch(size)
        every[many.numbers] = many.scores
    other = every.take(few.numbers)
    both = (other > 0).nonzero()[0]
    return Matches(few.numbers.take(both), few.scores.take(both) + other.take(both))


def in_any(parts: Sequence[Matches], size: int, *, best: bool = False) -> Matches:
    """Documents that are in some part, with the sum of their scores, or with the best of them."""
    if len(parts) == 1:
        return parts[0]
    scored = _scratch(size)
    put_together = np.maximum if best else np.add
    for part in parts:
        if part.every is None:
            scored[part.numbers] = put_together(scored.take(part.numbers), part.scores)
        else:
            put_together(scored, part.every, out=scored)
    numbers = (scored > 0).nonzero()[0]
    return Matches(numbers.astype(np.int32), scored.take(numbers))


def _scratch(size: int) -> Scores:
    """A zero for each document, in memory that a thread uses again: new pages of memory cost more than the rest."""
    room: Scores | None = getattr(_own, "scratch", None)
    if room is None or len(room) < size:
        room = _own.scratch = np.zeros(size, np.float32)
    scratch = room[:size]
    scratch.fill(0)
    return scratch


def marked(numbers: Numbers, size: int) -> Mask:
    """A mask of these documents."""
    mask = np.zeros(size, np.bool_)
    mask[numbers] = True
    return mask


def first(best: NDArray[Any], then: Sequence[Key], wanted: int) -> NDArray[np.intp]:
    """The places of the `wanted` first, and of all that equal the last of them, in no order.

    The highest of `best` come first, equals by the keys that follow, highest first; those are asked for few.
    """
    places = np.arange(len(best))
    if not wanted:
        return places[:0]
    sure: list[NDArray[np.intp]] = []
    values = best
    for key in (*then, None):
        if len(places) <= wanted:
            break
        least = np.partition(values, len(values) - wanted)[len(values) - wanted]
        above = (values > least).nonzero()[0]
        sure.append(places.take(above))
        wanted -= len(above)
        places = places.take((values == least).nonzero()[0])
        if key:
            values = key(places)
    return np.concatenate([*sure, places])
