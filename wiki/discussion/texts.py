"""What people write in messages: checked, read as Markdown, shown as clean HTML.

It is the Markdown of pages without what belongs to pages: a heading is a strong line, a footnote its number, an image
that is no file of this site a link to it. The cleaning is the same, last, on the final HTML.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping

from flask_babel import lazy_gettext as _l
from markdown_it.token import Token

from wiki.discussion.models import MAX_SUBJECT
from wiki.errors import Invalid
from wiki.pages.checks import tidy_text
from wiki.rendering.cleaning import clean
from wiki.rendering.document import shortened
from wiki.rendering.markdown import parse, render
from wiki.rendering.paragraphs import plain_text
from wiki.rendering.rules.addresses import is_external

MAX_MESSAGE = 10_000
MAX_MENTIONS = 20
_FILES = "/fichiers/"
_MENTION = re.compile(r"(?<![\w@/.+-])@([a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?)(?![\w@])", re.IGNORECASE)
_FOOTNOTES = frozenset({"footnote_block_open", "footnote_block_close", "footnote_open", "footnote_close"})
_HEADINGS = {"heading_open": "paragraph_open", "heading_close": "paragraph_close"}


def checked(text: str) -> str:
    """The text of a message as it is kept.

    Raises:
        Invalid: it is empty, too long, or cannot be kept.
    """
    if not text.strip():
        raise Invalid({"text": _l("Écrivez au moins un mot.")})
    tidy = tidy_text(text).strip()
    if len(tidy) > MAX_MESSAGE:
        message = _l(
            "C'est trop long : %(limit)s caractères au plus. Partagez-le en plusieurs messages.",
            limit=MAX_MESSAGE,
        )
        raise Invalid({"text": message})
    return tidy


def html_of(text: str, *, home: str, existing: Container[str], people: Mapping[str, str]) -> str:
    """Clean HTML of a message.

    Args:
        home: slug of the territory in which `[[Page]]` is looked for.
        existing: paths of pages that the reader may read.
        people: handle → name, of those whom a mention may name.
    """
    tokens = _read(text, home)
    for token in tokens:
        if token.children:
            token.children = list(_with_mentions(token.children, people))
    return "".join(map(clean, render(tokens, existing=existing, anchors=set())))


def handles_in(text: str) -> tuple[str, ...]:
    """The handles that a message mentions, each once, outside code and links; the first `MAX_MENTIONS`."""
    found = (mention[1].lower() for said in _said(_read(text, "")) for mention in _MENTION.finditer(said))
    return tuple(dict.fromkeys(found))[:MAX_MENTIONS]


def paths_in(text: str, home: str) -> Iterator[str]:
    """The paths of pages that a message links to."""
    for token in _inline(_read(text, home)):
        if token.type == "wiki_link_open":
            yield token.meta["target"].path


def links_out(text: str) -> int:
    """How many links of a message leave the site."""
    return sum(is_external(str(token.attrs.get("href", ""))) for token in _inline(_read(text, "")))


def beginning(text: str) -> str:
    """How a message begins, on one line: its first block, but for what it quotes of others."""
    depth = 0
    for token in _read(text, ""):
        depth += token.nesting if token.type.startswith("blockquote") else 0
        words = plain_text(token.children) if token.children else token.content
        if not depth and words.strip():
            return shortened(words, MAX_SUBJECT - 1)
    return shortened(text, MAX_SUBJECT - 1)


def quoted(text: str, name: str) -> str:
    """A message as the beginning of an answer to it: what it says, quoted, under the name of who said it."""
    lines = shortened_lines(text)
    return "\n".join([f"> {name} :", ">", *(f"> {line}".rstrip() for line in lines)]) + "\n\n"


def shortened_lines(text: str, most: int = 12) -> list[str]:
    """The first lines that a message says itself."""
    own = [line for line in text.split("\n") if not line.startswith(">")]
    lines = "\n".join(own).strip().split("\n")
    return lines if len(lines) <= most else [*lines[:most], "…"]


def _read(text: str, home: str) -> list[Token]:
    tokens = [
        token for token in parse(text, home=home, french=True) if token.type not in _FOOTNOTES
    ]  # fmt: skip
    in_heading = False
    for token in tokens:
        if token.type in _HEADINGS:
            in_heading = token.nesting > 0
            token.type, token.tag = _HEADINGS[token.type], "p"
        elif token.type == "inline" and token.children is not None:
            # The tokens within are shared with other texts: they are replaced, never changed.
            token.children = list(_calmed(token.children))
            if in_heading:
                token.children = [
                    Token("strong_open", "strong", 1),
                    *token.children,
                    Token("strong_close", "strong", -1),
                ]
    return [token for token in tokens if token.type != "footnote_anchor"]


def _calmed(children: Iterable[Token]) -> Iterator[Token]:
    for child in children:
        if child.type == "footnote_ref":
            yield _text(f"[{child.meta['id'] + 1}]")
        elif child.type == "image" and not str(child.attrs.get("src", "")).startswith(_FILES):
            yield from _link_instead(child)
        elif child.type not in ("anchor", "footnote_anchor"):
            yield child


def _link_instead(image: Token) -> Iterator[Token]:
    address = str(image.attrs.get("src", ""))
    rel = {"rel": "noopener nofollow ugc"} if is_external(address) else {}
    yield Token("link_open", "a", 1, attrs={"href": address, **rel})
    yield _text(plain_text(image.children or []) or address)
    yield Token("link_close", "a", -1)


def _with_mentions(children: Iterable[Token], people: Mapping[str, str]) -> Iterator[Token]:
    depth = 0
    for child in children:
        depth += child.nesting if child.tag == "a" else 0
        if child.type == "text" and not depth and "@" in child.content:
            yield from _split(child.content, people)
        else:
            yield child


def _split(text: str, people: Mapping[str, str]) -> Iterator[Token]:
    done = 0
    for found in _MENTION.finditer(text):
        handle = found[1].lower()
        if handle not in people:
            continue
        yield _text(text[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": f"/personnes/{handle}"})
        yield _text(f"@{people[handle]}")
        yield Token("link_close", "a", -1)
        done = found.end()
    yield _text(text[done:])


def _said(tokens: Iterable[Token]) -> Iterator[str]:
    """The running text, without code and links."""
    depth = 0
    for token in _inline(tokens):
        depth += token.nesting if token.tag == "a" else 0
        if token.type == "text" and not depth:
            yield token.content


def _inline(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
