"""The title of a text written anew, where the text says it: its first heading, else its head."""

import re

from wiki.rendering.characters import printable
from wiki.rendering.document import read
from wiki.rendering.head import read_head, set_head_value
from wiki.rendering.markdown import parse
from wiki.rendering.slugs import fold

_TYPOGRAPHY = re.compile(r"[\s'’\"«»“”.…:;!?–—-]")
_MARKS = re.compile(r"([\\`*_\[\]<>&~|!#])")


def with_title(text: str, title: str) -> str:
    """The text under another title; nothing else of it changes.

    A title of letters that Markdown would read as marks is written so that it reads as it is.
    """
    plain = _with_title(text, title)
    if _letters(read(plain, home="-").title) == _letters(title):
        return plain
    return _with_title(text, _MARKS.sub(r"\\\1", title))


def is_same_title(typed: str, title: str) -> bool:
    """Whether a title is another one as the typographer sets it, or as a keyboard types it."""
    return _as_typed(typed) == _as_typed(title)


def _as_typed(title: str) -> str:
    return "".join(title.replace("’", "'").replace("…", "...").split())


def _with_title(text: str, title: str) -> str:
    head = read_head(text)
    body = text[head.body_start :]
    lines = title_lines(body)
    if lines is None and head.title:
        return set_head_value(text, "titre", title)
    start = text[: head.body_start]
    if lines is None:
        return f"{start}# {title}\n\n{body.lstrip()}"
    first, last = lines
    written = body.split("\n")
    written[first:last] = [f"# {title}"]
    start = set_head_value(start, "titre", title) if head.title else start
    return start + "\n".join(written)


def title_lines(body: str) -> tuple[int, int] | None:
    """The lines of the first first-level heading that stands in no other block: the first, and the one after."""
    for token in parse(printable(body), home="-", french=False):
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0 and token.map:
            last = token.map[1]
            return token.map[0], last
    return None


def _letters(title: str) -> str:
    """What the typographer leaves as it is."""
    return _TYPOGRAPHY.sub("", fold(title))
