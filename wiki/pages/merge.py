"""Three-way merge of page texts: what two people wrote at the same time, kept together where it can be.

The head is merged key by key like a map, the rest by paragraphs and lines, and what both changed once more by
sentences. So two people changing different sentences of a paragraph both win, and only the same sentence is a
`Conflict`, which a person decides. Nothing that either side wrote is dropped without being asked about, and
no merge marker is ever written.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from wiki.pages.comparison.alignment import Effort
from wiki.pages.comparison.outline import Head, lines_of, logical_lines, normalised, sentences, split_head
from wiki.pages.comparison.weaving import Efforts, Items, Region, trimmed, weave

CONTEXT = 240
"""How many characters of the text around a conflict are shown with it."""

Choice = Literal["ours", "theirs", "both"] | str
"""How a conflict is settled: by a side, by both, or by any other text, which is taken as written."""

BULLET = re.compile(r"([ \t]*[-*+])[ \t]+(?:([^:\n]+?)[ \t\u00a0\u202f]*:\s)?")
INLINE_LIST = re.compile(r"([^:\n]+:[ \t]*\[)([^\[\]\"'\n]*)(\][ \t]*\n)")
TABLE_RULE = re.compile(r"[\s|:\-]*\Z")


@dataclass(frozen=True)
class Conflict:
    """A passage that both sides changed differently.

    `before` and `after` are the agreed text around it; `line` is its line in the merged text (from 1), the
    conflicts above counted as `ours`.
    """

    base: str
    ours: str
    theirs: str
    before: str = ""
    after: str = ""
    line: int = 1

    @property
    def both(self) -> str:
        """The text of both sides, the one that was saved first (`theirs`) before the other."""
        if not (self.ours and self.theirs):
            return self.theirs or self.ours
        return self.theirs + _separator(self.theirs, self.ours) + self.ours

    @property
    def is_whole_lines(self) -> bool:
        """Whether both sides are whole lines rather than a passage inside a line."""
        return all(side.endswith("\n") for side in (self.ours, self.theirs) if side)


Piece = str | Conflict


@dataclass(frozen=True)
class Merge:
    """The merged text in pieces: agreed text and conflicts, in order."""

    pieces: tuple[Piece, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The passages that somebody has to decide about, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    @property
    def clean(self) -> bool:
        """Whether both sides could be kept together without asking."""
        return not self.conflicts

    @property
    def text(self) -> str | None:
        """The merged text, or None while there are conflicts."""
        return resolve(self, ()) if self.clean else None


def merge(base: str, ours: str, theirs: str) -> Merge:
    """Merge two texts made from the same base; line ends become LF.

    Swapping the sides swaps them in the conflicts and changes nothing else, except the order of list items
    and table rows that both added at one place: those of `theirs` come first.
    """
    base, ours, theirs = normalised(base), normalised(ours), normalised(theirs)
    settled = Region((base,), (ours,), (theirs,)).settled
    if settled:
        return Merge(settled if settled[0] else ())
    ends = Region(*((str(not text or text.endswith("\n")),) for text in (base, ours, theirs))).settled
    pieces = _merged_page(*map(_with_newline, (base, ours, theirs)))
    return Merge(put_together(pieces, ends_with_newline=ends == ("True",)))


def put_together(pieces: Iterable[Piece], *, ends_with_newline: bool) -> tuple[Piece, ...]:
    """The pieces of a merge of texts that all end with LF: agreed texts joined, conflicts told their place."""
    return tuple(_placed(_joined(_as_ended(pieces, ends_with_newline))))


def resolve(merge: Merge, choices: Sequence[Choice]) -> str:
    """Return the merged text with one choice per conflict, in order.

    Raises ValueError when there are more or fewer choices than conflicts.
    """
    if len(choices) != len(merge.conflicts):
        raise ValueError(f"{len(merge.conflicts)} choices expected, {len(choices)} given")
    remaining = iter(choices)
    return "".join(
        piece if isinstance(piece, str) else _chosen(piece, next(remaining)) for piece in merge.pieces
    )


def _chosen(conflict: Conflict, choice: Choice) -> str:
    if choice in ("ours", "theirs", "both"):
        return str(getattr(conflict, choice))
    written = normalised(choice)
    return _with_newline(written) if conflict.is_whole_lines else written


def _with_newline(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _separator(first: str, second: str) -> str:
    """Return what has to stand between two passages for them to stay apart."""
    if not first.endswith("\n"):
        return "" if first[-1].isspace() or second[0].isspace() else " "
    return "" if BULLET.match(second) or first.endswith("\n\n") or second.startswith(("\n", "|")) else "\n"


def _merged_page(base: str, ours: str, theirs: str) -> Iterator[Piece]:
    """Merge head and body apart when both sides have a head."""
    efforts = Efforts(Effort(), Effort())
    base_head, base_body = split_head(base)
    ours_head, ours_body = split_head(ours)
    theirs_head, theirs_body = split_head(theirs)
    if ours_head and theirs_head:
        yield from _merged_head(base_head or Head("", {}, ""), ours_head, theirs_head, efforts)
        base, ours, theirs = base_body, ours_body, theirs_body
    yield from _merged_lines(base, ours, theirs, efforts)


def _merged_head(base: Head, ours: Head, theirs: Head, efforts: Efforts) -> Iterator[Piece]:
    yield from _agreed_or_conflict(Region((base.opening,), (ours.opening,), (theirs.opening,)))
    for key in _keys_in_order(list(base.entries), list(ours.entries), list(theirs.entries)):
        yield from _merged_entry(efforts, *(head.entries.get(key, "") for head in (base, ours, theirs)))
    yield from _agreed_or_conflict(Region((base.closing,), (ours.closing,), (theirs.closing,)))


def _merged_entry(efforts: Efforts, base: str, ours: str, theirs: str) -> Iterator[Piece]:
    """Merge the lines of one key: an inline list as a set, a block list by items, a line as a whole."""
    lists = [INLINE_LIST.fullmatch(entry) for entry in (base, ours, theirs)]
    parts = [(found[1], found[2].split(","), found[3]) for found in lists if found]
    if len(parts) == 3 and parts[1][::2] == parts[2][::2]:
        start, _, end = parts[1]
        yield start + _merged_set(*(items for _, items, _ in parts)) + end
        return
    for region in weave(efforts, lines_of(base), lines_of(ours), lines_of(theirs)):
        yield from _merged_additions(region)


def _merged_set(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> str:
    """Return what both kept and what either added, comma-separated."""
    base, ours, theirs = ([item.strip() for item in side if item.strip()] for side in (base, ours, theirs))
    gone = set(base) - set(ours)
    kept = [item for item in theirs if item not in gone]
    known = {*base, *kept}
    return ", ".join([*kept, *(item for item in ours if item not in known)])


def _keys_in_order(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return all keys in the order of `theirs`, or of `ours` if that side alone moved some.

    Keys of the other side alone come after the neighbour they had there.
    """
    common = set(base) & set(ours) & set(theirs)
    order = [key for key in base if key in common]
    ours_moved = [key for key in ours if key in common] != order
    theirs_moved = [key for key in theirs if key in common] != order
    first, second = (ours, theirs) if ours_moved and not theirs_moved else (theirs, ours)
    present = set(first)
    neighbour: str | None = None
    following: dict[str | None, list[str]] = {None: []}
    for key in second:
        if key in present:
            neighbour = key
        else:
            following.setdefault(neighbour, []).append(key)
    return following[None] + [near for key in first for near in (key, *following.get(key, ()))]


