"""Earlier versions of a text, told as what they lacked and what they said otherwise.

A history file beside a page lists its earlier revisions, oldest first. Each is made from the final text:
`remove` cuts whole sections, then each pair of `replace` changes one exact string, there once, into another.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})\s+\S")


def earlier_text(final: str, remove: Iterable[str], replace: Iterable[Sequence[str]]) -> str:
    """The text as it stood before its sections were added and its sentences rewritten.

    Raises:
        ValueError: a heading or a sentence is not in the text exactly once.
    """
    text = final
    for heading in remove:
        text = _without_section(text, heading)
    for now_says, then_said in replace:
        if text.count(now_says) != 1:
            raise ValueError(f"found {text.count(now_says)} times, not once: {now_says!r}")
        text = text.replace(now_says, then_said)
    return text


def _without_section(text: str, heading: str) -> str:
    """The text without a heading and all that stands under it."""
    lines = text.split("\n")
    headings = dict(_headings(lines))
    starts = [number for number in headings if lines[number] == heading]
    if len(starts) != 1:
        raise ValueError(f"found {len(starts)} times, not once: {heading!r}")
    start = starts[0]
    ends = (number for number, level in headings.items() if number > start and level <= headings[start])
    return "\n".join(lines[:start] + lines[next(ends, len(lines)) :])


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Line number and level of each heading; what looks like one inside a code block is none."""
    fence = ""
    for number, line in enumerate(lines):
        marks = _FENCE.match(line)
        if fence:
            if marks and marks[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif marks:
            fence = marks[1]
        elif heading := _HEADING.match(line):
            yield number, len(heading[1])
