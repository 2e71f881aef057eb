"""French typography, on running text only: the spaces, apostrophes and ellipses that keyboards do not give.

Code, addresses and times (`12:30`) never change, and neither does the source: this is how a page is shown.
"""

import re

from markdown_it.token import Token

NARROW_SPACE = "\u202f"

_SPACE = r"[ \u00a0\u2009\u202f]"
_RULES = (
    # What follows the sign tells a French sentence from `:-)`, `/!\`, `12:30`, `C:\` or `?q=1`.
    (
        re.compile(rf"(?<=[^\s/(:;!?]){_SPACE}*(?=(?:[!?]+(?:[\s)\]\"”».,…]|$))|[:;](?:[\s»]|$))"),
        NARROW_SPACE,
    ),
    (re.compile(rf"«{_SPACE}*(?=\S)"), "«" + NARROW_SPACE),
    (re.compile(rf"(?<=\S){_SPACE}*»"), NARROW_SPACE + "»"),
    (re.compile(r"(?<=[^\W\d_])'(?=[\w«])"), "’"),
    (re.compile(r"(?<![./])\.{3}(?![.\w/])"), "…"),
)
_CONCERNED = re.compile(r"[:;!?«»']|\.{3}")


def typeset(text: str, before: str = "", after: str = "") -> str:
    """The text as French sets it, given the characters that stand before and after it in the paragraph."""
    if not _CONCERNED.search(text):
        return text
    # A sign at the border is set by the text that holds it; here it would be set a second time.
    before, after = before.strip(" \n«."), after.strip(" \n:;!?».")
    text = before + text + after
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text[len(before) : len(text) - len(after)]


def typeset_tokens(tokens: list[Token]) -> None:
    """Sets every text of a paragraph's tokens, but the text of a bare address."""
    firsts = _following(tokens)
    address, before = False, ""
    for token, after in zip(tokens, firsts, strict=True):
        last = _visible(token)[-1:] or before
        if token.type in {"link_open", "link_close"} and token.info == "auto":
            address = token.nesting > 0
        elif token.type == "text" and not address:
            token.content = typeset(token.content, before, after)
        before = last


def _following(tokens: list[Token]) -> list[str]:
    """For each token, the first character shown after it."""
    following, first = list[str](), ""
    for token in reversed(tokens):
        following.append(first)
        first = _visible(token)[:1] or first
    return following[::-1]


def _visible(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content
