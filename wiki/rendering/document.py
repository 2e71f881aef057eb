"""A page's text, read: its facts, its words, its links and its HTML.

`read` is pure and total: any text gives a `Source`, and no text gives an exception.
"""

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from wiki.rendering.characters import printable
from wiki.rendering.cleaning import clean
from wiki.rendering.head import Head, read_head
from wiki.rendering.markdown import parse, render
from wiki.rendering.paragraphs import plain_text
from wiki.rendering.rules.addresses import USER_ID_PREFIX, is_external
from wiki.rendering.rules.headings import Anchors, display_levels
from wiki.rendering.rules.images import NO_PICTURES, Pictures, file_numbers
from wiki.rendering.rules.typography import typeset
from wiki.rendering.rules.wikilinks import LinkTarget

# Stored beside rendered HTML. Raise it whenever the same text would give other HTML.
RENDERER_VERSION = "3"

SUMMARY_LENGTH = 300
TITLE_LENGTH = 200
TOC_LEVELS = (2, 3)
TOC_LENGTH = 200

# Not the no-break spaces of French typography, which stay.
_SPACES = re.compile(r"[ \t\r\n]+")
_PAGE_ADDRESS = re.compile(r"/([a-z0-9-]{1,80}/[a-z0-9-]{1,80})(?=[/?#]|$)")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")

Shape = Callable[[list[Token]], list[Token]]
"""How a kind of page arranges the elements of its body."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as shown: its level (2 to 6), its text, and its anchor without the prefix of ids."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Clean HTML of a body, and of its table of contents (empty when there is nothing to choose from)."""

    html: str
    toc: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a text says.

    `title` is the first H1, else the head's `titre`, else the first line. `summary` is the first paragraph as
    plain text, at most 300 characters. `plain` is the body without marks and without its title. `links` are
    the pages it points at by their names, each once; `addresses` are those it points at as Markdown links to
    `/territoire/page` or below: they may as well lead to other addresses of this form. The H1 is in none of
    `plain`, `headings` and `html()`.
    """

    head: Head
    title: str
    summary: str
    plain: str
    links: tuple[LinkTarget, ...]
    addresses: tuple[LinkTarget, ...]
    headings: tuple[Heading, ...]
    words: int
    files: tuple[int, ...]
    text: str = field(repr=False, compare=False)
    _tokens: list[Token] = field(repr=False, compare=False)

    def html(
        self, existing: Container[str], shape: Shape | None = None, pictures: Pictures = NO_PICTURES
    ) -> Rendered:
        """The body as clean HTML, its elements as `shape` arranges them.

        Links whose path (`territoire/slug`) is not in `existing` are `missing`. Of `pictures` the sizes are known.
        """
        anchors = {heading.anchor for heading in self.headings}
        tokens = shape(self._tokens) if shape else self._tokens
        blocks = render(tokens, existing=existing, anchors=anchors, pictures=pictures)
        return Rendered("".join(map(clean, blocks)), clean(table_of_contents(self.headings)))

    def external_links(self) -> Iterator[str]:
        """Addresses of other sites that links lead to, in their order, as often as they are there."""
        for child in _inline(self._tokens):
            href = str(child.attrs.get("href", "")) if child.type == "link_open" else ""
            if is_external(href):
                yield href

    def images(self) -> Iterator[tuple[str, str]]:
        """Address and alternative text of each image, as the text has it."""
        for child in _inline(self._tokens):
            if child.type == "image":
                yield str(child.attrs.get("src", "")), plain_text(child.children or [])


def read(text: str, *, home: str) -> Source:
    """Reads a page's text. `home` is the slug of its territory, where `[[Page]]` is looked for."""
    text = printable(text)
    head = read_head(text)
    body = text[head.body_start :].removeprefix("\ufeff")
    french = head.language.lower().partition("-")[0] == "fr"
    title, tokens = _without_title(parse(body, home=home, french=french))
    headings = _mark_headings(tokens)
    plain = "\n".join(_lines(tokens))
    return Source(
        head=head,
        title=title or _head_title(head, french) or _first_line(plain),
        summary=shortened(_first_paragraph(tokens), SUMMARY_LENGTH),
        plain=plain,
        links=tuple(dict.fromkeys(_links(tokens))),
        addresses=tuple(dict.fromkeys(_addresses(tokens))),
        headings=headings,
        words=len(_WORD.findall(plain)),
        files=tuple(dict.fromkeys(file_numbers(tokens))),
        text=text,
        _tokens=tokens,
    )


