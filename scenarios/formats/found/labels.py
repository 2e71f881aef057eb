"""« Durée : 2 h », « **Matériel** : … », « Coût  faible »: lines that name what they say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.formats.found.blocks import Block, Document, cells, key, plain

_LABELLED = re.compile(
    r"(?P<open>[ \t]*(?:[-*+>][ \t]+)*)(?P<marks>[*_]{0,3})(?P<label>[^\W\d_][^:*_\n|]{0,50}?)[ \t\u00a0]*"
    r"(?:[*_]{1,3}[ \t\u00a0]*:|:[ \t\u00a0]*[*_]{1,3}|:(?!//))[ \t\u00a0]*(?P<value>[^\n]*)"
)
_SPACED = re.compile(
    r"[ \t]*[-*+][ \t]+(?P<label>[^\W\d_][^:*_\n|]{2,40}?)(?:[ \t]{2,}|\t)(?P<value>\S[^\n]*)"
)
_LONGEST_NAME = 50
_ROW_OF_SIGNS = re.compile(r"[\s|:-]+")


@dataclass(frozen=True, slots=True)
class Label:
    """A name and what it says, on lines `first` to `last` (from 0).

    `start` and `end` are the offsets of the name with its marks and colon; the value follows. `is_alone` tells
    that the lines hold nothing else.
    """

    name: str
    value: str
    first: int
    last: int
    start: int
    end: int
    is_alone: bool


def labels(document: Document, blocks: Sequence[Block]) -> Iterator[Label]:
    """The labelled lines of some blocks, in order."""
    for place, block in enumerate(blocks):
        if block.kind == "table":
            yield from _of_table(document, block)
        elif block.kind in ("paragraph", "item", "quote"):
            yield from _of_lines(document, block, (blocks[later] for later in range(place + 1, len(blocks))))


def _of_lines(document: Document, block: Block, following: Iterator[Block]) -> Iterator[Label]:
    is_whole = block.kind == "item" or block.first == block.last
    numbers = [block.first] if is_whole else range(block.first, block.last + 1)
    for number in numbers:
        line = document.lines[number]
        found = _LABELLED.match(line) or (_SPACED.match(line) if block.kind == "item" else None)
        if found is None:
            continue
        last = block.last if is_whole and block.is_simple else number
        more = [said.strip() for said in document.lines[number + 1 : last + 1]]
        value = plain(" ".join([found["value"], *more]))
        items = _items_of(following) if not value and number == block.last else []
        if items:
            value, last = ", ".join(plain(item.content) for item in items), items[-1].last
        start = document.starts[number]
        yield Label(
            key(found["label"]),
            value,
            number,
            last,
            start + found.start("marks" if "marks" in found.groupdict() else "label"),
            start + found.start("value"),
            is_alone=bool(items) or (is_whole and block.is_simple),
        )


def _items_of(blocks: Iterator[Block]) -> list[Block]:
    items = list[Block]()
    for block in blocks:
        if block.kind != "item" or not block.is_simple:
            break
        items.append(block)
    return items


def _of_table(document: Document, block: Block) -> Iterator[Label]:
    """The rows of a table of two columns."""
    for number in range(block.first, block.last + 1):
        line = document.lines[number]
        found = cells(line)
        if len(found) == 2 and len(found[0]) <= _LONGEST_NAME and not _ROW_OF_SIGNS.fullmatch(line):
            start = document.starts[number]
            yield Label(key(found[0]), plain(found[1]), number, number, start, start, is_alone=False)
