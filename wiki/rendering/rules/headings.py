"""Headings: `##Titre` without its space is understood, anchors are given, levels made continuous."""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from wiki.rendering.slugs import slugify

# One hash alone is more often a #keyword than a title, except on the very first line of a text.
# A no-break space after the hashes comes from French keyboards, and is no space to CommonMark.
_SPACELESS = re.compile(r"(#{1,6})([^#\s].*|\xa0.*)")
_CLOSING_HASHES = re.compile(r"(^|[ \t])#+[ \t]*$")


def heading_without_space(md: MarkdownIt) -> None:
    """Adds the rule: real documents are full of `##Titre`, and CommonMark shows it as prose."""
    interrupts = ["paragraph", "reference", "blockquote"]
    md.block.ruler.after("heading", "heading_without_space", _heading_without_space, {"alt": interrupts})


def _heading_without_space(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("#", start) or state.is_code_block(line):
        return False
    found = _SPACELESS.fullmatch(state.src, start, state.eMarks[line])
    if found is None or (len(found[1]) == 1 and not _opens_text(state, start, found[2])):
        return False
    if not silent:
        state.line = line + 1
        _push_heading(state, len(found[1]), _CLOSING_HASHES.sub("", found[2]).strip(), line)
    return True


def _opens_text(state: StateBlock, start: int, title: str) -> bool:
    return title[0] == "\xa0" or (title[0].isupper() and not state.src[:start].strip())


def _push_heading(state: StateBlock, level: int, title: str, line: int) -> None:
    opening = state.push("heading_open", f"h{level}", 1)
    opening.markup = "#" * level
    opening.map = [line, line + 1]
    inline = state.push("inline", "", 0)
    inline.content = title
    inline.map = [line, line + 1]
    inline.children = []
    closing = state.push("heading_close", f"h{level}", -1)
    closing.markup = opening.markup


class Anchors:
    """Hands out one anchor per heading: its folded text, numbered when it comes again."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, title: str) -> str:
        """An anchor for this title that no heading of the page has yet."""
        base = slugify(title) or "section"
        number = self._next.get(base, 1)
        anchor = base if number == 1 else f"{base}-{number}"
        while anchor in self._taken:
            number += 1
            anchor = f"{base}-{number}"
        self._next[base] = number + 1
        self._taken.add(anchor)
        return anchor


def display_levels(levels: Iterable[int]) -> list[int]:
    """The levels at which headings are shown under the page's title: from 2, never skipping one.

    >>> display_levels([1, 3, 3, 2, 6])
    [2, 3, 3, 3, 4]
    """
    shown, parents = list[int](), list[int]()
    for level in levels:
        while parents and parents[-1] >= level:
            parents.pop()
        parents.append(level)
        shown.append(min(1 + len(parents), 6))
    return shown