def shortened(text: str, length: int) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer than `length`."""
    text = _SPACES.sub(" ", text[: length * 4]).strip()
    if len(text) <= length:
        return text
    whole_words, _, _ = text[:length].rpartition(" ")
    return (whole_words or text[: length - 1]).rstrip(" ,;:.") + "…"


def table_of_contents(headings: tuple[Heading, ...]) -> str:
    """Nested lists of links to the headings of the first two levels; empty when there are fewer than two."""
    shown = [heading for heading in headings if heading.level in TOC_LEVELS][:TOC_LENGTH]
    if len(shown) < 2:
        return ""
    parts, level = list[str](), TOC_LEVELS[0] - 1
    for heading in shown:
        if heading.level > level:
            parts.append('<ul class="toc">' if level < TOC_LEVELS[0] else "<ul>")
        else:
            parts.append("</li>" + "</ul></li>" * (level - heading.level))
        parts.append(f'<li><a href="#{USER_ID_PREFIX}{heading.anchor}">{escapeHtml(heading.text)}</a>')
        level = heading.level
    return "".join(parts) + "</li></ul>" * (level - TOC_LEVELS[0] + 1)


def _without_title(tokens: list[Token]) -> tuple[str, list[Token]]:
    """The first H1 that stands in no other block, and the tokens without it."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0:
            title = shortened(plain_text(tokens[index + 1].children or []), TITLE_LENGTH)
            return title, tokens[:index] + tokens[index + 3 :]
    return "", tokens


def _head_title(head: Head, french: bool) -> str:
    title = shortened(head.title, TITLE_LENGTH)
    return typeset(title) if french else title


def _mark_headings(tokens: list[Token]) -> tuple[Heading, ...]:
    """Gives headings their anchor and shown level; takes empty ones away, which only confuse a reader."""
    anchors, headings = Anchors(), list[Heading]()
    places = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    texts = [_SPACES.sub(" ", plain_text(tokens[index + 1].children or [])).strip() for index in places]
    kept = [(index, text) for index, text in zip(places, texts, strict=True) if text]
    levels = display_levels(int(tokens[index].tag[1]) for index, _ in kept)
    for (index, text), level in zip(kept, levels, strict=True):
        heading = Heading(level, text, anchors.take(text))
        tokens[index].tag = tokens[index + 2].tag = f"h{level}"
        tokens[index].attrs["id"] = USER_ID_PREFIX + heading.anchor
        headings.append(heading)
    empty = {index for index, text in zip(places, texts, strict=True) if not text}
    for index in sorted(empty, reverse=True):
        del tokens[index : index + 3]
    return tuple(headings)


def _lines(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield plain_text(token.children or [])
        elif token.type in {"fence", "code_block"}:
            yield token.content.strip("\n")


def _first_line(plain: str) -> str:
    line = next((line for line in plain.split("\n", 50) if line.strip()), "")
    return shortened(line, TITLE_LENGTH)


def _first_paragraph(tokens: list[Token]) -> str:
    """The first paragraph with words; one of the page itself before one in a list or a quotation."""
    openings = [index for index, token in enumerate(tokens) if token.type == "paragraph_open"]
    openings.sort(key=lambda index: tokens[index].level > 0)
    texts = (plain_text(tokens[index + 1].children or []) for index in openings)
    return next((text for text in texts if text.strip()), "")


def _inline(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _links(tokens: list[Token]) -> Iterator[LinkTarget]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "wiki_link_open":
                yield child.meta["target"]


def _addresses(tokens: list[Token]) -> Iterator[LinkTarget]:
    for token in tokens:
        children = token.children or []
        for index, child in enumerate(children):
            found = (
                _PAGE_ADDRESS.match(str(child.attrs.get("href", ""))) if child.type == "link_open" else None
            )
            if found:
                yield LinkTarget(found[1], plain_text(children[index + 1 : index + 2]))
