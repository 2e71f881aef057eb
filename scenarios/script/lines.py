"""The lines of a text, and how one is changed in place: what stands around a value stays as it was written."""

import re
from collections.abc import Iterable

_SPACES = " \t\u00a0\u202f"
_LABELLED = re.compile(
    rf"(?P<opening> {{0,3}}(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+|#{{1,6}}[{_SPACES}]*))(?P<before>[^:]*):(?P<after>.*)",
    re.DOTALL,
)
_HASHES = re.compile(rf"(\ufeff? {{0,3}}#{{1,6}})([{_SPACES}]*)")
_MARKS = "*_"


class Sheet:
    """A text as lines to change, counted from 1; each keeps its own line end."""

    def __init__(self, text: str) -> None:
        self.newline = "\r\n" if re.match(r"[^\n]*\r\n", text) else "\n"
        self._is_ended = not text or text.endswith("\n")
        whole = text if self._is_ended else text + self.newline
        self.lines = [line + "\n" for line in whole.split("\n")[:-1]]

    @property
    def text(self) -> str:
        """The text as it is now; its last line has a line end if it had one before."""
        whole = "".join(self.lines)
        return whole if self._is_ended else whole.removesuffix("\n").removesuffix(self.newline[:-1])

    def line(self, number: int) -> str:
        """A line without its end."""
        return bare(self.lines[number - 1])

    def is_blank(self, number: int) -> bool:
        """Whether a line says nothing; so does what comes after the last."""
        return number > len(self.lines) or not self.lines[number - 1].strip()

    def ended(self, lines: Iterable[str]) -> list[str]:
        """New lines with the line end of this text."""
        return [line + self.newline for line in lines]

    def replace(self, first: int, last: int, lines: Iterable[str]) -> None:
        """Put lines in the place of a range; `last == first - 1` puts them before `first`."""
        new = self.ended(lines)
        for place, old in enumerate(self.lines[first - 1 : last][: len(new)]):
            new[place] = bare(new[place]) + old[len(bare(old)) :]
        self.lines[first - 1 : last] = new


def bare(line: str) -> str:
    """A line without its end, as the parser sees it."""
    return line.removesuffix("\n").removesuffix("\r")


def with_value(line: str, value: str) -> str:
    """A line `- Clé : valeur` or `### Mot : titre` with another value.

    Bullet, key, and the spaces around the colon stay; bold marks do if they close around the key.
    """
    found = _LABELLED.match(line)
    if found is None:
        return f"{line.rstrip()} : {value}".rstrip()
    before, after = found["before"], found["after"]
    marks = before[: len(before) - len(before.lstrip(_MARKS))]
    is_open = bool(marks) and before.count(marks) == 1
    closing = marks if is_open and after.startswith(marks) else ""
    if is_open and not closing:
        before = before.removeprefix(marks)
    after = after[len(closing) :]
    space = after[: len(after) - len(after.lstrip(_SPACES))] or " "
    return f"{found['opening']}{before}:{closing}{space}{value}".rstrip()


def with_label(line: str, label: str) -> str:
    """A line `- Clé : valeur` or `### Mot : titre` with another key, marked and spaced as the one it replaces."""
    found = _LABELLED.match(line)
    if found is None:
        opening = heading_opening(line)
        return opening + line[len(opening) :].replace(line[len(opening) :].strip(_SPACES + _MARKS), label, 1)
    start, end = found.span("before")
    inner = found["before"].strip(_SPACES + _MARKS)
    return line[:start] + found["before"].replace(inner, label, 1) + line[end:]


def with_heading(line: str, text: str) -> str:
    """A heading with another text, at its level."""
    opening = heading_opening(line)
    return (opening if opening[-1:] in _SPACES else opening + " ") + text if text else opening.rstrip()


def heading_opening(line: str) -> str:
    """What stands before a heading's text: its hashes and the spaces around them."""
    found = _HASHES.match(line)
    return found[0] if found else ""


def with_level(line: str, level: int) -> str:
    """A heading at another level."""
    return re.sub(r"#+", "#" * level, line, count=1)
