"""A page cut into its blocks, each with its lines, as the wiki's own Markdown reads it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from markdown_it.token import Token

from scenarios.formats.found.wording import PARTS
from scenarios.script.vocabulary import SECTIONS
from wiki.rendering.head import read_head
from wiki.rendering.markdown import parse
from wiki.rendering.slugs import fold

_REFERENCES = re.compile(r"[ \t]{0,4}\*\*(?:\[\d{1,3}\]\(#[^()\s]{0,80}\)|\(\d{1,3}\))\*\*")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()]{0,500}\)")
_EDGES = " \t\u00a0\u202f*_"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `first` to `last` (from 0, both included).

    Attributes:
        kind: heading, item, paragraph, quote, table or other.
        content: its text without marker; of an item, that of its first paragraph.
        level: of a heading, 1 to 6.
        marker: of an item, `*` or `3.`; of a heading, its hashes.
        is_simple: an item of one paragraph.
    """

    kind: str
    first: int
    last: int
    content: str = ""
    level: int = 0
    marker: str = ""
    is_simple: bool = True


@dataclass(frozen=True)
class Document:
    """A text, its lines and its blocks."""

    text: str
    lines: Sequence[str] = field(default=())
    starts: Sequence[int] = field(default=())
    blocks: Sequence[Block] = field(default=())

    @cached_property
    def title(self) -> Block | None:
        """The first heading of the first level; else the heading that opens the text, where it can be a title."""
        highest = (block for block in self.blocks if block.kind == "heading" and block.level == 1)
        return next(highest, self.blocks[0] if self.blocks and _may_be_title(self.blocks[0]) else None)

    def content_start(self, block: Block) -> int:
        """The offset where the content of a block's first line begins."""
        line = self.lines[block.first]
        first = block.content.split("\n", 1)[0]
        return self.starts[block.first] + max(0, line.find(first))

    def line_end(self, number: int) -> int:
        """The offset of the end of a line, without its newline."""
        return self.starts[number] + len(self.lines[number])

    def scope(self, index: int) -> int:
        """The index after the last block that stands under a heading."""
        level = self.blocks[index].level
        for place in range(index + 1, len(self.blocks)):
            if self.blocks[place].kind == "heading" and self.blocks[place].level <= level:
                return place
        return len(self.blocks)

    def next_heading(self, index: int) -> int:
        """The index of the first heading from a block on; the number of blocks when there is none."""
        return next(
            (place for place in range(index, len(self.blocks)) if self.blocks[place].kind == "heading"),
            len(self.blocks),
        )


def _may_be_title(block: Block) -> bool:
    said = key(block.content)
    names_a_part = any(wording.fullmatch(said) for wording in PARTS) or SECTIONS.recognise(block.content)
    return block.kind == "heading" and bool(said) and not names_a_part


def read_document(text: str) -> Document:
    """The blocks of a text's body."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)][:-1]
    head = read_head(text)
    tokens = parse(text[head.body_start :], home="", french=False)
    return Document(text, lines, starts, list(_blocks(tokens, head.body_line - 1, lines)))


def _blocks(tokens: Sequence[Token], shift: int, lines: Sequence[str]) -> Iterator[Block]:
    for index, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == 1 and token.map:
            yield _item(tokens, index, shift, lines)
        elif token.level == 0 and token.nesting >= 0 and token.map and not token.type.endswith("list_open"):
            first, last = token.map[0] + shift, token.map[1] + shift - 1
            content = tokens[index + 1].content if token.nesting else ""
            kind = _KINDS.get(token.type, "other")
            if kind == "heading" and not token.markup.startswith("#"):
                kind = "other"
            level = int(token.tag[1]) if kind == "heading" else 0
            content = "\n".join(lines[first : last + 1]) if kind in ("quote", "table") else content
            yield Block(kind, first, _trimmed(lines, first, last), content, level, token.markup)


_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "figure_open": "paragraph",
    "blockquote_open": "quote",
    "table_open": "table",
}


def _item(tokens: Sequence[Token], index: int, shift: int, lines: Sequence[str]) -> Block:
    token = tokens[index]
    first, last = token.map[0] + shift, token.map[1] + shift - 1  # type: ignore[index]  # items have one
    inside = list[Token]()
    for found in tokens[index + 1 :]:
        if found.type == "list_item_close" and found.level == 1:
            break
        inside.append(found)
    starts_with_text = bool(inside) and inside[0].type == "paragraph_open"
    return Block(
        "item",
        first,
        _trimmed(lines, first, last),
        inside[1].content if starts_with_text else "",
        marker=f"{token.info}{token.markup}",
        is_simple=starts_with_text and len(inside) == 3,
    )


def _trimmed(lines: Sequence[str], first: int, last: int) -> int:
    while last > first and not lines[last].strip():
        last -= 1
    return last


def plain(text: str) -> str:
    """A text without references to notes, marks around it and addresses of links; on one line."""
    bare = _LINK.sub(r"\1", _REFERENCES.sub("", text))
    return " ".join(bare.split()).strip(_EDGES).replace("**", "")


def key(text: str) -> str:
    """A heading or label as it is compared."""
    return fold(plain(text)[:200]).strip(" ?!:.#")


def cells(line: str) -> list[str]:
    """The cells of a row of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
