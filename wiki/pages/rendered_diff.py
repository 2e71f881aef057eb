"""Comparison of two rendered pages: the new page, with what came in `ins` and what went in `del`.

Blocks that are the same on both sides are copied; only rewritten ones go through `lxml.html.diff`, whose time
grows with the square of what it is given.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape
from typing import NamedTuple

from lxml import etree, html
from lxml.html.diff import htmldiff

from wiki.pages.comparison.alignment import Block, matching_blocks

PASSAGE_LIMIT = 60_000
"""Longest rewritten passage, old and new together, in characters of HTML."""

PAGE_LIMIT = 240_000
"""Most characters of rewritten HTML in one page."""

HIDDEN_HREF = "data-compared-href"
"""Where addresses of links wait meanwhile: `htmldiff` would print them into the text, in English."""

CHARACTER_REFERENCE = re.compile(r"&#(?:x[0-9a-f]+|[0-9]+);?", re.IGNORECASE)
NOT_A_CHARACTER = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
EMPTY_MARK = re.compile(r"<(ins|del)>\s*</\1>")


def compare_rendered(old_html: str, new_html: str, clean: Callable[[str], str]) -> str | None:
    """Return the marked HTML, passed through `clean`, or None when too much changed to tell in a short time.

    `clean` must let `ins` and `del` through. Any text is taken as HTML; comments are left out.
    """
    passages = _passages(old_html, new_html)
    if passages is None:
        return None
    return clean(_shown("".join(map(_marked, passages))))


def compare_parts(
    old_html: str, new_html: str, clean: Callable[[str], str], around: int = 1
) -> list[str | int] | None:
    """The same, with only so many unchanged blocks around each change: numbers count those that are left out."""
    passages = _passages(old_html, new_html)
    if passages is None:
        return None
    parts: list[str | int] = []
    for place, passage in enumerate(passages):
        if passage.old != passage.new:
            parts.append(_marked(passage))
        else:
            first, last = around if place else 0, around if place < len(passages) - 1 else 0
            parts += _abridged(passage.new, first, last)
    return [part if isinstance(part, int) else clean(_shown(part)) for part in parts]


class _Passage(NamedTuple):
    """A run of blocks that are the same on both sides, or that were rewritten."""

    old: Sequence[str]
    new: Sequence[str]


def _passages(old_html: str, new_html: str) -> list[_Passage] | None:
    """Both pages in runs of blocks, the same ones and the rewritten ones in turn; None when too much changed."""
    found = list(_runs(_blocks(old_html), _blocks(new_html)))
    sizes = [sum(map(len, (*run.old, *run.new))) for run in found if run.old != run.new]
    return None if sum(sizes) > PAGE_LIMIT or any(size > PASSAGE_LIMIT for size in sizes) else found


def _abridged(blocks: Sequence[str], first: int, last: int) -> Iterator[str | int]:
    """The blocks at both ends, and how many are left out between them."""
    left_out = len(blocks) - first - last
    if left_out < 2:
        yield "".join(blocks)
        return
    if first:
        yield "".join(blocks[:first])
    yield left_out
    if last:
        yield "".join(blocks[len(blocks) - last :])


def _shown(marked: str) -> str:
    return marked.replace(f" {HIDDEN_HREF}=", " href=")


def _blocks(source: str) -> list[str]:
    """Cut HTML into its top-level elements, each with the text that follows it."""
    opening, *elements = _body("<html><body><br>" + _storable(source))
    text = [escape(opening.tail, quote=False)] if opening.tail else []
    return text + [html.tostring(element, encoding="unicode") for element in elements]


def _body(document: str) -> etree._Element:
    """Return the body, without comments, with the addresses of links put aside."""
    body = next(html.document_fromstring(document).iter("body"))
    etree.strip_elements(body, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for link in body.iter("a"):
        if "href" in link.attrib:
            link.attrib[HIDDEN_HREF] = link.attrib.pop("href")
    return body


def _storable(source: str) -> str:
    """Leave out the characters that no document can hold, written as such or as a reference."""
    written_out = CHARACTER_REFERENCE.sub(lambda found: escape(unescape(found[0])), source)
    return NOT_A_CHARACTER.sub("", written_out)


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[_Passage]:
    done = Block(0, 0, 0)
    for block in [*matching_blocks(old, new), Block(len(old), len(new), 0)]:
        rewritten = _Passage(old[done.old + done.size : block.old], new[done.new + done.size : block.new])
        if rewritten.old or rewritten.new:
            yield rewritten
        same = new[block.new : block.new + block.size]
        if same:
            yield _Passage(same, same)
        done = block


def _marked(passage: _Passage) -> str:
    old, new = "".join(passage.old), "".join(passage.new)
    return new if old == new else EMPTY_MARK.sub("", htmldiff(old, new))
