"""The words of an activity for those who lead it: its key instruction, and all of it as clean HTML. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from wiki.rendering.document import read, shortened
from wiki.rendering.markdown import parse
from wiki.rendering.paragraphs import plain_text

MOST_STATEMENTS = 60
_STATEMENT_LENGTH = 400
_ANYWHERE = "-"
"""Where links lead does not matter to their words."""
_LABEL = re.compile(r"(?:consignes?|instructions?)\s*[.:]\s*", re.IGNORECASE)
_TOP_ITEM = 3
"""The level of the words of an item that is in no other item."""


class _Everything:
    """Every page is taken to be there: a link that leads nowhere matters little while one is leading."""

    def __contains__(self, path: object) -> bool:
        return True


@lru_cache(512)
def key_instruction(prose: str, french: bool, room: int) -> str:
    """What to say, in so many characters: the first quotation where there is one, else the first paragraph."""
    quoted, first = "", ""
    depth = 0
    for token in parse(prose[:20_000], home=_ANYWHERE, french=french):
        depth += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type == "inline":
            text = plain_text(token.children or [])
            first = first or text
            quoted = quoted or (text if depth else "")
    said = quoted or first
    label = _LABEL.match(said)
    return shortened(said[label.end() :] if label else said, room)


@lru_cache(512)
def prose_html(prose: str, home: str) -> str:
    """The whole prose as clean HTML. `home` is the slug of the territory, where `[[Page]]` leads."""
    return read(prose, home=home).html(_Everything()).html if prose else ""


def statements(body: str, language: str = "", *, nested: bool = True) -> list[str]:
    """The items and paragraphs of a section as plain text, without its headings; `nested` with items of items."""
    return list(islice(_statements(body, is_french(language), nested), MOST_STATEMENTS))


def is_french(language: str) -> bool:
    """Whether a text of this language (BCP 47; none is French) is set as French is."""
    return language[:2].lower() in ("", "fr")


def _statements(body: str, french: bool, nested: bool) -> Iterator[str]:
    in_heading = False
    for token in parse(body, home=_ANYWHERE, french=french):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type == "inline" and not in_heading and (nested or token.level <= _TOP_ITEM):
            yield from filter(None, [shortened(plain_text(token.children or []), _STATEMENT_LENGTH)])
