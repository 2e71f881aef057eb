"""A remark on a place of a text, with the one line that would mend it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.script.messages import FIXES, MESSAGES
from scenarios.script.model import Diagnostic, Fix, Script
from scenarios.script.outline import Heading


@dataclass(frozen=True)
class Reading:
    """What the parser saw: the script, its lines without line ends, all headings, and those of *Déroulé* that are
    neither an activity nor a phase."""

    script: Script
    lines: Sequence[str]
    headings: Sequence[Heading]
    loose: Sequence[Heading]

    def line(self, number: int) -> str:
        return self.lines[number - 1]

    def headings_between(self, first_line: int, last_line: int) -> Sequence[Heading]:
        """The headings after one line and up to another."""
        start, end = (bisect_right(self.headings, line, key=_line_of) for line in (first_line, last_line))
        return self.headings[start:end]


def _line_of(heading: Heading) -> int:
    return heading.line


def remark(
    code: str, place: str, line: int, column: int = 1, fix: Fix | None = None, **params: object
) -> Diagnostic:
    """The diagnostic of a code, its sentences filled in."""
    severity, fr, en = MESSAGES[code]
    return Diagnostic(line, column, code, severity, fr % params, en % params, place, fix)


def replacing(name: str, line: int, text: str, said: str = "") -> Fix:
    """Put another text on a line."""
    return _fix(name, line, line, text, said or text)


def inserting(name: str, line: int, text: str, said: str = "") -> Fix:
    """Put new lines before a line."""
    return _fix(name, line, line - 1, text, said or text)


def removing(first_line: int, last_line: int) -> Fix:
    """Take lines out."""
    return _fix("remove", first_line, last_line, None, "")


def _fix(name: str, first_line: int, last_line: int, text: str | None, said: str) -> Fix:
    fr, en = FIXES[name]
    return Fix(first_line, last_line, text, fr % {"text": said}, en % {"text": said})
