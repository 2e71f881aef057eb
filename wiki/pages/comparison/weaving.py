"""Three-way merge of sequences: what each side changed, and where the two changes meet.

Changes that only touch (a paragraph inserted before one that the other side rewrote) are woven together;
the usual diff3, `merge3` included, calls them a conflict. Changes that overlap, insertions at one place,
and touching changes whose order would be a guess come out as an unsettled `Region`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from wiki.pages.comparison.alignment import Block, Effort, matching_blocks

Items = tuple[str, ...]
SideName = Literal["ours", "theirs"]


class Efforts(NamedTuple):
    """The effort of aligning each side: apart, so that swapping the sides swaps the result and no more."""

    ours: Effort
    theirs: Effort


class Edit(NamedTuple):
    """One side replaced `base[start:end]` by `new`."""

    start: int
    end: int
    new: Items
    side: SideName

    @property
    def grows(self) -> bool:
        """Whether there are more items after than before."""
        return len(self.new) > self.end - self.start


@dataclass(frozen=True)
class Region:
    """A stretch of the base and what each side made of it."""

    base: Items
    ours: Items
    theirs: Items

    @property
    def settled(self) -> Items | None:
        """What both sides agree on: the same result, or the change of the only side that changed."""
        if self.ours == self.theirs or self.theirs == self.base:
            return self.ours
        return self.theirs if self.ours == self.base else None


def weave(
    efforts: Efforts, base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> Iterator[Region]:
    """Yield the regions of the three sequences in order; those not `settled` are for somebody to decide."""
    done = 0
    for cluster in _clusters(_edits(efforts, base, ours, theirs)):
        start = cluster[0].start
        end = max(edit.end for edit in cluster)
        if done < start:
            kept = tuple(base[done:start])
            yield Region(kept, kept, kept)
        yield Region(
            tuple(base[start:end]),
            _applied(base, start, end, cluster, "ours"),
            _applied(base, start, end, cluster, "theirs"),
        )
        done = end
    if done < len(base):
        kept = tuple(base[done:])
        yield Region(kept, kept, kept)


def trimmed(region: Region) -> tuple[Items, Region, Items]:
    """Take off what both sides of a region start and end with; return it before and after what is left."""
    base, ours, theirs = region.base, region.ours, region.theirs
    shortest = min(len(ours), len(theirs))
    head = tail = base_head = base_tail = 0
    while head < shortest and ours[head] == theirs[head]:
        base_head += base[base_head : base_head + 1] == (ours[head],)
        head += 1
    base = base[base_head:]
    while tail < shortest - head and ours[-1 - tail] == theirs[-1 - tail]:
        base_tail += base_tail < len(base) and base[-1 - base_tail] == ours[-1 - tail]
        tail += 1
    ours_end, theirs_end = len(ours) - tail, len(theirs) - tail
    left = Region(base[: len(base) - base_tail], ours[head:ours_end], theirs[head:theirs_end])
    return ours[:head], left, ours[ours_end:]


def _edits(efforts: Efforts, base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[Edit]:
    """Return the edits of both sides in the order of the base."""
    return sorted(
        [*_edits_of("ours", base, ours, efforts.ours), *_edits_of("theirs", base, theirs, efforts.theirs)],
        key=lambda edit: (edit.start, edit.end),
    )


def _edits_of(side: SideName, base: Sequence[str], changed: Sequence[str], effort: Effort) -> Iterator[Edit]:
    done = Block(0, 0, 0)
    for block in [*matching_blocks(base, changed, effort), Block(len(base), len(changed), 0)]:
        start, new_start = done.old + done.size, done.new + done.size
        if (start, new_start) != (block.old, block.new):
            yield Edit(start, block.old, tuple(changed[new_start : block.new]), side)
        done = block


def _clusters(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Group the edits that meet one of the other side; the others stand alone."""
    cluster: list[Edit] = []
    latest: dict[SideName, Edit] = {}
    for edit in edits:
        other = latest.get("theirs" if edit.side == "ours" else "ours")
        if cluster and not (other and _meet(other, edit)):
            yield cluster
            cluster, latest = [], {}
        cluster.append(edit)
        latest[edit.side] = edit
    if cluster:
        yield cluster


def _meet(first: Edit, second: Edit) -> bool:
    """Tell whether two edits of different sides, given in order, cannot just follow each other."""
    if first.end != second.start:
        return first.end > second.start
    if first.start == first.end == second.end:
        return True
    if first.start == first.end:
        return second.grows
    if second.start == second.end:
        return first.grows
    return first.grows and second.grows


def _applied(base: Sequence[str], start: int, end: int, edits: Sequence[Edit], side: SideName) -> Items:
    """Return `base[start:end]` as one side left it."""
    items: list[str] = []
    for edit in edits:
        if edit.side == side:
            items += base[start : edit.start]
            items += edit.new
            start = edit.end
    return (*items, *base[start:end])
