"""The rows of a side-by-side comparison: changed lines paired by likeness, unchanged runs folded."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from wiki.pages.comparison.alignment import Block, Effort, matching_blocks
from wiki.pages.comparison.words import TOKEN, Piece, Pieces, word_pieces

PAIRING_LIMIT = 2_500
"""Most pairs of lines whose likeness is measured in one rewritten passage."""

ALIKE = 0.4
"""Share of common words from which two lines are one line that changed."""

Lines = Sequence[str]
Range = tuple[int, int]
Kind = Literal["same", "changed", "added", "removed", "skipped"]


@dataclass(frozen=True)
class Row:
    """One row: a line of the old text beside its line of the new one, or `count` unchanged lines left out.

    Numbers count lines from 1; they are None on the side that has no such line.
    """

    kind: Kind
    old_number: int | None
    new_number: int | None
    old: Pieces = ()
    new: Pieces = ()
    count: int = 1

    @property
    def old_text(self) -> str:
        """The whole line of the old text."""
        return "".join(piece.text for piece in self.old)

    @property
    def new_text(self) -> str:
        """The whole line of the new text."""
        return "".join(piece.text for piece in self.new)


def all_rows(old: Lines, new: Lines) -> Iterator[Row]:
    """Yield a row for every line of both texts, in order."""
    effort = Effort()
    old_place = new_place = 0
    for block in [*matching_blocks(old, new, effort), Block(len(old), len(new), 0)]:
        yield from _rewritten(old, new, (old_place, block.old), (new_place, block.new), effort)
        for offset in range(block.size):
            line = (Piece(old[block.old + offset], False),)
            yield Row("same", block.old + offset + 1, block.new + offset + 1, line, line)
        old_place, new_place = block.old + block.size, block.new + block.size


def folded(rows: Sequence[Row], context: int) -> Iterator[Row]:
    """Replace long unchanged runs by one row that counts them, keeping `context` lines beside each change."""
    done = 0
    for is_same, run in groupby(rows, key=lambda row: row.kind == "same"):
        lines = list(run)
        before = context if done else 0
        done += len(lines)
        after = context if done < len(rows) else 0
        left_out = len(lines) - before - after
        if not is_same or left_out < 2:
            yield from lines
            continue
        first = lines[before]
        yield from lines[:before]
        yield Row("skipped", first.old_number, first.new_number, count=left_out)
        yield from lines[before + left_out :]


def _rewritten(old: Lines, new: Lines, old_range: Range, new_range: Range, effort: Effort) -> Iterator[Row]:
    """Yield the rows of a passage without a common line."""
    old_place, new_place = old_range[0], new_range[0]
    pairs = _pairs(old[slice(*old_range)], new[slice(*new_range)], effort)
    for old_offset, new_offset in [*pairs, (old_range[1] - old_place, new_range[1] - new_place)]:
        old_line, new_line = old_range[0] + old_offset, new_range[0] + new_offset
        for place in range(old_place, old_line):
            yield Row("removed", place + 1, None, old=(Piece(old[place], True),))
        for place in range(new_place, new_line):
            yield Row("added", None, place + 1, new=(Piece(new[place], True),))
        if old_line < old_range[1] and new_line < new_range[1]:
            pieces = word_pieces(old[old_line], new[new_line], effort)
            yield Row("changed", old_line + 1, new_line + 1, *pieces)
        old_place, new_place = old_line + 1, new_line + 1


def _pairs(old: Lines, new: Lines, effort: Effort) -> list[Range]:
    """Return which lines of a rewritten passage became which, in order: the pairing of greatest likeness."""
    characters = len(old) * sum(map(len, new)) + len(new) * sum(map(len, old))
    if len(old) * len(new) > PAIRING_LIMIT or not effort.spend(characters // 4):
        return []
    old_words, new_words = ([Counter(TOKEN.findall(line)) for line in side] for side in (old, new))
    likeness = [[_likeness(one, other) for other in new_words] for one in old_words]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    return list(_traced(best, likeness))


def _traced(best: Sequence[Sequence[float]], likeness: Sequence[Sequence[float]]) -> Iterator[Range]:
    """Follow the best sums from the start and yield the pairs they are made of."""
    i = j = 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    """Return the share of words that two lines have in common, 0 when too small to speak of a change."""
    words = sum(count for token, count in (old + new).items() if token.strip())
    common = sum(count for token, count in (old & new).items() if token.strip())
    share = 2 * common / words if words else 0.0
    return share if share >= ALIKE else 0.0
