"""The few HTML tags that people may write; every other tag is shown as text.

Markdown's own HTML rules stay off. This rule knows a closed list of tags without attributes (but `title` on
`abbr`, and `id` or `name` on an anchor), and tags that do not pair up inside their paragraph become text
again: what is rendered is balanced by construction, which the block-wise cleaning relies on.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from wiki.rendering.rules.addresses import USER_ID_PREFIX
from wiki.rendering.slugs import slugify

PAIRED_TAGS = ("abbr", "b", "em", "i", "ins", "kbd", "mark", "q", "small", "strong", "sub", "sup", "u")

_TAG = re.compile(
    rf"<(?P<close>/?)(?P<tag>{'|'.join(PAIRED_TAGS)}|a|br)"
    r"""(?:\s+(?P<attribute>title|id|name)\s*=\s*(?P<quote>["'])(?P<value>[^"'<>\n]{0,200})(?P=quote))?\s*/?>""",
    re.IGNORECASE,
)
_ATTRIBUTES = {"abbr": {"title"}, "a": {"id", "name"}}


def inline_html(md: MarkdownIt) -> None:
    """Adds the rule and how its tokens are rendered."""
    md.inline.ruler.before("autolink", "allowed_html", _allowed_html)
    md.add_render_rule("anchor", _render_anchor)


def _allowed_html(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    found = _TAG.match(state.src, state.pos, state.posMax)
    if found is None or not _is_allowed(found):
        return False
    if not silent:
        _push(state, found)
    state.pos = found.end()
    return True


def _is_allowed(found: re.Match[str]) -> bool:
    tag, attribute = found["tag"].lower(), (found["attribute"] or "").lower()
    if tag == "a" and not found["close"]:
        return bool(attribute in _ATTRIBUTES["a"] and slugify(found["value"]))
    return not attribute or (not found["close"] and attribute in _ATTRIBUTES.get(tag, ()))


def _push(state: StateInline, found: re.Match[str]) -> None:
    tag = found["tag"].lower()
    if tag == "br":
        state.push("hardbreak", "br", 0)
    elif tag == "a" and not found["close"]:
        state.push("anchor", "", 0).content = slugify(found["value"])
    else:
        token = state.push("html_tag", tag, 0)
        token.markup = found[0]
        token.info = found["close"]
        if found["attribute"]:
            token.attrs["title"] = unescapeAll(found["value"])


def pair_html(tokens: list[Token]) -> None:
    """Turns tags that pair up into opening and closing tokens, and the others back into text."""
    open_tokens = list[Token]()
    for token in tokens:
        if token.type == "html_tag":
            _pair(token, open_tokens)
        elif token.nesting > 0:
            open_tokens.append(token)
        elif token.nesting < 0:
            while open_tokens.pop().type == "html_tag":
                pass
    anchors = sum(token.type == "anchor" for token in tokens)
    for token in tokens:
        if token.type == "html_tag":
            _unpaired(token, swallow=token.tag == "a" and anchors > 0)


def _pair(token: Token, open_tokens: list[Token]) -> None:
    if not token.info:
        open_tokens.append(token)
    elif open_tokens and open_tokens[-1].type == "html_tag" and open_tokens[-1].tag == token.tag:
        opening = open_tokens.pop()
        opening.type, opening.nesting = "html_open", 1
        token.type, token.nesting = "html_close", -1


def _unpaired(token: Token, *, swallow: bool) -> None:
    """Back to text; but the `</a>` of an anchor, which is rendered empty, has nothing left to say."""
    token.type, token.tag, token.attrs = "text", "", {}
    token.content = "" if swallow else token.markup


def _render_anchor(
    renderer: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    name = tokens[index].content
    if name in env["anchors"]:
        return ""
    env["anchors"].add(name)
    return f'<span id="{USER_ID_PREFIX}{escapeHtml(name)}"></span>'
