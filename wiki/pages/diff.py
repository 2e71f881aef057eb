"""Comparison of two texts of a page: told in sentences, side by side with the changed words, and as text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from wiki.pages.comparison.outline import normalised
from wiki.pages.comparison.rows import Row, all_rows, folded
from wiki.pages.comparison.sentences import Sentence, change_sentences, shortened
from wiki.pages.comparison.words import count_words

CONTEXT = 3
"""Unchanged lines shown beside each change."""

ROWS_SHOWN = 5000
"""Most rows on one page of a comparison: two dumps of lines would make one of a hundred megabytes."""


@dataclass(frozen=True)
class Statistics:
    """How many words came and went."""

    words_added: int
    words_removed: int


@dataclass(frozen=True)
class Comparison:
    """Two texts and the rows that show them side by side."""

    old: str
    new: str
    rows: tuple[Row, ...]

    @property
    def rows_shown(self) -> tuple[Row, ...]:
        """As many rows as one page holds."""
        return self.rows[:ROWS_SHOWN]

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than one page holds."""
        return len(self.rows) > ROWS_SHOWN

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to show: no line differs."""
        return all(row.kind in ("same", "skipped") for row in self.rows)

    @cached_property
    def statistics(self) -> Statistics:
        """Words added and removed."""
        removed = (piece.text for row in self.rows for piece in row.old if piece.changed)
        added = (piece.text for row in self.rows for piece in row.new if piece.changed)
        return Statistics(
            words_added=sum(map(count_words, added)), words_removed=sum(map(count_words, removed))
        )

    def sentences(self, limit: int = 12) -> list[Sentence]:
        """Return at most `limit` sentences (2 or more) that tell what changed; messages are French msgids."""
        return shortened(change_sentences(self.old, self.new), limit)

    def unified(self) -> str:
        """Return the comparison as text in unified form, as far as it is shown; empty when no line differs."""
        return "" if self.is_same else "".join(_hunk(rows) for rows in _hunks(self.rows_shown))


def compare(old: str, new: str, context: int = CONTEXT) -> Comparison:
    """Compare two texts line by line, and by words inside changed lines.

    Line ends become LF; whether the last line is closed by one does not count as a change.
    """
    old, new = normalised(old), normalised(new)
    rows = list(all_rows(_lines(old), _lines(new)))
    return Comparison(old, new, tuple(folded(rows, context)))


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _hunks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the runs of rows between those left out."""
    hunk: list[Row] = []
    for row in rows:
        if row.kind != "skipped":
            hunk.append(row)
        elif hunk:
            yield hunk
            hunk = []
    if hunk:
        yield hunk


def _hunk(rows: Sequence[Row]) -> str:
    old_numbers = [row.old_number for row in rows if row.old_number]
    new_numbers = [row.new_number for row in rows if row.new_number]
    header = f"@@ -{_range(old_numbers)} +{_range(new_numbers)} @@\n"
    return header + "".join(_unified_lines(rows))


def _range(numbers: Sequence[int]) -> str:
    return f"{numbers[0] if numbers else 0},{len(numbers)}"


def _unified_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a hunk, what was removed before what was added in each run of changes."""
    added: list[str] = []
    for row in rows:
        if row.kind == "same":
            yield from added
            added = []
            yield f" {row.old_text}\n"
            continue
        if row.old_number:
            yield f"-{row.old_text}\n"
        if row.new_number:
            added.append(f"+{row.new_text}\n")
    yield from added
