"""Three-way merge of scenarios: by lines as the wiki does it, then by structure where lines do not suffice.

A clean merge of lines is kept when the script it gives says what both sides said, no more and no less. Otherwise
the text is merged as what it is: head and properties as maps, lists as sets, activities by who they are
rather than by where they stand, prose by sentences. What both changed differently is a `Conflict`; no marker is
ever written (ADR 0011).
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scenarios.script.facts import says_what_both_said
from scenarios.script.matching import merged_order, pairs
from scenarios.script.model import Script
from scenarios.script.parts import Block, Document, Entry, Kind, take_apart
from scenarios.script.sets import merged_set
from wiki.pages import merge as wiki_merge
from wiki.pages.comparison.outline import normalised
from wiki.pages.merge import Conflict, Piece, put_together, resolve


@dataclass(frozen=True)
class Merge(wiki_merge.Merge):
    """The merged text in pieces, as `wiki.pages.merge` has it; `text` is always a text."""

    @property
    def text(self) -> str:
        """The merged text, with what `ours` wrote where somebody has to decide."""
        return resolve(self, ["ours"] * len(self.conflicts))


class Three(NamedTuple):
    """A text of the base and what each side made of it."""

    base: str
    ours: str
    theirs: str

    @property
    def settled(self) -> str | None:
        """What both agree on, or the change of the only side that changed."""
        if self.ours == self.theirs or self.theirs == self.base:
            return self.ours
        return self.theirs if self.ours == self.base else None

    @property
    def settled_or_theirs(self) -> str:
        """For what says nothing, such as blank lines: nobody is asked."""
        settled = self.settled
        return self.theirs if settled is None else settled


class Row(NamedTuple):
    """One block as the base and both sides have it; None where it is not."""

    base: Block | None
    ours: Block | None
    theirs: Block | None

    @property
    def is_gone(self) -> bool:
        """Whether it was taken out, and nobody changed it meanwhile."""
        if self.base is None or (self.ours and self.theirs):
            return False
        left = self.ours or self.theirs
        return left is None or left.said == self.base.said

    @property
    def sides(self) -> tuple[Block, Block, Block]:
        """All three; an empty block where it is not."""
        empty = Block("section", "", "", 0)
        return self.base or empty, self.ours or empty, self.theirs or empty

    @property
    def trail(self) -> str:
        """The blank lines that follow it; nobody is asked about them."""
        found = [block.trail for block in (self.ours, self.theirs) if block and block.trail is not None]
        if len(found) < 2:
            return found[0] if found else "\n"
        base = self.base.trail if self.base else None
        return Three(found[0] if base is None else base, *found).settled_or_theirs


def merge(base: str | Script, ours: str | Script, theirs: str | Script) -> Merge:
    """Merge two scenarios made from the same base; line ends become LF.

    Swapping the sides swaps them in the conflicts and changes nothing else, except the order of what both put
    at one place: what was saved first (`theirs`) comes first. An activity that both moved stands where
    `theirs` put it.
    """
    texts = Three(*(normalised(_text(side)) for side in (base, ours, theirs)))
    by_lines = wiki_merge.merge(*texts)
    if texts.settled is not None:
        return Merge(by_lines.pieces)
    documents = [take_apart(side) for side in (base, ours, theirs)]
    if by_lines.text is not None and says_what_both_said(take_apart(by_lines.text), *documents):
        return Merge(by_lines.pieces)
    return _merged_documents(*documents)


def _text(side: str | Script) -> str:
    return side.text if isinstance(side, Script) else side


def _merged_documents(base: Document, ours: Document, theirs: Document) -> Merge:
    pieces = [*_row_of_blocks(base.blocks, ours.blocks, theirs.blocks)]
    pieces.append(Three(base.end, ours.end, theirs.end).settled_or_theirs)
    ended = Three(*("\n" * side.is_ended for side in (base, ours, theirs))).settled_or_theirs
    return Merge(put_together(pieces, ends_with_newline=bool(ended)))


def _row_of_blocks(base: Sequence[Block], ours: Sequence[Block], theirs: Sequence[Block]) -> Iterator[Piece]:
    rows = [row for row in _rows(base, ours, theirs) if not row.is_gone]
    for place, row in enumerate(rows, 1):
        yield from _merged_row(row, "" if place == len(rows) else row.trail)


def _rows(base: Sequence[Block], ours: Sequence[Block], theirs: Sequence[Block]) -> Iterator[Row]:
    """The blocks of all three, each once, in the merged order."""
    our_ids, their_ids = _ids(base, ours, len(base)), _ids(base, theirs, len(base) + len(ours))
    their_ids = _with_same_additions(our_ids, ours, their_ids, theirs, len(base))
    by_id = [dict(zip(ids, side, strict=True)) for ids, side in
             ((range(len(base)), base), (our_ids, ours), (their_ids, theirs))]  # fmt: skip
    fixed = {i for side in by_id for i, block in side.items() if block.is_fixed}
    for i in merged_order(range(len(base)), our_ids, their_ids, fixed):
        yield Row(*(side.get(i) for side in by_id))


def _ids(base: Sequence[Block], side: Sequence[Block], first_new: int) -> list[int]:
    """For each block of a side its place in the base, or a number of its own."""
    places = {new: old for old, new in pairs(base, side).items()}
    return [places.get(place, first_new + place) for place in range(len(side))]


def _with_same_additions(
    our_ids: Sequence[int],
    ours: Sequence[Block],
    their_ids: Sequence[int],
    theirs: Sequence[Block],
    first_new: int,
) -> list[int]:
    """The ids of `theirs`; what both added is one: sections and phases by name, activities if they say the same."""
    added: dict[Hashable, list[int]] = {}
    for i, block in zip(our_ids, ours, strict=True):
        if i >= first_new:
            added.setdefault(_sameness(block), []).append(i)
    return [
        added[_sameness(block)].pop(0) if i >= first_new and added.get(_sameness(block)) else i
        for i, block in zip(their_ids, theirs, strict=True)
    ]


def _sameness(block: Block) -> Hashable:
    return block.kind, block.name, block.said if block.kind == "activity" else ""


def _merged_row(row: Row, trail: str) -> Iterator[Piece]:
    base, ours, theirs = row.sides
    if row.ours and row.theirs:
        yield from _merged_block(base, ours, theirs)
        yield trail
    elif row.base:
        yield Conflict(*Three(*(side.text and side.text + trail for side in row.sides)))
    else:
        yield (ours.text or theirs.text) + trail


def _merged_block(base: Block, ours: Block, theirs: Block) -> Iterator[Piece]:
    texts = Three(base.text, ours.text, theirs.text)
    if texts.settled is not None:
        yield texts.settled
    elif bool(ours.children) != bool(theirs.children) or (base.children and not ours.children):
        yield from wiki_merge.merge(*texts).pieces
    elif ours.kind == "head":
        yield from _merged_head(base, ours, theirs)
    else:
        yield from _merged_heading(base, ours, theirs)
        yield from _merged_entries(base, ours, theirs)
        yield from wiki_merge.merge(base.body, ours.body, theirs.body).pieces
        yield from _row_of_blocks(base.children, ours.children, theirs.children)


def _merged_head(base: Block, ours: Block, theirs: Block) -> Iterator[Piece]:
    """The entries between the lines of dashes; the lines stay as long as there is something between them."""
    entries = list(_merged_entries(base, ours, theirs))
    opening = Three(base.mark, ours.mark, theirs.mark).settled_or_theirs
    closing = Three(base.body, ours.body, theirs.body).settled_or_theirs
    yield opening or (any(entries) and (ours.mark or theirs.mark)) or ""
    yield from entries
    yield closing or (any(entries) and (ours.body or theirs.body)) or ""


def _merged_heading(base: Block, ours: Block, theirs: Block) -> Iterator[Piece]:
    """The level by itself, the title by itself: phases added on one side do not undo a new name on the other."""
    mark = Three(base.mark, ours.mark, theirs.mark).settled
    title = Three(base.title, ours.title, theirs.title).settled
    if mark is None or title is None:
        yield Conflict(base.heading, ours.heading, theirs.heading)
    else:
        yield mark + title + Three(base.tail, ours.tail, theirs.tail).settled_or_theirs


def _merged_entries(base: Block, ours: Block, theirs: Block) -> Iterator[Piece]:
    yield from wiki_merge.merge(base.gap, ours.gap, theirs.gap).pieces
    numbers = {key: number for number, key in enumerate(dict.fromkeys(
        entry.key for block in (base, ours, theirs) for entry in block.entries))}  # fmt: skip
    by_number = [{numbers[entry.key]: entry for entry in block.entries} for block in (base, ours, theirs)]
    for number in merged_order(*(list(side) for side in by_number)):
        yield from _merged_entry(theirs.kind, *(side.get(number) for side in by_number))


def _merged_entry(
    kind: Kind, base: Entry | None, ours: Entry | None, theirs: Entry | None
) -> Iterator[Piece]:
    texts = Three(*(entry.text if entry else "" for entry in (base, ours, theirs)))
    if texts.settled is not None:
        yield texts.settled
    elif not ours or not theirs:
        left = ours or theirs
        if base and left and left.said != base.said:
            yield Conflict(*texts)
    else:
        yield from _merged_value(kind, base, ours, theirs)


def _merged_value(kind: Kind, base: Entry | None, ours: Entry, theirs: Entry) -> Iterator[Piece]:
    """The key as either side spells it, with a value that is a set, or is merged by sentences."""
    labels = Three(base.label if base else "", ours.label, theirs.label)
    label = labels.settled_or_theirs
    values = Three(*(entry.value + entry.rest if entry else "" for entry in (base, ours, theirs)))
    value = values.settled if values.settled is not None else merged_set(kind, base, ours, theirs)
    if value is not None:
        yield label + value
    elif base is None or labels.settled is None:
        yield Conflict(base.text if base else "", ours.text, theirs.text)
    else:
        yield from wiki_merge.merge(*(label + each for each in values)).pieces
