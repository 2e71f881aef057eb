"""The headings of a text, found line by line as Markdown finds them, outside code."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scenarios.script.vocabulary import folded

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HASHES = re.compile(r" {0,3}(#{1,6})(.*)")
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
        marker = _FENCE.match(line)
        if fence:
            is_closing = marker and marker[1].startswith(fence) and not line.strip().strip(fence[0])
            fence = "" if is_closing else fence
        elif marker:
            fence = marker[1]
        elif found := _heading(number, line, is_first=is_first):
            yield found
        is_first = is_first and not line.strip()


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
    before, colon, after = text.partition(":")
    found = _NUMBERED.fullmatch(folded(before)) if len(before) < 40 else None
    if found is None or (not colon and folded(text) not in ("activite", "activity", "phase")):
        return None
    return Marked("phase" if found[1] == "phase" else "activity", after.strip(), found[2] or "")
