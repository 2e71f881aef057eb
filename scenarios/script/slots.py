"""Every place where two texts differ, and the text with only some of the differences made.

One walk serves both: it asks at each difference whether to take it. Who only listens learns all differences;
who answers gets a text. So what is told and what can be taken are the same, and nothing is left untold.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios.script.matching import interleaved, moved, pairs
from scenarios.script.parts import Block, Document, Entry, Kind, following
from scenarios.script.sets import head_value

Sort = Literal["added", "removed", "moved", "renamed", "entry", "body", "layout", "levels", "spacing"]


@dataclass(frozen=True)
class Slot:
    """One difference between two texts. A block or entry is None in the text where it is not.

    `neighbour` is what an added or moved block stands after; None at the beginning.
    """

    sort: Sort
    before: Block | None = None
    after: Block | None = None
    entry_before: Entry | None = None
    entry_after: Entry | None = None
    neighbour: Block | None = None

    @property
    def block(self) -> Block:
        """The block as it is now, or was."""
        known = self.after or self.before
        return known or Block("opening", "", "text", 1)

    @property
    def entry(self) -> Entry | None:
        return self.entry_after or self.entry_before


LAYOUT = Slot("layout")
"""Order of keys, spelling of labels: one difference for the whole text."""

LEVELS = Slot("levels")
"""Levels of headings: they come and go with the phases that made room for them."""

SPACING = Slot("spacing")
"""Blank lines: one difference for the whole text, and none worth telling beside another."""

Takes = Callable[[Slot], bool]


def rebuilt(before: Document, after: Document, takes: Takes) -> str:
    """The first text with those differences made that are taken."""
    writer = _Writer(takes)
    text = writer.row(before.blocks, after.blocks) + writer.spacing(before.end, after.end)
    is_ended = writer.spacing("\n" * before.is_ended, "\n" * after.is_ended)
    return text if is_ended else text.removesuffix("\n")


class _Writer:
    """Writes a text out of two."""

    def __init__(self, takes: Takes) -> None:
        self.takes = takes

    def layout(self, before: str, after: str) -> str:
        """One of two spellings that say the same."""
        return after if before != after and self.takes(LAYOUT) else before

    def spacing(self, before: str, after: str) -> str:
        """One of two stretches of blank lines."""
        return after if before != after and self.takes(SPACING) else before

    def row(self, before: Sequence[Block], after: Sequence[Block]) -> str:
        """Blocks that follow each other."""
        same = pairs(before, after)
        ids = {new: old for old, new in same.items()}
        new_ids = [ids.get(place, len(before) + place) for place in range(len(after))]
        by_id = dict(zip(new_ids, after, strict=True))
        spine, wanted = self._places(before, new_ids, by_id)
        order = interleaved(spine, new_ids, wanted)
        written = [self._either(before[i] if i < len(before) else None, by_id.get(i)) for i in order]
        return "".join(
            text + (trail if place < len(written) else "") for place, (text, trail) in enumerate(written, 1)
        )

    def _places(
        self, before: Sequence[Block], new_ids: Sequence[int], by_id: dict[int, Block]
    ) -> tuple[list[int], set[int]]:
        """The blocks that stay where they were, and those to be put in."""
        fixed = [i for i, block in [*enumerate(before), *by_id.items()] if block.is_fixed]
        elsewhere = moved(range(len(before)), new_ids, fixed)
        wanted = set[int]()
        for place, i in enumerate(new_ids):
            neighbour = by_id[new_ids[place - 1]] if place else None
            if i >= len(before) and self.takes(Slot("added", None, by_id[i], neighbour=neighbour)):
                wanted.add(i)
            if i in elsewhere and self.takes(Slot("moved", before[i], by_id[i], neighbour=neighbour)):
                wanted.add(i)
        spine = [i for i, block in enumerate(before) if i not in wanted and self._stays(block, i in by_id)]
        return spine, wanted

    def _stays(self, block: Block, is_in_both: bool) -> bool:
        return is_in_both or not self.takes(Slot("removed", block))

    def _either(self, before: Block | None, after: Block | None) -> tuple[str, str]:
        """A block's text and the blank lines after it."""
        if before is None or after is None:
            known = before or after
            return (known.text, following(known)) if known else ("", "")
        if before.trail is None or after.trail is None:
            trail = following(after if before.trail is None else before)
        else:
            trail = self.spacing(before.trail, after.trail)
        return (before.text if before.text == after.text else self._both(before, after)), trail

    def _both(self, before: Block, after: Block) -> str:
        if _is_restructured(before, after) or _is_restructured(after, before):
            return after.text if self.takes(Slot("body", before, after)) else before.text
        if before.kind == "head":
            return self._head(before, after)
        text = self._heading(before, after) + self._gap(before, after)
        text += "".join(self._entries(before, after)) + self._body(before, after)
        return text + self.row(before.children, after.children)

    def _head(self, before: Block, after: Block) -> str:
        """Its lines of dashes come and go with what is between them."""
        entries = self._gap(before, after) + "".join(self._entries(before, after))
        opening, closing = (before.mark, after.mark), (before.body, after.body)
        if all(opening) or not (before.entries or after.entries):
            return self.spacing(*opening) + entries + self.spacing(*closing)
        return (opening[0] or opening[1]) + entries + (closing[0] or closing[1]) if entries else ""

    def _gap(self, before: Block, after: Block) -> str:
        """What stands before the entries: comments of a head, words before objectives, mostly nothing."""
        if before.gap.strip("\n") == after.gap.strip("\n"):
            return self.spacing(before.gap, after.gap)
        if before.kind == "head":
            return self.layout(before.gap, after.gap)
        return after.gap if self.takes(Slot("body", before, after)) else before.gap

    def _heading(self, before: Block, after: Block) -> str:
        mark, tail = self._mark(before.mark, after.mark), self.spacing(before.tail, after.tail)
        is_renamed = before.title != after.title and self.takes(Slot("renamed", before, after))
        return mark + (after if is_renamed else before).title + tail

    def _mark(self, before: str, after: str) -> str:
        if before.lstrip("#") != after.lstrip("#"):
            return self.layout(before, after)
        return after if before != after and self.takes(LEVELS) else before

    def _body(self, before: Block, after: Block) -> str:
        if before.body.strip("\n") == after.body.strip("\n"):
            return self.spacing(before.body, after.body)
        return after.body if self.takes(Slot("body", before, after)) else before.body

    def _entries(self, before: Block, after: Block) -> Iterator[str]:
        old, new = ({entry.key: entry for entry in block.entries} for block in (before, after))
        numbers = {key: number for number, key in enumerate({**old, **new})}
        old_order, new_order = [numbers[key] for key in old], [numbers[key] for key in new]
        keys = list(numbers)
        elsewhere = moved(old_order, new_order)
        wanted = {number for number in new_order if keys[number] not in old}
        if elsewhere and self.takes(LAYOUT):
            wanted |= elsewhere
        for number in interleaved([i for i in old_order if i not in wanted], new_order, wanted):
            yield self._entry(before, after, old.get(keys[number]), new.get(keys[number]))

    def _entry(self, before: Block, after: Block, old: Entry | None, new: Entry | None) -> str:
        texts = [entry.text if entry else "" for entry in (old, new)]
        if not "".join(texts).strip():
            return self.spacing(*texts)
        if old and new and _meaning(before.kind, old) == _meaning(before.kind, new):
            return self.layout(*texts)
        return texts[1] if self.takes(Slot("entry", before, after, old, new)) else texts[0]


def _is_restructured(block: Block, other: Block) -> bool:
    """Whether a text became activities: then they cannot be told one by one."""
    return bool(other.children) and not block.children and bool(block.body.strip() or block.entries)


def _meaning(kind: Kind, entry: Entry) -> object:
    """What an entry says, however it is written."""
    return (head_value(entry) if kind == "head" else None) or entry.said
