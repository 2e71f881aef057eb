"""Heads as other tools wrote them: mended where a quote is all they lack, kept as text where nothing helps."""

import re

from wiki.rendering.diagnostics import Diagnostic, Severity
from wiki.rendering.head import MAX_KEYS, read_head

_TILDES = re.compile(r"~*")


def mended(text: str) -> tuple[str, str]:
    """The text with a head that can be read, and a word on what was done (empty when nothing was)."""
    note = ""
    for _ in range(MAX_KEYS):
        error = _first_error(text)
        if error is None:
            return text, note
        if error.fix is None:
            break
        text = error.fix.apply(text)
        note = "values of the head put in quotes"
    return _as_code(text), "head that cannot be read kept as text"


def _first_error(text: str) -> Diagnostic | None:
    found = (item for item in read_head(text).diagnostics if item.severity is Severity.ERROR)
    return next(found, None)


def _as_code(text: str) -> str:
    """The head as a block of code at the top of the page, so that a person sees it and mends it."""
    body_start = read_head(text).body_start
    lines = text[:body_start].rstrip("\n").split("\n")[1:-1]
    longest = max((len(marks[0]) for marks in map(_TILDES.match, lines) if marks), default=0)
    fence = "~" * max(3, longest + 1)
    return "\n".join((f"{fence}yaml", *lines, fence, "", text[body_start:]))
