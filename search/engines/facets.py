"""Codes of many documents as arrays, to count and to filter by.

Documents with the very same codes of a facet are alike: one number says it all for each document, and a table
says once which codes that number stands for. Counting is then one pass over the matches, whatever the number of
codes of each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engines.arrays import Mask, Numbers

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FacetCodes:
    """The codes of documents.

    Attributes:
        kinds: for each document, the number of its combination of codes; 0 is no code at all.
        members, codes: pairs (number of a combination, place in `names` of a code that it has).
        names: the codes.
        count: how many combinations there are.
    """

    kinds: Numbers
    members: Ints
    codes: Ints
    names: NDArray[np.object_]
    count: int

    def counts(self, numbers: Numbers) -> Mapping[str, int]:
        """How many of these documents carry each code that some carry."""
        alike = np.bincount(self.kinds.take(numbers), minlength=self.count)
        times = np.bincount(self.codes, alike.take(self.members), len(self.names)).astype(np.int64)
        there = times.nonzero()[0]
        return dict(zip(self.names.take(there).tolist(), times.take(there).tolist(), strict=True))

    def of(self, number: int) -> tuple[str, ...]:
        """The codes of one document."""
        return tuple(self.names[at] for at in self.codes[self.members == self.kinds[number]].tolist())

    def carrying(self, wanted: Callable[[str], bool]) -> Mask:
        """Documents that carry one of the wanted codes."""
        chosen = np.array([wanted(name) for name in self.names.tolist()], np.bool_)
        alike = np.zeros(self.count, np.bool_)
        alike[self.members[chosen.take(self.codes)]] = True
        return alike.take(self.kinds)


def facet_codes(postings: Sequence[tuple[str, Numbers]], size: int) -> FacetCodes:
    """Number the combinations of codes, from the documents that carry each code."""
    names = _objects([name for name, _ in postings])
    documents = np.concatenate([np.empty(0, np.int32), *(numbers for _, numbers in postings)])
    codes = np.repeat(np.arange(len(postings)), [len(numbers) for _, numbers in postings])
    order = np.argsort(documents, kind="stable")
    documents, codes = documents[order], codes[order]
    starts = np.flatnonzero(np.r_[True, documents[1:] != documents[:-1]]) if len(documents) else documents
    places = np.arange(len(documents)) - np.repeat(starts, np.diff(np.r_[starts, len(documents)]))
    kinds = np.zeros(size, np.int32)
    table: list[tuple[int, ...]] = [()]
    for place in range(int(places.max(initial=-1)) + 1):
        here = np.flatnonzero(places == place)
        _number(kinds, documents[here], codes[here], len(names), table)
    members = np.repeat(np.arange(len(table)), [len(row) for row in table])
    flat = np.array([code for row in table for code in row], np.int64)
    return FacetCodes(_small(kinds), members, flat, names, len(table))


def _number(
    kinds: Numbers, documents: Numbers, codes: Ints, names: int, table: list[tuple[int, ...]]
) -> None:
    """Give each of the documents the number of what it had so far and one code more."""
    pairs = kinds[documents].astype(np.int64) * names + codes
    different, which = np.unique(pairs, return_inverse=True)
    kinds[documents] = len(table) + which
    table.extend((*table[pair // names], pair % names) for pair in different.tolist())


def together(parts: Sequence[FacetCodes]) -> FacetCodes:
    """The codes of several segments as those of one."""
    if len(parts) == 1:
        return parts[0]
    places: dict[str, int] = {}
    kinds, members, codes = [], [], []
    count = 0
    for part in parts:
        renamed = np.array([places.setdefault(name, len(places)) for name in part.names.tolist()], np.int64)
        kinds.append(part.kinds.astype(np.int32) + count)
        members.append(part.members + count)
        codes.append(renamed.take(part.codes))
        count += part.count
    return FacetCodes(
        _small(np.concatenate(kinds)), np.concatenate(members), np.concatenate(codes), _objects(places), count
    )


def _objects(names: Iterable[str]) -> NDArray[np.object_]:
    return np.array([*names], np.object_)


def _small(kinds: Numbers) -> Numbers:
    """In two bytes each, where that is enough."""
    return kinds.astype(np.uint16) if kinds.max(initial=0) < 2**16 else kinds
