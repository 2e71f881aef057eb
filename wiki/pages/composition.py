"""The text of a page that is not there yet: a head, a title, and the skeleton of its kind."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from wiki.rendering.document import read
from wiki.rendering.head import DEFAULT_LICENCE, set_head_value
from wiki.rendering.slugs import slugify


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

    What the body already says (a head pasted with it, the same title) is kept as it is; only what is missing is
    added.
    """
    source = read(body, home="")
    head = source.head
    text = body if slugify(source.title) == slugify(title) else _with_title(body, head.body_start, title)
    additions = {
        "format": "situation/1" if kind == "scenario" else "",
        "territoire": territory,
        "langue": language,
        "licence": DEFAULT_LICENCE,
    }
    lists = {"thèmes": (head.themes, themes), "mots-clés": (head.tags, tags)}
    for key, value in additions.items():
        if not head.get(key) and value:
            text = set_head_value(text, key, value)
    for key, (written, chosen) in lists.items():
        if not set(chosen) <= set(written):
            text = set_head_value(text, key, list(dict.fromkeys([*written, *chosen])))
    return text


def has_title(body: str) -> bool:
    """Whether the text has a first-level heading of its own."""
    return any(line.startswith("# ") for line in body.splitlines())


def _with_title(body: str, start: int, title: str) -> str:
    return f"{body[:start]}# {title}\n\n{body[start:].lstrip()}"
