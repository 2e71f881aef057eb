"""Codes of many documents as arrays, to count and to filter by.

Documents with the very same codes of a facet are alike: one number says it all for each document, and a table
says once which codes that number stands for. Counting is then one pass over the matches, whatever the number of
codes of each.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.arrays import Mask

Ints = NDArray[np.int64]
Documents = NDArray[np.integer[Any]]
"""The number of the kind of each document, in two bytes each where that is enough."""

NOTHING = 0
"""The mark, and the kind, of documents without any code."""


@lru_cache(maxsize=10_000)
def mark_of(codes: tuple[str, ...]) -> int:
    """The same number for the same codes wherever they are written: eight bytes of a hash."""
    if not codes:
        return NOTHING
    return int.from_bytes(blake2b(json.dumps(codes).encode(), digest_size=8).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which codes each kind of document has.

    Attributes:
        members, codes: pairs (number of a kind, place in `names` of a code that it has).
        names: the codes.
        count: how many kinds there are.
        single: no kind has several codes: kind 1 has the first, kind 2 the second…
    """

    members: Ints
    codes: Ints
    names: NDArray[np.object_]
    count: int
    single: bool


class Table:
    """All kinds of documents in one facet that this process has met; they keep their numbers."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers = {NOTHING: 0}
        self._names: dict[str, int] = {}
        self._members: list[int] = []
        self._codes: list[int] = []
        self._known: Kinds | None = None

    def numbered(self, marks: Ints, codes_of: Callable[[int], Sequence[str]]) -> Documents:
        """The kind of each document, from its mark; `codes_of` reads the codes of the document at a place."""
        different, examples, which = np.unique(marks, return_index=True, return_inverse=True)
        with self._lock:
            for mark, place in zip(different.tolist(), examples.tolist(), strict=True):
                if mark not in self._numbers:
                    self._add(mark, codes_of(place))
            numbers = [self._numbers[mark] for mark in different.tolist()]
        small = max(numbers, default=0) < 2**16
        kinds: Documents = np.array(numbers, np.uint16 if small else np.int32)
        return kinds[which]

    @property
    def known(self) -> Kinds:
        """All kinds met so far."""
        with self._lock:
            if self._known is None:
                self._known = Kinds(
                    np.array(self._members, np.int64),
                    np.array(self._codes, np.int64),
                    np.array([*self._names], np.object_),
                    len(self._numbers),
                    single=self._codes == [*range(len(self._numbers) - 1)],
                )
            return self._known

    def _add(self, mark: int, codes: Sequence[str]) -> None:
        number = self._numbers[mark] = len(self._numbers)
        for code in codes:
            self._members.append(number)
            self._codes.append(self._names.setdefault(code, len(self._names)))
        self._known = None


@dataclass(frozen=True, slots=True)
class Facet:
    """The codes of documents in one facet: for each its kind, and what the kinds are."""

    documents: Documents
    kinds: Kinds

    def counts(self, numbers: NDArray[np.integer[Any]]) -> Mapping[str, int]:
        """How many of these documents carry each code that some carry."""
        kinds = self.kinds
        times = np.bincount(self.documents.take(numbers), minlength=kinds.count)
        if kinds.single:
            times = times[1:]
        else:
            weighed = np.bincount(kinds.codes, times.take(kinds.members), len(kinds.names))
            times = weighed.astype(np.int64)
        there = times.nonzero()[0]
        return dict(zip(kinds.names.take(there).tolist(), times.take(there).tolist(), strict=True))

    def of(self, number: int) -> tuple[str, ...]:
        """The codes of one document."""
        places = self.kinds.codes[self.kinds.members == self.documents[number]]
        return tuple(self.kinds.names.take(places).tolist())

    def with_one_of(self, wanted: Callable[[str], bool]) -> Mask:
        """Which kinds have one of the wanted codes."""
        kinds = self.kinds
        chosen = np.array([wanted(name) for name in kinds.names.tolist()], np.bool_)
        alike = np.zeros(kinds.count, np.bool_)
        alike[kinds.members[chosen.take(kinds.codes)]] = True
        return alike
