"""The words of a page as a reader sees them, with the headings they stand under. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

_SPACES = re.compile(r"\s+")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_WITHIN_A_LINE = frozenset(
    {"a", "abbr", "b", "code", "del", "em", "i", "img", "input", "ins", "kbd", "label", "mark", "q", "s", "small",
     "span", "strong", "sub", "sup", "u"}
)  # fmt: skip
"""What does not begin a new line; every other element does."""


@dataclass(frozen=True, slots=True)
class PageText:
    """One line for each block of the page, and its headings as (offset, words)."""

    text: str
    headings: tuple[tuple[int, str], ...] = field(default=())

    def section_at(self, offset: int) -> str:
        """The heading that what stands at an offset belongs to; empty before the first one."""
        at = bisect_right(self.headings, offset, key=lambda heading: heading[0])
        return self.headings[at - 1][1] if at else ""


def page_text(rendered: str) -> PageText:
    """The words of clean HTML, each run of spaces as one."""
    if not rendered.strip():
        return PageText("")
    lines, headings, offset = list[str](), list[tuple[int, str]](), 0
    for line, is_heading in _lines(html.fragment_fromstring(rendered, create_parent="div")):
        if is_heading:
            headings.append((offset, line))
        lines.append(line)
        offset += len(line) + 1
    return PageText("\n".join(lines), tuple(headings))


def _lines(root: html.HtmlElement) -> Iterator[tuple[str, bool]]:
    """The lines that say something, and whether each is a heading."""
    parts = list[str]()

    def line() -> str:
        found = _SPACES.sub(" ", "".join(parts)).strip()
        parts.clear()
        return found

    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_block = element.tag not in _WITHIN_A_LINE
        if is_block and (words := line()):
            yield words, event == "end" and element.tag in _HEADINGS
        parts.append((element.text if event == "start" else element.tail) or "")
