"""Addresses: bare ones in the text become links; which schemes pass; how links out are marked."""

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

ALLOWED_SCHEMES = ("http", "https", "mailto", "tel")
USER_ID_PREFIX = "s-"

_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_BARE_SCHEME = re.compile(r"(?<![\w@./])https?$", re.IGNORECASE)
_REST = re.compile(r"://[^\s<>\[\]\"`«»“”{}|\\^]{1,2000}")
_PUNCTUATION = "?!.,:;*_~'’…"
_ENTITY = re.compile(r"&[a-z]{1,10}\Z")
_LONGEST_ENTITY = 11
_TEXT_ADDRESS = re.compile(
    r"(?<![\w.+/@-])(?:www\.[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"«»]*)?|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
)


def is_allowed_address(url: str) -> bool:
    """Whether a link or image may point there: http, https, mailto, tel, relative, or inside the page."""
    scheme = _SCHEME.match(_INVISIBLE.sub("", url))
    return scheme is None or scheme[1].lower() in ALLOWED_SCHEMES


def is_external(href: str) -> bool:
    """Whether an address leaves the site."""
    return href.lower().startswith(("http:", "https:", "//"))


def bare_addresses(md: MarkdownIt) -> None:
    """Adds the rule that makes a link of `https://…` in running text."""
    md.inline.ruler.after("text", "bare_address", _bare_address)


def _bare_address(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("://", state.pos) or state.linkLevel > 0:
        return False
    scheme = _BARE_SCHEME.search(state.src, max(0, state.pos - 6), state.pos)
    rest = _REST.match(state.src, state.pos, state.posMax)
    if scheme is None or rest is None:
        return False
    written = without_trailing(rest[0])
    url = scheme[0] + written
    if len(written) <= len("://") or not (silent or state.pending.endswith(scheme[0])):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        if state.pending:
            state.pushPending()
        state.tokens.extend(link_tokens(state.md.normalizeLink(url), url))
    state.pos += len(written)
    return True


def without_trailing(url: str) -> str:
    """A bare address without the punctuation of the sentence around it, nor a bracket it did not open."""
    url = _without_punctuation(url)
    surplus = url.count(")") - url.count("(")
    while surplus > 0 and url.endswith(")"):
        url = _without_punctuation(url[:-1])
        surplus -= 1
    return url


def _without_punctuation(url: str) -> str:
    """Read from the end and only once: a pattern tried from each place takes the square of the length."""
    while True:
        shorter = url.rstrip(_PUNCTUATION)
        entity = _ENTITY.search(shorter, max(0, len(shorter) - _LONGEST_ENTITY))
        if entity is None or not url.startswith(";", len(shorter)):
            return shorter
        url = shorter[: entity.start()]


def link_tokens(href: str, shown: str) -> Iterator[Token]:
    """The three tokens of a link whose text is its address."""
    yield Token("link_open", "a", 1, attrs={"href": href}, markup="linkify", info="auto")
    yield Token("text", "", 0, content=shown)
    yield Token("link_close", "a", -1, markup="linkify", info="auto")


def with_text_addresses(tokens: list[Token], normalise: Callable[[str], str]) -> list[Token]:
    """Makes links of `www.…` and e-mail addresses in the text, outside links."""
    result, depth = list[Token](), 0
    for token in tokens:
        depth += token.nesting if token.tag == "a" else 0
        if token.type == "text" and not depth and ("@" in token.content or "www." in token.content):
            result += _split_at_addresses(token.content, normalise)
        else:
            result.append(token)
    return result


def _split_at_addresses(text: str, normalise: Callable[[str], str]) -> Iterator[Token]:
    done = 0
    for found in _TEXT_ADDRESS.finditer(text):
        shown = without_trailing(found[0])
        yield Token("text", "", 0, content=text[done : found.start()])
        yield from link_tokens(normalise(("mailto:" if "@" in shown else "https://") + shown), shown)
        done = found.start() + len(shown)
    yield Token("text", "", 0, content=text[done:])


def mark_links(tokens: list[Token]) -> list[Token]:
    """Links out say `rel`; links in the page follow the prefix of its anchors; none stays without text."""
    result, empty = list[Token](), ""
    for token in tokens:
        if token.type == "link_open":
            empty = _mark(token)
        elif token.type == "link_close" and empty:
            result.append(Token("text", "", 0, content=empty))
        elif token.content.strip():
            empty = ""
        result.append(token)
    return result


def _mark(opening: Token) -> str:
    href = str(opening.attrs.get("href", ""))
    if is_external(href):
        opening.attrs["rel"] = "noopener nofollow ugc"
    elif href.startswith("#") and not href.startswith("#" + USER_ID_PREFIX):
        opening.attrs["href"] = "#" + USER_ID_PREFIX + href[1:]
    return href or "#"
