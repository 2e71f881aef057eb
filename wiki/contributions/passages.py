"""What an offered text changes, passage by passage, so that some can be taken and others left.

A passage is a run of lines that was rewritten, put in or taken out; wrapped lines of one paragraph count as one.
Lines rewritten one by one are passages of their own. The two texts alone number them.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from wiki.pages.comparison.alignment import Block, Effort, matching_blocks
from wiki.pages.comparison.outline import (
    FENCE,
    HEADING,
    lines_of,
    logical_lines,
    normalised,
    split_head,
)
from wiki.pages.comparison.words import TOKEN, Pieces, word_pieces

MOST_PASSAGES = 200
"""What changes beyond is one last passage."""

ALIKE = 0.4
"""Share of words in common from which a line that stands in the place of another is that line, rewritten."""

HEAD_LINE = "---"


@dataclass(frozen=True)
class Passage:
    """`base[start:end]`, which is `old`, became `new`, under the heading `section`.

    The section is "" in the head, and before the first heading below the title.
    """

    index: int
    start: int
    end: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    section: str
    is_head: bool

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`; `spacing` where only blank lines came or went."""
        if not any(line.strip() for line in (*self.old, *self.new)):
            return "spacing"
        if not any(line.strip() for line in self.old):
            return "added"
        return "changed" if any(line.strip() for line in self.new) else "removed"

    @cached_property
    def pieces(self) -> tuple[Pieces, Pieces]:
        """Both texts, cut at the words that differ."""
        old, new = ("".join(side).strip("\n") for side in (self.old, self.new))
        return word_pieces(old, new, Effort())


@dataclass(frozen=True)
class Passages:
    """The passages between two texts, in order."""

    base: tuple[str, ...]
    found: tuple[Passage, ...]

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(passage.index for passage in self.found)

    def applied(self, chosen: Collection[int]) -> str:
        """The first text with these passages as the second has them."""
        lines: list[str] = []
        done = 0
        for passage in self.found:
            lines += self.base[done : passage.start]
            lines += passage.new if passage.index in chosen else passage.old
            done = passage.end
        return "".join([*lines, *self.base[done:]])


def passages(base: str, offered: str) -> Passages:
    """Cut what differs between two texts into passages."""
    old, new = _lines(normalised(base)), _lines(normalised(offered))
    gaps = [part for gap in _gaps(old, new) for part in _one_for_one(old, new, gap)]
    if len(gaps) > MOST_PASSAGES:
        first, last = gaps[MOST_PASSAGES - 1], gaps[-1]
        gaps[MOST_PASSAGES - 1 :] = [(first[0], last[1], first[2], last[3])]
    places = _places(new)
    found = (
        Passage(index, start, end, tuple(old[start:end]), tuple(new[new_start:new_end]), *places[first])
        for index, (start, end, new_start, new_end) in enumerate(gaps)
        for first in [_first_with_words(new, new_start, new_end)]
    )
    return Passages(tuple(old), tuple(found))


def _first_with_words(lines: Sequence[str], start: int, end: int) -> int:
    return next((place for place in range(start, end) if lines[place].strip()), start)


Gap = tuple[int, int, int, int]
"""A range of the old lines and the range of new ones in its place (ends excluded)."""


def _lines(text: str) -> list[str]:
    """The lines of the head, and the logical lines of the rest."""
    head, body = split_head(text)
    return [*lines_of(text[: len(text) - len(body)] if head else ""), *logical_lines(body)]


def _gaps(old: Sequence[str], new: Sequence[str]) -> Iterator[Gap]:
    blocks = [Block(0, 0, 0), *matching_blocks(old, new), Block(len(old), len(new), 0)]
    for before, after in pairwise(blocks):
        gap = before.old + before.size, after.old, before.new + before.size, after.new
        if gap[0] < gap[1] or gap[2] < gap[3]:
            yield gap


def _one_for_one(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[Gap]:
    """The gap with the lines that were rewritten at its start and its end apart, one by one."""
    start, end, new_start, new_end = gap
    first, last = list[Gap](), list[Gap]()
    while start < end and new_start < new_end and (same := _likeness(old[start], new[new_start])):
        first += [] if same == 1 else [(start, start + 1, new_start, new_start + 1)]
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and (same := _likeness(old[end - 1], new[new_end - 1])):
        last += [] if same == 1 else [(end - 1, end, new_end - 1, new_end)]
        end, new_end = end - 1, new_end - 1
    between = [(start, end, new_start, new_end)] if start < end or new_start < new_end else []
    return [*first, *between, *reversed(last)]


def _likeness(old: str, new: str) -> float:
    """1 for the same line, less for a line with some words changed, 0 for another line."""
    if old == new:
        return 1
    before, after = ({word for word in TOKEN.findall(line) if word.strip()} for line in (old, new))
    share = 2 * len(before & after) / (len(before) + len(after) or 1)
    return min(share, 0.99) if share >= ALIKE else 0


def _places(lines: Sequence[str]) -> list[tuple[str, bool]]:
    """The heading that each line stands under, and whether it is in the head; one more for the end."""
    found: list[tuple[str, bool]] = []
    section, fence, is_head = "", "", bool(lines) and lines[0].strip() == HEAD_LINE
    for number, line in enumerate(lines):
        content = line.removesuffix("\n")
        heading = None if fence or is_head else HEADING.match(content)
        if heading:
            section = heading[2] if len(heading[1]) > 1 else ""
        found.append((section, is_head))
        if is_head:
            is_head = number == 0 or content.strip() != HEAD_LINE
        elif marker := FENCE.match(content):
            fence = "" if fence and marker[1].startswith(fence) else fence or marker[1]
    return [*found, (section, False)]