def _merged_lines(base: str, ours: str, theirs: str, efforts: Efforts) -> Iterator[Piece]:
    """Merge by logical lines, then what is left open by sentences."""
    texts = (logical_lines(text) for text in (base, ours, theirs))
    for region in weave(efforts, *texts):
        if region.settled is not None or not region.base:
            yield from _merged_additions(region)
        else:
            yield from _merged_sentences(region, efforts)


def _merged_sentences(region: Region, efforts: Efforts) -> Iterator[Piece]:
    head, left, tail = trimmed(region)
    yield from head
    for part in weave(efforts, *map(_sentences_of, (left.base, left.ours, left.theirs))):
        yield from _merged_additions(part)
    yield from tail


def _sentences_of(lines: Items) -> list[str]:
    return list(chain.from_iterable(map(sentences, lines)))


def _merged_additions(region: Region) -> Iterator[Piece]:
    """Keep what both added at one place when its order does not matter; leave the rest to be decided."""
    if region.settled is not None:
        yield from region.settled
        return
    head, left, tail = trimmed(region)
    yield from head
    if not left.base and _are_whole_lines(left) and (_are_separate_items(left) or _are_table_rows(left)):
        yield from left.theirs + left.ours
    else:
        yield from _agreed_or_conflict(left)
    yield from tail


