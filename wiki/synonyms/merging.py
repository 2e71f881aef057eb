"""Two lists of equivalents made from one, together: with the merge of pages, to which each line is an item of a list.

As lines of a paragraph, neighbours would be one passage; as items, only the very line that both changed is in doubt.
"""

from typing import NamedTuple

from wiki.pages.merge import Conflict, merge, resolve

_ITEM = "- "


class Together(NamedTuple):
    """Both texts in one; not `settled` where both changed the same line, which then stands there twice."""

    text: str
    settled: bool


def together(base: str, ours: str, theirs: str) -> Together:
    """Put both together; nothing that either side wrote is left out."""
    merged = merge(*map(_as_items, (base, ours, theirs)))
    text = resolve(merged, [_both(conflict) for conflict in merged.conflicts])
    return Together(
        "".join(line.removeprefix(_ITEM) for line in text.splitlines(keepends=True)), merged.clean
    )


def _as_items(text: str) -> str:
    return "".join(_ITEM + line for line in text.splitlines(keepends=True))


def _both(conflict: Conflict) -> str:
    """The line of whoever saved first, then the other on a line of its own."""
    if not (conflict.theirs and conflict.ours):
        return conflict.both
    return conflict.theirs.removesuffix("\n") + "\n" + conflict.ours
