"""Our Markdown: CommonMark with the rules of `wiki.rendering.rules`, and nothing else.

One parser serves the whole process: it is built once and never changed, and all that belongs to one text
lives in the `env` of its parse.
"""

from collections.abc import Container, Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.deflist import deflist_plugin

from wiki.rendering.paragraphs import paragraphs, plain_text
from wiki.rendering.rules.addresses import bare_addresses, is_allowed_address
from wiki.rendering.rules.details import details
from wiki.rendering.rules.footnotes import footnotes
from wiki.rendering.rules.headings import heading_without_space
from wiki.rendering.rules.images import NO_PICTURES, Pictures, images
from wiki.rendering.rules.inline_html import inline_html
from wiki.rendering.rules.tasks import mark_tasks
from wiki.rendering.rules.wikilinks import wiki_links

MAX_NESTING = 20
# A text longer than this is no page. Its beginning is shown as plain text, and the source has all of it.
MAX_MARKED = 300_000
MAX_SHOWN = 100_000
# Nor is a text of so many elements: the densest real one has 9 for 100 characters, so this is 300,000 of them.
# Cleaning takes its time for each, and tens of thousands of headings of one letter took minutes.
MAX_ELEMENTS = 30_000
# An element with more children than this (a table of thousands of lines) or more text (a dump without blank
# lines) is shown as plain text: the time that cleaning takes grows with the square of either.
MAX_CHILDREN = 2_000
MAX_TEXT = 30_000
PIECE = 5_000


class _TooManyElements(Exception):
    """A text has more than `MAX_ELEMENTS`."""


@cache
def parser() -> MarkdownIt:
    """The parser of the process."""
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
    md.validateLink = is_allowed_address  # type: ignore[method-assign]  # how the library says it is replaced
    for add in (
        heading_without_space,
        details,
        deflist_plugin,
        footnotes,
        bare_addresses,
        wiki_links,
        inline_html,
        paragraphs,
        images,
    ):
        add(md)
    md.block.ruler.before("table", "bound", _bound)
    md.core.ruler.after("block", "task_lists", _task_lists)
    md.core.ruler.push("tables", _tables)
    for name, rule in _RENDER_RULES.items():
        md.add_render_rule(name, rule)
    return md


def parse(body: str, *, home: str, french: bool) -> list[Token]:
    """The tokens of a text. Never raises; one beyond `MAX_MARKED` or `MAX_ELEMENTS` is blocks of plain text."""
    if len(body) > MAX_MARKED:
        return _plain_blocks(body)
    try:
        tokens = parser().parse(body, {"home": home, "french": french})
    except _TooManyElements:
        return _plain_blocks(body)
    elements = sum(1 + len(token.children or ()) for token in tokens)
    return tokens if elements <= MAX_ELEMENTS else _plain_blocks(body)


def _bound(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Takes no line: gives up a text of too many elements as soon as they are too many, not seconds later."""
    if len(state.tokens) > MAX_ELEMENTS:
        raise _TooManyElements
    return False


def _plain_blocks(text: str) -> list[Token]:
    """A text shown as it is written, in pieces that are quickly cleaned."""
    if len(text) > MAX_SHOWN:
        text = text[:MAX_SHOWN] + " […]"
    pieces = (text[start : start + PIECE] for start in range(0, len(text), PIECE))
    return [Token("code_block", "code", 0, content=piece, block=True) for piece in pieces]


def top_blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens cut where no element is open: each part renders to balanced HTML, and none is too wide."""
    block, children, plain = list[Token](), [0], False
    for token in tokens:
        block.append(token)
        plain = plain or len(token.content) > MAX_TEXT
        if token.nesting < 0:
            plain = children.pop() > MAX_CHILDREN or plain
        else:
            children[-1] += 1
        if token.nesting > 0:
            children.append(0)
        elif len(children) == 1:
            yield from ([piece] for piece in _plain_blocks(_text(block))) if plain else [block]
            block, plain = [], False


def _text(block: list[Token]) -> str:
    return "\n".join(token.content for token in block if token.content)


def render(
    tokens: list[Token], *, existing: Container[str], anchors: set[str], pictures: Pictures = NO_PICTURES
) -> Iterator[str]:
    """The HTML of each top-level block. `anchors` are the ids already given to headings."""
    md = parser()
    env: dict[str, Any] = {"existing": existing, "anchors": anchors, "pictures": pictures}
    for block in top_blocks(tokens):
        yield md.renderer.render(block, md.options, env)


def _task_lists(state: StateCore) -> None:
    mark_tasks(state.tokens)


_ALIGNED = {
    "text-align:left": "text-start",
    "text-align:center": "text-center",
    "text-align:right": "text-end",
}


def _tables(state: StateCore) -> None:
    """Alignment as a class, since our security policy admits no style; no empty header for screen readers."""
    for index, token in enumerate(state.tokens):
        if token.tag not in {"th", "td"}:
            continue
        style = str(token.attrs.pop("style", ""))
        if style in _ALIGNED:
            token.attrs["class"] = _ALIGNED[style]
        if token.type == "th_open" and not plain_text(state.tokens[index + 1].children or []).strip():
            token.tag = state.tokens[index + 2].tag = "td"


def _table_open(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    # Wide tables scroll in their own box, which the keyboard must reach.
    return '<div class="table-responsive" tabindex="0">\n<table class="table">\n'


def _table_close(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return "</table>\n</div>\n"


def _code(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    words = tokens[index].info.split()
    language = f' class="language-{escapeHtml(words[0])}"' if words else ""
    return f'<pre tabindex="0"><code{language}>{escapeHtml(tokens[index].content)}</code></pre>\n'


_RENDER_RULES = {"table_open": _table_open, "table_close": _table_close, "fence": _code, "code_block": _code}
