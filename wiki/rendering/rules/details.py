"""`<details>` and `<summary>`: a passage that the reader unfolds. What is inside is Markdown."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

MAX_DEPTH = 10
DEFAULT_SUMMARY = "Détails"

_OPENING = re.compile(r"<details(?:\s+open(?:=\"\")?)?\s*>\s*(?:<summary>(.*?)</summary>)?\s*", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary>(.*?)</summary>\s*", re.IGNORECASE)
_CLOSING = re.compile(r"</details\s*>\s*", re.IGNORECASE)


def details(md: MarkdownIt) -> None:
    """Adds the rule. Tags stand at the start of their line; `<details>` without an end is shown as text."""
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("fence", "details", _details, {"alt": interrupts})


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _details(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("<", start) or state.is_code_block(line):
        return False
    opening = _OPENING.fullmatch(_text(state, line))
    closing_line = _closing_line(state, line, end_line) if opening else None
    if opening is None or closing_line is None:
        return False
    if not silent:
        _push(state, line, closing_line, opening[1])
    return True


def _closing_line(state: StateBlock, line: int, end_line: int) -> int | None:
    """The line that closes the passage. Giving up at a depth keeps many unclosed passages linear."""
    depth = 1
    for number in range(line + 1, end_line):
        text = _text(state, number)
        if text and state.sCount[number] < state.blkIndent:
            return None
        if not text.startswith("<"):
            continue
        depth += bool(_OPENING.fullmatch(text)) - bool(_CLOSING.fullmatch(text))
        if depth == 0:
            return number
        if depth > MAX_DEPTH:
            return None
    return None


def _push(state: StateBlock, line: int, closing_line: int, summary: str | None) -> None:
    first = line + 1
    if summary is None and first < closing_line and (found := _SUMMARY.fullmatch(_text(state, first))):
        summary, first = found[1], first + 1
    state.push("details_open", "details", 1).map = [line, closing_line + 1]
    _push_summary(state, summary or DEFAULT_SUMMARY, line)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "details", closing_line
    state.md.block.tokenize(state, first, closing_line)
    state.parentType, state.lineMax = parent, line_max
    state.push("details_close", "details", -1)
    state.line = closing_line + 1


def _push_summary(state: StateBlock, summary: str, line: int) -> None:
    state.push("summary_open", "summary", 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = summary.strip(), [], [line, line + 1]
    state.push("summary_close", "summary", -1)
