"""A remark on a place of a text, with the lines that would mend it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from scenarios.script.messages import FIXES, MESSAGES
from scenarios.script.model import Activity, Diagnostic, Fix, Script
from scenarios.script.outline import Heading
from wiki.rendering.head_entries import Entry
from wiki.rendering.head_keys import canonical_key

LONGEST_SAID = 120
"""Of a value, a sentence repeats no more: two hundred remarks on one long line must not be a hundred megabytes."""

LONGEST_FIX = 10_000
"""Nobody reads a longer line, so nobody can agree to change it by one click."""


@dataclass(frozen=True)
class Reading:
    """What the parser saw: the script, its lines without line ends, all headings and the entries of the head.

    `loose` are the headings of *Déroulé* that are neither an activity nor a phase, each with the activity that it
    would open; `empty_phases` those of phases without any.
    """

    script: Script
    lines: Sequence[str]
    headings: Sequence[Heading]
    entries: Sequence[Entry]
    loose: Sequence[tuple[Heading, Activity]]
    empty_phases: Sequence[Heading]

    def line(self, number: int) -> str:
        return self.lines[number - 1]

    def headings_between(self, first_line: int, last_line: int) -> Sequence[Heading]:
        """The headings after one line and up to another."""
        start, end = (bisect_right(self.headings, line, key=_line_of) for line in (first_line, last_line))
        return self.headings[start:end]

    def level_at(self, line: int) -> int:
        """The level of the heading that stands on a line."""
        return self.headings_between(line - 1, line)[0].level

    def entry(self, key: str) -> Entry:
        """The first entry of a canonical key that the head has."""
        return next(entry for entry in self.entries if canonical_key(entry.key or "") == key)

    @cached_property
    def free_id(self) -> str:
        """The first id that no objective has."""
        taken = {objective.id for objective in self.script.objectives}
        return next(name for number in range(1, len(taken) + 2) if (name := f"O{number}") not in taken)


def _line_of(heading: Heading) -> int:
    return heading.line


def remark(
    code: str, place: str, line: int, column: int = 1, fix: Fix | None = None, /, **params: object
) -> Diagnostic:
    """The diagnostic of a code, its sentences filled in."""
    severity, fr, en = MESSAGES[code]
    said = {name: _shortened(str(value)) for name, value in params.items()}
    if fix and len(fix.text or "") > LONGEST_FIX:
        fix = None
    return Diagnostic(line, column, code, severity, fr % said, en % said, place, fix)


def replacing(name: str, line: int, text: str, said: str = "", *, last_line: int = 0) -> Fix:
    """Put another text on a line, or on the lines up to another."""
    return _fix(name, line, last_line or line, text, said or text)


def inserting(name: str, line: int, text: str, said: str = "") -> Fix:
    """Put new lines before a line."""
    return _fix(name, line, line - 1, text, said or text)


def removing(first_line: int, last_line: int) -> Fix:
    """Take lines out."""
    return _fix("remove", first_line, last_line, None, "")


def _fix(name: str, first_line: int, last_line: int, text: str | None, said: str) -> Fix:
    fr, en = FIXES[name]
    params = {"text": _shortened(said)}
    return Fix(first_line, last_line, text, fr % params, en % params)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else text[: LONGEST_SAID - 1] + "…"
