"""Which items of two sequences are the same, found in bounded time.

Items that are unique on both sides anchor the alignment (patience diff), because they are what a reader
recognises as "still there". `difflib` fills the small gaps between anchors. `difflib` alone takes quadratic
time and more on long repetitive texts; here every step is paid from an `Effort`, and a gap that can no longer
be paid counts as rewritten: the answer gets coarser, never late and never wrong.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

GAP_LIMIT = 60_000
"""Most pairs of equal items in one gap given to `difflib`: its cost grows with them."""


class Block(NamedTuple):
    """`size` equal items, from `old` in the one sequence and from `new` in the other."""

    old: int
    new: int
    size: int


class Gap(NamedTuple):
    """A range of both sequences that is still to be aligned (ends excluded)."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class Effort:
    """How many steps an alignment may still take."""

    def __init__(self, steps: int = 4_000_000) -> None:
        self._left = steps

    def spend(self, steps: int) -> bool:
        """Take `steps` off if that many are left, and tell whether they were."""
        affordable = steps <= self._left
        if affordable:
            self._left -= steps
        return affordable


def matching_blocks(old: Sequence[str], new: Sequence[str], effort: Effort | None = None) -> list[Block]:
    """Return the blocks of equal items in order, each block strictly after the one before on both sides."""
    effort = effort or Effort()
    found: list[Block] = []
    gaps = [Gap(0, len(old), 0, len(new))]
    while gaps:
        inner = _trim(old, new, gaps.pop(), found)
        if inner.old_start == inner.old_end or inner.new_start == inner.new_end:
            continue
        if not effort.spend(inner.old_end - inner.old_start + inner.new_end - inner.new_start):
            continue
        anchors = _unique_anchors(old, new, inner)
        found += anchors or _small_gap(old, new, inner, effort)
        gaps += _between(anchors, inner)
    return _without_stray_blanks(_joined(sorted(found)), old, new)


def _trim(old: Sequence[str], new: Sequence[str], gap: Gap, found: list[Block]) -> Gap:
    """Add what both ends of the gap have in common to `found`; return the gap that is left."""
    old_start, old_end, new_start, new_end = gap
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        old_start += 1
        new_start += 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end -= 1
        new_end -= 1
    found.append(Block(gap.old_start, gap.new_start, old_start - gap.old_start))
    found.append(Block(old_end, new_end, gap.old_end - old_end))
    return Gap(old_start, old_end, new_start, new_end)


def _unique_anchors(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[Block]:
    """Return the longest ordered chain of items that stand once in each side of the gap."""
    old_items = old[gap.old_start : gap.old_end]
    new_items = new[gap.new_start : gap.new_end]
    old_counts, new_counts = Counter(old_items), Counter(new_items)
    places = {item: place for place, item in enumerate(new_items, gap.new_start)}
    candidates = [
        (place, places[item])
        for place, item in enumerate(old_items, gap.old_start)
        if old_counts[item] == 1 and new_counts[item] == 1
    ]
    return [Block(*candidates[index], 1) for index in _longest_rise([new for _, new in candidates])]


def _longest_rise(values: Sequence[int]) -> list[int]:
    """Return the indexes of a longest increasing subsequence of distinct values."""
    tops: list[int] = []
    top_indexes: list[int] = []
    previous: list[int] = []
    for index, value in enumerate(values):
        pile = bisect_left(tops, value)
        previous.append(top_indexes[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [value]
        top_indexes[pile : pile + 1] = [index]
    chain = []
    index = top_indexes[-1] if top_indexes else -1
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]


def _between(anchors: Sequence[Block], gap: Gap) -> Iterator[Gap]:
    """Yield the gaps that the anchors leave open; none without anchors."""
    if not anchors:
        return
    first, last = anchors[0], anchors[-1]
    yield Gap(gap.old_start, first.old, gap.new_start, first.new)
    for left, right in pairwise(anchors):
        yield Gap(left.old + 1, right.old, left.new + 1, right.new)
    yield Gap(last.old + 1, gap.old_end, last.new + 1, gap.new_end)


def _small_gap(old: Sequence[str], new: Sequence[str], gap: Gap, effort: Effort) -> list[Block]:
    """Align a gap without anchors by `difflib`, if there is something to find and it can be paid."""
    old_items = old[gap.old_start : gap.old_end]
    new_items = new[gap.new_start : gap.new_end]
    new_counts = Counter(new_items)
    pairs = sum(count * new_counts[item] for item, count in Counter(old_items).items())
    if pairs == 0 or pairs > GAP_LIMIT or not effort.spend(4 * pairs):
        return []
    matcher = SequenceMatcher(None, old_items, new_items, autojunk=False)
    return [
        Block(gap.old_start + match.a, gap.new_start + match.b, match.size)
        for match in matcher.get_matching_blocks()
    ]


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Drop empty blocks and make one of those that touch on both sides."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else Block(0, 0, 0)
        if joined and (last.old + last.size, last.new + last.size) == (block.old, block.new):
            joined[-1] = last._replace(size=last.size + block.size)
        elif block.size:
            joined.append(block)
    return joined


def _without_stray_blanks(blocks: Sequence[Block], old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Drop blocks of nothing but blank items, unless what surrounds them was rewritten one for one.

    Two paragraphs always share the empty lines around them; that says nothing about which belongs to which.
    """
    kept: list[Block] = []
    followers = [*blocks[1:], Block(len(old), len(new), 0)]
    for block, after in zip(blocks, followers, strict=False):
        before = kept[-1] if kept else Block(0, 0, 0)
        balanced = block.old - before.old - before.size == block.new - before.new - before.size
        balanced = balanced and after.old - block.old == after.new - block.new
        if balanced or any(old[block.old + i].strip() for i in range(block.size)):
            kept.append(block)
    return kept
