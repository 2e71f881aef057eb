"""What is wrong in a text, said to the person who wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error prevents publishing; a warning never blocks anything."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fix:
    """Replaces the whole lines `first_line` to `last_line` (counted from 1, both included) with `text`."""

    first_line: int
    last_line: int
    text: str

    def apply(self, source: str) -> str:
        """The source with the fix made; every other line stays byte for byte."""
        lines = source.split("\n")
        ending = "\r" if lines[self.last_line - 1].endswith("\r") else ""
        lines[self.first_line - 1 : self.last_line] = [self.text + ending]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark on a text.

    `message` is a French msgid with `%(name)s` places for `params`; who shows it translates it first.
    Lines and columns count from 1. `code` is stable, so that help pages and tests can name it.
    """

    line: int
    column: int
    code: str
    severity: Severity
    message: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    fix: Fix | None = None

    def __str__(self) -> str:
        return self.message % self.params
