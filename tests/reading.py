"""Pages as the tests read them: a tree, and the few kinds of CSS selectors that say where to look."""

import re
from typing import Any

from lxml import html

_STEP = re.compile(r"(?P<tag>\w+)?(?P<rest>(?:[.#][\w-]+|\[[\w-]+=[^\]]+\])*)")
_MARK = re.compile(r"\.(?P<class>[\w-]+)|#(?P<id>[\w-]+)|\[(?P<name>[\w-]+)=(?P<value>[^\]]+)\]")


def tree(text: str) -> Any:
    """A page as a tree."""
    return html.fromstring(text)


def select(page: Any, selector: str) -> list[Any]:
    """The elements at `tag.class#id[name=value]` steps, each somewhere inside the one before."""
    return list(page.xpath("".join(_xpath(step) for step in selector.split())))


def words(element: Any) -> str:
    """The text of an element on one line, with plain spaces."""
    return " ".join(element.text_content().split())


def _xpath(step: str) -> str:
    found = _STEP.fullmatch(step)
    assert found, f"not a selector that tests know: {step}"
    conditions = []
    for mark in _MARK.finditer(found["rest"]):
        if mark["class"]:
            conditions.append(f"[contains(concat(' ', normalize-space(@class), ' '), ' {mark['class']} ')]")
        elif mark["id"]:
            conditions.append(f"[@id='{mark['id']}']")
        else:
            conditions.append(f"[@{mark['name']}='{mark['value']}']")
    return f"//{found['tag'] or '*'}{''.join(conditions)}"
