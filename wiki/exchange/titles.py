"""Finding the title of a text that may have none, or hide it, without losing or doubling a word."""

import re
from pathlib import PurePosixPath

from markdown_it.token import Token

from wiki.rendering.head import read_head, set_head_value
from wiki.rendering.markdown import parse
from wiki.rendering.paragraphs import plain_text
from wiki.rendering.slugs import fold

# The first heading of a text without title is often one of these; then it is a section.
_SECTIONS = frozenset(
    {
        "apercu", "a quoi ca sert", "contexte", "contexte et besoin", "deroule", "deroulement", "description",
        "en une phrase", "introduction", "materiel", "notes", "objectif", "objectifs", "prerequis",
        "presentation", "procedure", "resume", "sommaire",
    }
)  # fmt: skip
_NAMELESS_FILES = frozenset({"readme", "index", "lisezmoi", "pedago"})
_MARKS = re.compile(r"^ {0,3}#+[ \t\xa0]*")
# « ArbresDeDecision »: where a capital begins a word.
_HUMP = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])")
MAX_TITLE = 200


def with_title(text: str, path: PurePosixPath) -> tuple[str, str]:
    """The text with an H1, and a word on where it came from (empty when it was there).

    A heading or bold line that serves as title becomes the H1 where it stands; a `titre` of the head moves
    to the H1; else the name of the file is used.
    """
    head = read_head(text)
    body = text[head.body_start :]
    tokens = [
        token for token in parse(body, home="", french=False) if token.level == 0 or token.type == "inline"
    ]
    if any(_is_h1(tokens, index) for index in range(len(tokens))):
        return text, ""
    if head.title:
        return _on_top(set_head_value(text, "titre", ""), head.title), "title moved from the head"
    raised = _raised(body, tokens)
    if raised is not None:
        return text[: head.body_start] + raised, "title: the first line, made a first-level heading"
    title = title_of_file(path)
    return _on_top(text, title), f"title taken from the file name: {title}"


def title_of_file(path: PurePosixPath) -> str:
    """A title made from the name of a file, or of its folder where the file's own name says nothing."""
    stem = path.stem
    if fold(stem) in _NAMELESS_FILES and path.parent.name:
        stem = path.parent.name
    words = re.sub(r"[_\-.]+", " ", stem).split()
    if len(words) == 1:
        words = _HUMP.sub(" ", words[0]).split()
        words = [word if word.isupper() else word.lower() for word in words]
    title = " ".join(words)
    return title[:1].upper() + title[1:]


def _is_h1(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    return (
        token.type == "heading_open"
        and token.tag == "h1"
        and bool(plain_text(tokens[index + 1].children or []).strip())
    )


def _on_top(text: str, title: str) -> str:
    start = read_head(text).body_start
    return f"{text[:start]}# {title}\n\n{text[start:].lstrip(chr(10))}"


def _raised(body: str, tokens: list[Token]) -> str | None:
    """The body with its first line as H1, if that line says a title."""
    if len(tokens) < 2 or tokens[0].map is None:
        return None
    opening, inline = tokens[0], tokens[1]
    lines = body.split("\n")
    start, end = tokens[0].map
    if (
        opening.type == "heading_open"
        and inline.content
        and fold(inline.content).strip(" ?:") not in _SECTIONS
    ):
        if opening.markup.startswith("#"):
            lines[start] = "# " + _MARKS.sub("", lines[start])
        else:
            lines[end - 1] = lines[end - 1].replace("-", "=")
        return "\n".join(lines)
    if opening.type == "paragraph_open" and _is_bold_line(inline):
        lines[start] = "# " + lines[start].lstrip()
        return "\n".join(lines)
    return None


def _is_bold_line(inline: Token) -> bool:
    words = [child for child in inline.children or [] if child.type != "text" or child.content.strip()]
    kinds = [child.type for child in words]
    return (
        "\n" not in inline.content
        and len(inline.content) <= MAX_TITLE
        and kinds.count("strong_open") == 1
        and (kinds[0], kinds[-1]) == ("strong_open", "strong_close")
    )
