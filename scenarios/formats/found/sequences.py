"""Where a text tells what is done, step after step: the candidates, of which one becomes the activities."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scenarios.formats.found.blocks import Block, Document, key, plain
from scenarios.formats.found.wording import DURATION, END_STEP, NO_STEP, SEQUENCE, STEP

_NUMBERED_PARAGRAPH = re.compile(r"\**\(?\d{1,2}[).°:]\**[ \t]*\**[ \t]*")
_BOLD_LEAD = re.compile(r"\*\*(?P<lead>[^*\n]{2,80})\*\*(?P<rest>[^\n]*)")
_LAST_PARAGRAPH = re.compile(r"(?:\*\*)?Conclusion(?:\*\*)?[ \t\u00a0]*:")
_FEWEST = 2
_MOST = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what opens it and the blocks below.

    Attributes:
        kind: heading, numbered (an item or a paragraph with a number), bold (an item that begins in bold),
            timed (an item that begins with a duration) or row (of a table).
        blocks: from the one that opens it on.
        line: of a row, its line (from 0).
    """

    kind: str
    blocks: Sequence[Block]
    line: int = -1

    @property
    def first(self) -> int:
        return self.line if self.line >= 0 else self.blocks[0].first

    @property
    def last(self) -> int:
        return self.line if self.line >= 0 else self.blocks[-1].last


@dataclass(frozen=True, slots=True)
class StepSequence:
    """Steps that follow one another, and the heading or line that announces them (None: nothing does)."""

    container: Block | None
    steps: Sequence[Step]

    def merit(self, document: Document) -> tuple[int, int]:
        """More durations first, then more steps."""
        timed = sum(bool(DURATION.search(document.lines[step.first])) for step in self.steps)
        return timed, len(self.steps)


def best_sequence(document: Document) -> StepSequence | None:
    """The steps that a text tells, or the fullest where it tells several."""
    found = [candidate for candidate in _candidates(document) if _FEWEST <= len(candidate.steps) <= _MOST]
    return max(found, key=lambda candidate: candidate.merit(document), default=None)


def _candidates(document: Document) -> Iterator[StepSequence]:
    blocks = document.blocks
    for index, block in enumerate(blocks):
        if block.kind == "heading" and block is not document.title and _announces(block):
            inside = blocks[index + 1 : document.scope(index)]
            direct = blocks[index + 1 : document.next_heading(index + 1)]
            yield StepSequence(block, _headed(inside))
            yield from (StepSequence(block, steps) for steps in _inside(document, direct))
        elif block.kind == "paragraph" and _is_announcing_line(block):
            direct = blocks[index + 1 : document.next_heading(index + 1)]
            yield from (StepSequence(block, steps) for steps in _inside(document, direct))
    yield from _numbered_headings(blocks)


def _announces(block: Block) -> bool:
    return bool(SEQUENCE.fullmatch(key(block.content)))


def _is_announcing_line(block: Block) -> bool:
    said = block.content.strip()
    return "\n" not in said and said.rstrip("*_ ").endswith(":") and _announces(block)


def _headed(inside: Sequence[Block]) -> list[Step]:
    """The headings right below the one that announces; numbered ones alone where there are some."""
    levels = [block.level for block in inside if block.kind == "heading"]
    direct = [block for block in inside if block.kind == "heading" and block.level == min(levels)]
    numbered = [block for block in direct if STEP.fullmatch(key(block.content))]
    if numbered:
        opening = [block for block in direct if block in numbered or END_STEP.fullmatch(key(block.content))]
    else:
        opening = [block for block in direct if not NO_STEP.fullmatch(key(block.content))]
    return [Step("heading", _below(inside, block)) for block in opening]


def _below(blocks: Sequence[Block], heading: Block) -> Sequence[Block]:
    start = blocks.index(heading)
    end = next(
        (
            place
            for place in range(start + 1, len(blocks))
            if blocks[place].kind == "heading" and blocks[place].level <= heading.level
        ),
        len(blocks),
    )
    return blocks[start:end]


def _numbered_headings(blocks: Sequence[Block]) -> Iterator[StepSequence]:
    """« Étape 1 », « Activité 2 », or headings with a duration, wherever they stand."""
    for level in (2, 3, 4):
        opening = [
            block
            for block in blocks
            if block.kind == "heading"
            and block.level == level
            and (STEP.fullmatch(key(block.content)) or DURATION.search(block.content))
        ]
        if opening:
            yield StepSequence(None, [Step("heading", _below(blocks, block)) for block in opening])


def _inside(document: Document, blocks: Sequence[Block]) -> Iterator[list[Step]]:
    yield _opened_by(blocks, _is_numbered, "numbered")
    items = [block for block in blocks if block.kind == "item"]
    if items and all(map(_is_bold, items)):
        yield _opened_by(blocks, _is_bold, "bold")
    if items and sum(map(_is_timed, items)) * 2 > len(items):
        yield _opened_by(blocks, _is_item, "timed")
    for block in blocks:
        if block.kind == "table":
            yield _rows(document, block)


def _opened_by(blocks: Sequence[Block], opens: Callable[[Block], bool], kind: str) -> list[Step]:
    starts = [place for place, block in enumerate(blocks) if opens(block)]
    if not starts:
        return []
    if kind == "numbered":
        starts += [
            place
            for place in range(starts[-1] + 1, len(blocks))
            if _LAST_PARAGRAPH.match(blocks[place].content)
        ]
    ends = [*starts[1:], len(blocks)]
    return [Step(kind, blocks[start:end]) for start, end in zip(starts, ends, strict=True)]


def _is_numbered(block: Block) -> bool:
    if block.kind == "item":
        return block.marker[:1].isdigit()
    return block.kind == "paragraph" and bool(_NUMBERED_PARAGRAPH.match(block.content))


def _is_item(block: Block) -> bool:
    return block.kind == "item"


def _is_bold(block: Block) -> bool:
    return block.kind == "item" and bool(_BOLD_LEAD.match(block.content))


def _is_timed(block: Block) -> bool:
    return block.kind == "item" and bool(DURATION.match(block.content))


def _rows(document: Document, block: Block) -> list[Step]:
    """The rows of a table that has a column for time."""
    heads = [key(cell) for cell in cells(document.lines[block.first])]
    if not {"duree", "temps", "minutage", "timing"} & set(heads) or len(heads) < _FEWEST:
        return []
    return [Step("row", [block], number) for number in range(block.first + 2, block.last + 1)]


def cells(line: str) -> list[str]:
    """The cells of a row of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def lead_of(block: Block) -> re.Match[str] | None:
    """The number with which a paragraph begins, or the bold words of an item."""
    if block.kind == "item" and not block.marker[:1].isdigit():
        return _BOLD_LEAD.match(block.content)
    return _NUMBERED_PARAGRAPH.match(block.content) if block.kind == "paragraph" else None


def says_something(block: Block) -> bool:
    """Whether a step can have a title at all."""
    return any(character.isalpha() for character in plain(block.content))
