"""A text as a row of blocks that can be taken out and put in, with the blank lines between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios.script.fitting import closed, contained
from scenarios.script.lines import Sheet, bare, with_level

Kind = Literal["start", "section", "phase", "activity", "other"]


@dataclass(eq=False)
class Block:
    """Lines that stay together, and the blank lines behind them. Each line has its end.

    `phase` is the title that a phase opens, or the phase that an activity shall stand in; `level` its heading's.
    """

    kind: Kind
    lines: list[str]
    gap: list[str]
    level: int = 0
    phase: str | None = None

    @property
    def is_bare(self) -> bool:
        """Whether it is a phase that says nothing but its title."""
        return self.kind == "phase" and len(self.lines) == 1

    def stands_in(self, phase: str | None) -> bool:
        """Whether it is an activity of that phase."""
        return self.kind == "activity" and self.phase == phase

    def set_level(self, level: int) -> None:
        """Move its heading to another level, and those below it as far."""
        if level != self.level:
            self.lines[0] = with_level(self.lines[0], level)
            self.lines[1:] = contained(self.lines[1:], level + 1, shift=level - self.level)
            self.level = level


class Row(list[Block]):
    """The blocks of a range of lines.

    The blank lines at the end of the range belong to the range: whatever block comes last in the end has them.
    """

    def __init__(self, sheet: Sheet, last_line: int, blocks: Sequence[tuple[int, Block]]) -> None:
        super().__init__(block for _, block in blocks)
        self._sheet = sheet
        self._first_line, self._last_line = blocks[0][0], last_line
        ends = [line - 1 for line, _ in blocks[1:]] + [last_line]
        for (line, block), end in zip(blocks, ends, strict=True):
            block.lines, block.gap = _parted(sheet.lines[line - 1 : end])
        self._last, self._end = self[-1], self[-1].gap

    def made(self, kind: Kind, lines: Sequence[str], *, level: int = 0, phase: str | None = None) -> Block:
        """A new block, with one blank line behind it."""
        return Block(kind, self._sheet.ended(lines), self._sheet.ended([""]), level, phase)

    def write(self) -> None:
        """Put the blocks back into the sheet, in the order they have now."""
        if self[-1] is not self._last:
            # Nothing may follow code that is left open: it would be part of it.
            fence = closed(list(map(bare, self._last.lines)))[len(self._last.lines) :]
            self._last.lines += self._sheet.ended(fence)
            self._last.gap = self[-1].gap if self._last.lines else []
            self[-1].gap = self._end
        lines = [line for block in self for line in (*block.lines, *block.gap)]
        self._sheet.lines[self._first_line - 1 : self._last_line] = lines


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines, and the blank ones behind them."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end], lines[end:]
