"""The headings of a text, found line by line as Markdown finds them, outside code."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple

from scenarios.script.vocabulary import folded

# A line such as "```a``` b" is code within a sentence, and opens nothing.
_FENCE = re.compile(r" {0,3}(?:(?:[-*+]|\d{1,9}[.)]) {1,4})?(?:(`{3,})[^`]*|(~{3,}).*)$")
_HASHES = re.compile(r"\ufeff? {0,3}(#{1,6})(.*)")
_SPACES = " \t\u00a0\u202f"
_NUMBERED = re.compile(r"(activite|activity|phase)(?: ?n?°? ?(\d{1,3}))?")


class Heading(NamedTuple):
    """A heading: its line counted from 1, its level (1 to 6) and its text."""

    line: int
    level: int
    text: str


class Marked(NamedTuple):
    """A heading that says what it opens: `Activité : Mesurer`. `number` is what some write before the colon."""

    kind: str
    title: str
    number: str


def find_headings(lines: Sequence[str], first_line: int) -> Iterator[Heading]:
    """The headings from a line on. `##Titre` without its space is understood, as the wiki shows it."""
    fence = ""
    is_first = True
    for number in range(first_line, len(lines) + 1):
        line = lines[number - 1]
        before, fence = fence, _fence_after(fence, line)
        if not (before or fence) and (found := _heading(number, line, is_first=is_first)):
            yield found
        is_first = is_first and not line.strip()


def plain_lines(lines: Sequence[str], first_line: int, last_line: int) -> Iterator[int]:
    """The numbers of the lines of a range that are not in code."""
    fence = ""
    for number in range(first_line, last_line + 1):
        before, fence = fence, _fence_after(fence, lines[number - 1])
        if not (before or fence):
            yield number


def open_fence_line(lines: Sequence[str], first_line: int) -> int | None:
    """The line of the code that nothing closes, if there is one: all after it is code."""
    fence, opened = "", 0
    for number in range(first_line, len(lines) + 1):
        before, fence = fence, _fence_after(fence, lines[number - 1])
        opened = opened if before else number
    return opened if fence else None


def unclosed_fence(lines: Iterable[str]) -> str:
    """The fence of the code that is still open after the last line; empty when none is."""
    return reduce(_fence_after, lines, "")


def _fence_after(fence: str, line: str) -> str:
    """The fence that is open after a line, given the one that is open before it."""
    if "```" not in line and "~~~" not in line:
        return fence
    found = _FENCE.match(line)
    marker = (found[1] or found[2]) if found else ""
    if not fence:
        return marker
    is_closing = marker.startswith(fence) and not line.strip().strip(fence[0])
    return "" if is_closing else fence


def _heading(number: int, line: str, *, is_first: bool) -> Heading | None:
    found = _HASHES.match(line)
    if found is None:
        return None
    level, rest = len(found[1]), found[2]
    spaced = not rest or rest[0] in _SPACES
    if not spaced and (rest[0] == "#" or (level == 1 and not (is_first and rest[0].isupper()))):
        return None
    return Heading(number, level, _without_closing(rest).strip())


def _without_closing(text: str) -> str:
    """`Titre ##` as Markdown shows it; `C#` keeps its sign."""
    text = text.rstrip()
    bare = text.rstrip("#")
    return bare if bare != text and (not bare or bare[-1] in _SPACES) else text


def read_mark(text: str) -> Marked | None:
    """Whether a heading opens an activity or a phase, in French or English, numbered or not.

    >>> read_mark("Activité 2 : Mesurer")
    Marked(kind='activity', title='Mesurer', number='2')
    """
    if text.lstrip("*_ \t\u00a0\u202f")[:1] not in ("A", "a", "P", "p"):
        return None
    before, colon, after = text.partition(":")
    found = _NUMBERED.fullmatch(folded(before)) if len(before) < 40 else None
    if found is None or (not colon and folded(text) not in ("activite", "activity", "phase")):
        return None
    return Marked("phase" if found[1] == "phase" else "activity", after.strip(), found[2] or "")
