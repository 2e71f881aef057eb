"""What is proposed, and how the accepted ones change a text.

Every change is told by offsets in the text as it was found, and no two overlap, so any set of proposals can be
applied together.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from wiki.rendering.head_entries import find_block


class Place(IntEnum):
    """How a change sits in the text. Of changes at one offset, the lower comes first."""

    HEAD = 0
    """A line of the head, which is made when there is none."""
    SECTION = 1
    """The heading of a section, blank lines around it."""
    INLINE = 2
    """Part of a line."""
    BLOCK = 3
    """A block of its own, blank lines around it."""
    ENTRY = 4
    """A list item; those at one offset make one list."""


@dataclass(frozen=True, slots=True)
class Change:
    """Replaces what stands from `start` to `end` (offsets, end left out) by `text`."""

    start: int
    end: int
    text: str
    place: Place = Place.INLINE


@dataclass(frozen=True, slots=True)
class Proposal:
    """One piece of structure found.

    Attributes:
        id: names the piece in forms; the same for the same text.
        kind: head, title, summary, section, objective, activity or property.
        becomes: the key, section or property that it gives.
        value: what that says, in words of the evidence.
        first_line, last_line: the evidence, lines of the text counted from 1.
        changes: what accepting it does.
        parent: the piece without which this one means nothing; empty when there is none.
        is_vague: the source says it less precisely than a scenario must; somebody will have to decide.
    """

    id: str
    kind: str
    becomes: str
    value: str
    first_line: int
    last_line: int
    changes: tuple[Change, ...]
    parent: str = ""
    is_vague: bool = False

    def evidence(self, text: str) -> list[str]:
        """The lines that say it."""
        return text.split("\n")[self.first_line - 1 : self.last_line]


def accepted(proposals: Iterable[Proposal], chosen: Collection[str]) -> list[Proposal]:
    """The chosen pieces whose parents are chosen too."""
    kept = dict[str, Proposal]()
    for proposal in proposals:
        if proposal.id in chosen and (not proposal.parent or proposal.parent in kept):
            kept[proposal.id] = proposal
    return list(kept.values())


def apply(text: str, proposals: Sequence[Proposal], chosen: Collection[str]) -> str:
    """The text with the chosen pieces accepted; unchanged when there are none."""
    changes = [change for proposal in accepted(proposals, chosen) for change in proposal.changes]
    head = [change.text for change in changes if change.place is Place.HEAD]
    body = sorted(
        (change for change in changes if change.place is not Place.HEAD),
        key=lambda change: (change.start, change.place),
    )
    writer, place = _Writer(), 0
    for change in body:
        writer.source(text[place : change.start])
        writer.change(change)
        place = max(place, change.end)
    writer.source(text[place:])
    return _with_head(writer.text, head)


def _with_head(text: str, lines: Sequence[str]) -> str:
    if not lines:
        return text
    block = find_block(text)
    if block is None:
        return "\n".join(("---", *lines, "---", "", text.lstrip("\n")))
    return text[: block.end] + "".join(f"{line}\n" for line in lines) + text[block.end :]


class _Writer:
    """Puts source and changes one after the other, with blank lines where Markdown needs them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._block: Change | None = None
        """The block after which nothing but blanks was written."""

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def source(self, text: str) -> None:
        if self._block is not None:
            text = text.lstrip(" \t")
            if text.strip():
                # What stands at the end of the text needs nothing after it.
                self._parts.append("\n" * max(0, self._missing() - (len(text) - len(text.lstrip("\n")))))
                self._block = None
        if text:
            self._parts.append(text)

    def change(self, change: Change) -> None:
        if change.place is Place.INLINE:
            self.source(change.text)
            return
        follows = self._block is not None and self._block.place is change.place is Place.ENTRY
        self._parts.append("\n" * (1 if follows else self._missing()) + change.text)
        self._block = change

    def _missing(self) -> int:
        """How many newlines would make a blank line after what is written."""
        end = "".join(self._parts[-3:])[-2:]
        return 2 - (len(end) - len(end.rstrip("\n"))) if end else 0
