"""A text without what one person put into it. Pure: texts in, text out."""

from collections.abc import Sequence
from dataclasses import dataclass

from wiki.pages.kinds import KindTools


@dataclass(frozen=True)
class Change:
    """One revision to take back: the text before it and after it."""

    before: str
    after: str


def without(tools: KindTools, current: str, changes: Sequence[Change]) -> str | None:
    """The current text without these changes, the newest taken back first; None where later ones touch the same.

    Taking a change back is a merge: what it started from and what stands now are both made from what it left
    (https://en.wikipedia.org/wiki/Merge_(version_control)#Three-way_merge, with the branches turned round).

    Args:
        tools: how pages of this kind are merged.
        changes: oldest first.
    """
    text: str | None = current
    for change in reversed(changes):
        if text is None:
            return None
        text = change.before if text == change.after else tools.merge(change.after, change.before, text).text
    return text
