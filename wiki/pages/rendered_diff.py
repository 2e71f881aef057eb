"""Comparison of two rendered pages: the new page, with what came in `ins` and what went in `del`.

Blocks that are the same on both sides are copied; only rewritten ones go through `lxml.html.diff`, whose time
grows with the square of what it is given.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape

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
    old_blocks, new_blocks = _blocks(old_html), _blocks(new_html)
    passages = list(_passages(old_blocks, new_blocks))
    sizes = [len(old) + len(new) for old, new in passages if old != new]
    if sum(sizes) > PAGE_LIMIT or any(size > PASSAGE_LIMIT for size in sizes):
        return None
    marked = "".join(new if old == new else _marked(old, new) for old, new in passages)
    return clean(marked.replace(f" {HIDDEN_HREF}=", " href="))


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


def _passages(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield old and new text of each run of blocks, the same ones and the rewritten ones in turn."""
    done = Block(0, 0, 0)
    for block in [*matching_blocks(old, new), Block(len(old), len(new), 0)]:
        yield "".join(old[done.old + done.size : block.old]), "".join(new[done.new + done.size : block.new])
        same = "".join(new[block.new : block.new + block.size])
        yield same, same
        done = block


def _marked(old: str, new: str) -> str:
    return EMPTY_MARK.sub("", htmldiff(old, new))
