"""Where a text tells what is done, step after step: the candidates, of which one becomes the activities."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from scenarios.formats.found.blocks import Block, Document, cells, key, plain
from scenarios.formats.found.wording import DURATION, END_STEP, NO_STEP, SEQUENCE, STEP

_NUMBERED_PARAGRAPH = re.compile(r"\**\(?\d{1,2}[).°:]\**[ \t]*\**[ \t]*")
_BOLD_LEAD = re.compile(r"\*\*(?P<lead>[^*\n]{2,80})\*\*(?P<rest>[^\n]*)")
_LAST_PARAGRAPH = re.compile(r"(?:\*\*)?Conclusion(?:\*\*)?[ \t\u00a0]*:")
_FEWEST = 2
_MOST = 100
_MOST_SEARCHED = 200
"""Candidates that are looked at: no session announces its steps so often."""


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
    found = [
        candidate
        for candidate in islice(_candidates(document), _MOST_SEARCHED)
        if _FEWEST <= len(candidate.steps) <= _MOST
    ]
    return max(found, key=lambda candidate: candidate.merit(document), default=None)


def _candidates(document: Document) -> Iterator[StepSequence]:
    blocks = document.blocks
    for index, block in enumerate(blocks):
        if block is document.title or not (_is_announcing_heading(block) or _is_announcing_line(block)):
            continue
        end = document.next_heading(index + 1)
        if block.kind == "heading":
            yield StepSequence(block, _headed(document, index + 1, document.scope(index)))
        yield from (StepSequence(block, steps) for steps in _inside(document, blocks[index + 1 : end]))
    yield from _numbered_headings(document)


def _is_announcing_heading(block: Block) -> bool:
    return block.kind == "heading" and bool(SEQUENCE.fullmatch(key(block.content)))


def _is_announcing_line(block: Block) -> bool:
    said = block.content.strip()
    if block.kind != "paragraph" or "\n" in said or not said.rstrip("*_ ").endswith(":"):
        return False
    return bool(SEQUENCE.fullmatch(key(said)))


def _headed(document: Document, start: int, end: int) -> list[Step]:
    """The headings right below the one that announces; numbered ones alone where there are some."""
    headings = [place for place in range(start, end) if document.blocks[place].kind == "heading"]
    highest = min((document.blocks[place].level for place in headings), default=0)
    direct = [place for place in headings if document.blocks[place].level == highest]
    names = {place: key(document.blocks[place].content) for place in direct}
    if any(map(STEP.fullmatch, names.values())):
        direct = [
            place for place in direct if STEP.fullmatch(names[place]) or END_STEP.fullmatch(names[place])
        ]
    else:
        direct = [place for place in direct if not NO_STEP.fullmatch(names[place])]
    return [_step_at(document, place) for place in direct]


def _step_at(document: Document, place: int) -> Step:
    return Step("heading", document.blocks[place : document.scope(place)])


def _numbered_headings(document: Document) -> Iterator[StepSequence]:
    """« Étape 1 », « Activité 2 », or headings with a duration, wherever they stand."""
    for level in (2, 3, 4):
        opening = [
            place
            for place, block in enumerate(document.blocks)
            if block.kind == "heading"
            and block.level == level
            and block is not document.title
            and (STEP.fullmatch(key(block.content)) or DURATION.search(block.content))
        ]
        if opening:
            yield StepSequence(None, [_step_at(document, place) for place in opening])


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


def lead_of(block: Block) -> re.Match[str] | None:
    """The number with which a paragraph begins, or the bold words of an item."""
    if block.kind == "item" and not block.marker[:1].isdigit():
        return _BOLD_LEAD.match(block.content)
    return _NUMBERED_PARAGRAPH.match(block.content) if block.kind == "paragraph" else None


def says_something(block: Block) -> bool:
    """Whether a step can have a title at all."""
    return any(character.isalpha() for character in plain(block.content))
