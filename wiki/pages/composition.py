"""The text of a page that is not there yet: a head, a title, and the skeleton of its kind."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from wiki.rendering.document import read
from wiki.rendering.head import DEFAULT_LICENCE, set_head_value


@cache
def skeleton(kind: str) -> str:
    """The sections that a page of this kind usually has, with a word on what goes in each."""
    return files("wiki.pages").joinpath("skeletons", f"{kind}.md").read_text(encoding="utf-8")


def compose(
    body: str,
    *,
    title: str,
    kind: str,
    territory: str,
    themes: Sequence[str] = (),
    tags: Sequence[str] = (),
    language: str = "fr",
) -> str:
    """The whole text of a new page.

    What the body already says (a head pasted with it, a first-level heading) is kept as it is; only what is
    missing is added.
    """
    source = read(body, home="")
    text = body
    if title and not has_title(body):
        text = _with_title(text, title)
    head = source.head
    additions: list[tuple[str, str | Sequence[str]]] = [
        ("format", "situation/1" if kind == "scenario" else ""),
        ("territoire", territory),
        ("thèmes", list(themes)),
        ("mots-clés", list(tags)),
        ("langue", language),
        ("licence", DEFAULT_LICENCE),
    ]
    for key, value in additions:
        if value and not head.get(key):
            text = set_head_value(text, key, value)
    return text


def has_title(body: str) -> bool:
    """Whether the text has a first-level heading of its own."""
    return any(line.startswith("# ") for line in body.splitlines())


def _with_title(text: str, title: str) -> str:
    start = read(text, home="").head.body_start
    return f"{text[:start]}# {title}\n\n{text[start:].lstrip()}"
