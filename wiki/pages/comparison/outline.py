"""The parts of a page's text: head, logical lines, sentences, sections. Splitting never loses a character."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

LINE = re.compile(r"[^\n]*\n|[^\n]+")
HEAD = re.compile(r"\A---[ \t]*\n((?:.*\n)*?)---[ \t]*(?:\n|\Z)")
HEAD_KEY = re.compile(r"([^\s#:\-][^:\n]*?)[ \t\u00a0\u202f]*:(?=\s|\Z)")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*\Z")
BLOCK_START = re.compile(
    r"[ \t]*(?:[-*+][ \t]|\d+[.)][ \t]|#{1,6}[ \t]|[|>:=]|\[\^?[^\]]+\]:|-{3,}|\*{3,}|\Z)|\t| {4}"
)
CLOSED_LINE = re.compile(r"[ \t]*(?:#{1,6}[ \t]|\||={2,}|-{2,}|\*{3,}|\Z)|.*(?:  |\\)\Z")
SENTENCE_GAP = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Z]\.)(?:[ \u00a0\u202f]?[»”\"')\]*_])*(\s+)(?=[^\sa-zà-ÿ!?:;»])",
)


class Head(NamedTuple):
    """The YAML head of a text, cut at its keys; `entries` maps each key to its lines, in order."""

    opening: str
    entries: dict[str, str]
    closing: str


class Section(NamedTuple):
    """A heading and its text up to the next heading of any level. Text before the first has level 0."""

    level: int
    heading: str
    body: str


def normalised(text: str) -> str:
    """Return the text with LF line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def lines_of(text: str) -> list[str]:
    """Cut a text into lines with their LF; other characters that Unicode calls line ends stay inside."""
    return LINE.findall(text)


def split_head(text: str) -> tuple[Head | None, str]:
    """Return the head, if the text starts with one whose keys are all different, and the rest."""
    found = HEAD.match(text)
    if not found:
        return None, text
    entries: dict[str, list[str]] = {}
    key = ""
    for line in lines_of(found[1]):
        named = HEAD_KEY.match(line)
        key = named[1] if named else key
        if named and key in entries:
            return None, text
        entries.setdefault(key, []).append(line)
    opening, closing = text[: found.start(1)], text[found.end(1) : found.end()]
    joined = {key: "".join(lines) for key, lines in entries.items()}
    return Head(opening, joined, closing), text[found.end() :]


def logical_lines(text: str) -> list[str]:
    """Cut a text into lines with their ends; wrapped lines of one paragraph or list item stay together."""
    joined: list[list[str]] = []
    fence = ""
    continues = False
    for line in lines_of(text):
        content = line.removesuffix("\n")
        marker = FENCE.match(content)
        inside = bool(fence or marker)
        if continues and not inside and not BLOCK_START.match(content):
            joined[-1].append(line)
        else:
            joined.append([line])
        fence = _fence_after(fence, marker[1] if marker else "")
        continues = not inside and not CLOSED_LINE.match(content)
    return ["".join(parts) for parts in joined]


def sentences(logical_line: str) -> list[str]:
    """Cut one logical line into its sentences, the white space between them, and its line end."""
    content = logical_line.removesuffix("\n")
    gaps = [found.span(1) for found in SENTENCE_GAP.finditer(content)]
    cuts = [0, *(place for gap in gaps for place in gap), len(content), len(logical_line)]
    return [logical_line[start:end] for start, end in pairwise(cuts) if start < end]


def sections(body: str) -> list[Section]:
    """Cut a text without head at its headings (`#` … `######`, outside code blocks)."""
    found: list[tuple[int, str, list[str]]] = [(0, "", [])]
    for line, is_code in _lines_with_code(body):
        heading = None if is_code else HEADING.match(line)
        if heading:
            found.append((len(heading[1]), heading[2], []))
        else:
            found[-1][2].append(line)
    return [Section(level, heading, "\n".join(lines)) for level, heading, lines in found]


def _lines_with_code(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line and whether it belongs to a fenced code block."""
    fence = ""
    for line in text.split("\n"):
        marker = FENCE.match(line)
        yield line, bool(fence or marker)
        fence = _fence_after(fence, marker[1] if marker else "")


def _fence_after(fence: str, marker: str) -> str:
    """Return the fence that is open after a line, given the one open before it and the line's own marker."""
    if not fence:
        return marker
    return "" if marker.startswith(fence) else fence
