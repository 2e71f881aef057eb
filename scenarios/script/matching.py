"""Which blocks of two texts are the same, though renamed, moved or edited, and in what order they then stand.

Blocks are matched by their stable id, by heading, by content, and at last by likeness. Bounded: likeness is only
looked for among what nothing else matched, and in long lists only near the same place.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

from scenarios.script.parts import Block
from wiki.pages.comparison.alignment import matching_blocks

ALIKE = 0.5
"""From this share of common words on, two blocks are the same one, edited."""

_MOST_COMPARISONS = 4_000

Pairs = dict[int, int]
"""Place in the first text → place in the second."""


def pairs(old: Sequence[Block], new: Sequence[Block]) -> Pairs:
    """The blocks that stand in both texts; each at most once."""
    found: Pairs = {}
    for sameness in _SAMENESSES:
        _pair_equal(old, new, found, sameness)
    _pair_alike(old, new, found)
    return found


def _by_anchor(block: Block) -> Hashable:
    return (block.kind, block.anchor) if block.anchor else None


def _by_whole(block: Block) -> Hashable:
    return block.kind, block.name, block.said


def _by_name(block: Block) -> Hashable:
    return block.kind, block.name


def _by_content(block: Block) -> Hashable:
    return (block.kind, block.content) if block.content.strip() else None


_SAMENESSES: Sequence[Callable[[Block], Hashable]] = (_by_anchor, _by_whole, _by_name, _by_content)


def _pair_equal(
    old: Sequence[Block], new: Sequence[Block], found: Pairs, sameness: Callable[[Block], Hashable]
) -> None:
    """Add those of one sameness, the first with the first; None is the same as nothing."""
    taken = set(found.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for place in range(len(new) - 1, -1, -1):
        if place not in taken:
            waiting[sameness(new[place])].append(place)
    waiting.pop(None, None)
    for place, block in enumerate(old):
        if place not in found and waiting.get(sameness(block)):
            found[place] = waiting[sameness(block)].pop()


def _pair_alike(old: Sequence[Block], new: Sequence[Block], found: Pairs) -> None:
    """Add those that share most words, the most alike first, then the nearest."""
    taken = set(found.values())
    left_old = [place for place in range(len(old)) if place not in found]
    left_new = [place for place in range(len(new)) if place not in taken]
    reach = max(3, _MOST_COMPARISONS // (len(left_old) + 1))
    scored = []
    for rank, place in enumerate(left_old):
        for other in left_new[max(0, rank - reach) : rank + reach]:
            likeness = _likeness(
                old[place], new[other], is_same_place=_same_place(place, other, old, new, found)
            )
            if likeness >= ALIKE:
                scored.append((-likeness, abs(place - other), place, other))
    for _, _, place, other in sorted(scored):
        if place not in found and other not in taken:
            found[place] = other
            taken.add(other)


def _same_place(place: int, other: int, old: Sequence[Block], new: Sequence[Block], found: Pairs) -> bool:
    """Whether two blocks stand between the same neighbours."""
    before = found.get(place - 1) == other - 1 if place and other else place == other
    after = found.get(place + 1) == other + 1
    is_last = place + 1 == len(old) and other + 1 == len(new)
    return before and (after or is_last)


def _likeness(old: Block, new: Block, *, is_same_place: bool) -> float:
    """How much two blocks have in common, from 0 to 1; between the same neighbours equal entries count too."""
    if old.kind != new.kind:
        return 0
    size = old.words.total() + new.words.total()
    shared = 2 * (old.words & new.words).total() / size if size else 0
    if not is_same_place or not old.entries:
        return shared
    entries = {entry.text for entry in old.entries}
    kept = sum(entry.text in entries for entry in new.entries)
    return max(shared, 2 * kept / (len(old.entries) + len(new.entries)))


def moved(old: Sequence[int], new: Sequence[int], fixed: Collection[int] = ()) -> set[int]:
    """Which of the ids in both lists stand elsewhere, as few as may be.

    `fixed` are ids that rather stay (phases): what changed sides of one of them moved.
    """
    common = {*old} & {*new}
    anchors = _in_place(old, new, common & {*fixed})
    old_sides, new_sides = _sides(old, anchors), _sides(new, anchors)
    staying = {i for i in common if old_sides[i] == new_sides[i] and (i in anchors or i not in fixed)}
    return common - _in_place(old, new, staying)


def _sides(ids: Sequence[int], anchors: Collection[int]) -> dict[int, int | None]:
    """The anchor that each id stands after."""
    last: int | None = None
    sides: dict[int, int | None] = {}
    for i in ids:
        last = i if i in anchors else last
        sides[i] = last
    return sides


def _in_place(old: Sequence[int], new: Sequence[int], among: Collection[int]) -> set[int]:
    """The ids of a longest common order among some."""
    old, new = ([i for i in side if i in among] for side in (old, new))
    blocks = matching_blocks(list(map(str, old)), list(map(str, new)))
    return {old[block.old + offset] for block in blocks for offset in range(block.size)}


def interleaved(spine: Iterable[int], source: Sequence[int], wanted: Collection[int]) -> list[int]:
    """The spine with the `wanted` ids of the source put in, each after the neighbour it follows there.

    What the spine alone has at that place comes first.
    """
    order = list(spine)
    present = {*order}
    neighbour: int | None = None
    following: dict[int | None, list[int]] = {}
    for i in source:
        if i in present:
            neighbour = i
        elif i in wanted:
            following.setdefault(neighbour, []).append(i)
    return _put_in(order, {*source}, following)


def _put_in(
    order: Sequence[int], known: Collection[int], following: dict[int | None, list[int]]
) -> list[int]:
    result = list[int]()
    waiting = following.get(None, [])
    for i in order:
        if i in known:
            result += waiting
            waiting = following.get(i, [])
        result.append(i)
    return result + waiting


def merged_order(
    base: Sequence[int], ours: Sequence[int], theirs: Sequence[int], fixed: Collection[int] = ()
) -> list[int]:
    """All ids in the order of both: what one side moved stands where it put it, `theirs` where both did.

    What both added at one place: `theirs` first.
    """
    by_ours = moved(base, ours, fixed) - moved(base, theirs, fixed)
    present = {*theirs}
    relocated = {i for i in by_ours if i in present}
    spine = [i for i in theirs if i not in relocated]
    return interleaved(spine, ours, {*ours} - {*spine})