def _agreed_or_conflict(region: Region) -> Iterator[Piece]:
    if region.settled is not None:
        yield from region.settled
    else:
        yield Conflict("".join(region.base), "".join(region.ours), "".join(region.theirs))


def _are_whole_lines(region: Region) -> bool:
    return all(line.endswith("\n") for line in region.ours + region.theirs)


def _are_separate_items(region: Region) -> bool:
    """Tell whether both sides are items of one bullet list, none of them naming the same `key :`."""
    ours, theirs = ([BULLET.match(line) for line in side] for side in (region.ours, region.theirs))
    bullets = [found for found in chain(ours, theirs) if found]
    whole = len(bullets) == len(ours) + len(theirs)
    our_keys = {found[2].casefold() for found in ours if found and found[2]}
    their_keys = {found[2].casefold() for found in theirs if found and found[2]}
    return whole and len({found[1] for found in bullets}) == 1 and our_keys.isdisjoint(their_keys)


def _are_table_rows(region: Region) -> bool:
    """Tell whether both sides are rows of one table: as many cells each, no heading row."""
    rows = region.ours + region.theirs
    return (
        all(row.startswith("|") and not TABLE_RULE.match(row) for row in rows)
        and len({row.count("|") for row in rows}) == 1
    )


def _as_ended(pieces: Iterable[Piece], ends_with_newline: bool) -> Iterator[Piece]:
    """Take off the line end that was added for merging, if the text is to end without one."""
    *others, last = chain([""], pieces)
    yield from others
    if ends_with_newline:
        yield last
    elif isinstance(last, str):
        yield last.removesuffix("\n")
    else:
        base, ours, theirs = (side.removesuffix("\n") for side in (last.base, last.ours, last.theirs))
        yield Conflict(base, ours, theirs)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Make one piece of agreed texts that follow each other."""
    agreed: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            agreed.append(piece)
            continue
        if any(agreed):
            yield "".join(agreed)
        agreed = []
        yield piece
    if any(agreed):
        yield "".join(agreed)


def _placed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Tell each conflict its line and the text around it."""
    found = list(pieces)
    line = 1
    for place, piece in enumerate(found):
        if isinstance(piece, str):
            yield piece
            line += piece.count("\n")
            continue
        before, after = found[place - 1 : place] or [""], found[place + 1 : place + 2] or [""]
        context = _around(before[0], _end_of), _around(after[0], _start_of)
        yield Conflict(piece.base, piece.ours, piece.theirs, *context, line)
        line += piece.ours.count("\n")


def _around(piece: Piece, cut: Callable[[str], str]) -> str:
    return cut(piece) if isinstance(piece, str) else ""


def _end_of(text: str) -> str:
    """Return the last words of a text."""
    return text if len(text) <= CONTEXT else text[-CONTEXT:].partition(" ")[2]


def _start_of(text: str) -> str:
    """Return the first words of a text."""
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0]
