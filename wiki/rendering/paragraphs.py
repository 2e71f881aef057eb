"""The inside of a paragraph: parsed once, set in French, and remembered.

An edit changes one paragraph of a page. The others hit a bounded memo, unless the text has link references
or footnotes, whose meaning stands elsewhere in the page. Remembered tokens are shared: nothing after this
module may change them.
"""

from functools import lru_cache
from typing import Protocol

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType

from wiki.rendering.rules.addresses import mark_links, with_text_addresses
from wiki.rendering.rules.inline_html import pair_html
from wiki.rendering.rules.typography import typeset_tokens

# Beyond these a "paragraph" is an attack or a dump of data, and is shown as the plain text it is.
MAX_LENGTH = 10_000
MAX_DEPTH = 30

REMEMBERED = 1024
REMEMBERED_LENGTH = 4_000


class _Parse(Protocol):
    def __call__(self, content: str, home: str, french: bool) -> list[Token]: ...


def paragraphs(md: MarkdownIt) -> None:
    """Puts our own inline pass in the place of the standard one."""
    remembered: _Parse = lru_cache(REMEMBERED)(
        lambda content, home, french: parse_paragraph(md, content, {"home": home, "french": french})
    )

    def parse_inlines(state: StateCore) -> None:
        env = state.env
        alone = not env.get("references") and not env.get("footnotes")
        for token in state.tokens:
            if token.type != "inline":
                continue
            if alone and len(token.content) <= REMEMBERED_LENGTH:
                children = remembered(token.content, env["home"], env["french"])
            else:
                children = parse_paragraph(md, token.content, env)
            token.children = _with_box(token, children)

    md.core.ruler.at("inline", parse_inlines)
    md.disable("text_join")
    md.add_render_rule("task_open", lambda self, tokens, index, *_: _box(tokens[index]))
    md.add_render_rule("task_close", lambda *_: "</label>")


def parse_paragraph(md: MarkdownIt, content: str, env: EnvType) -> list[Token]:
    """The tokens of one paragraph: marks, links, allowed HTML, typography."""
    if len(content) > MAX_LENGTH:
        return [Token("text", "", 0, content=content)]
    tokens = md.inline.parse(content, md, env, [])
    if _depth(tokens) > MAX_DEPTH:
        return [Token("text", "", 0, content=content)]
    pair_html(tokens)
    if _depth(tokens) > MAX_DEPTH:
        return [Token("text", "", 0, content=content)]
    tokens = with_text_addresses(joined(tokens), md.normalizeLink)
    tokens = mark_links(tokens)
    if env["french"]:
        typeset_tokens(tokens)
    return tokens


def _depth(tokens: list[Token]) -> int:
    deepest = depth = 0
    for token in tokens:
        depth += token.nesting
        deepest = max(deepest, depth)
    return deepest


def joined(tokens: list[Token]) -> list[Token]:
    """Neighbouring texts as one, so that rules see whole words."""
    result, parts = list[Token](), list[str]()
    for token in tokens:
        if token.type in {"text", "text_special"}:
            parts.append(token.content)
            continue
        if parts:
            result.append(Token("text", "", 0, content="".join(parts)))
            parts = []
        if token.children:
            token.children = joined(token.children)
        result.append(token)
    if parts:
        result.append(Token("text", "", 0, content="".join(parts)))
    return result


def _with_box(inline: Token, children: list[Token]) -> list[Token]:
    if "box" not in inline.meta:
        return children
    opening = Token("task_open", "label", 1, info=inline.meta["box"])
    return [opening, *children, Token("task_close", "label", -1)]


def _box(token: Token) -> str:
    checked = " checked" if token.info == "checked" else ""
    return f'<label><input type="checkbox" disabled{checked}> '


def plain_text(children: list[Token]) -> str:
    """What a paragraph says, without marks."""
    return "".join(" " if child.type in {"softbreak", "hardbreak"} else _said(child) for child in children)


def _said(child: Token) -> str:
    if child.type == "image":
        return plain_text(child.children or [])
    return child.content if child.type in {"text", "code_inline"} else ""
