"""A scenario's text taken apart into blocks and entries, for merging and comparing: no character is lost.

The text is a row of blocks: head, opening (title and summary), sections; a section that holds activities has
blocks of its own. What says nothing (blank lines between blocks) stands apart as `trail`, so that a block
can move without dragging the space around it along.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeVar

from scenarios.script.model import Activity, Objective, Script, Section
from scenarios.script.outline import Heading, find_headings, read_mark
from scenarios.script.reading import parse
from scenarios.script.vocabulary import canonical_head_key, folded
from wiki.pages.comparison.outline import lines_of, normalised
from wiki.rendering.head_entries import split_entries

Kind = Literal["head", "opening", "section", "phase", "heading", "activity"]
Located = TypeVar("Located", Activity, Objective)
Key = tuple[str, int]
"""A canonical name, and how many entries of that name come before."""

_COMPARED = ("Lieu", "Rôles", "Matériel", "Ressources")
_SPACES = " \t\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Entry:
    """One key and what it says: a key of the head, a property, an objective, the title or the summary.

    `label` is the text up to the value (`- Durée : `); `value` the rest of that line, `rest` its end and the lines
    that belong to it.
    """

    key: Key
    label: str
    value: str
    rest: str

    @property
    def name(self) -> str:
        return self.key[0]

    @property
    def text(self) -> str:
        return self.label + self.value + self.rest

    @property
    def said(self) -> str:
        """The value on one line, without the spaces that say nothing."""
        return " ".join((self.value + self.rest).split())


@dataclass(frozen=True)
class Block:
    """A part of the text that can be added, taken out or moved as one.

    `mark`, `title` and `tail` are the line of its heading; `gap` stands before the entries, `body` after them,
    then come the blocks inside. `trail` is the blank lines up to the next block; None for the last of a row.
    """

    kind: Kind
    name: str
    place: str
    line: int
    mark: str = ""
    title: str = ""
    tail: str = ""
    gap: str = ""
    entries: tuple[Entry, ...] = ()
    body: str = ""
    children: tuple["Block", ...] = ()
    trail: str | None = None
    anchor: str = ""
    phase: str | None = None

    @cached_property
    def heading(self) -> str:
        return self.mark + self.title + self.tail

    @cached_property
    def content(self) -> str:
        """All but the heading and what follows."""
        return self.gap + "".join(entry.text for entry in self.entries) + self.body + in_a_row(self.children)

    @property
    def is_fixed(self) -> bool:
        """Whether activities are said to move from one to the other, rather than it."""
        return self.kind in ("phase", "heading")

    @property
    def text(self) -> str:
        """All of it but the blank lines that follow."""
        return self.heading + self.content

    @property
    def said(self) -> str:
        """What it says, whatever the level of its heading."""
        return self.title + "\n" + self.content

    @cached_property
    def words(self) -> Counter[str]:
        """The words that tell it from others: those of the title and of free text."""
        free = [self.title, self.body, *(child.said for child in self.children)]
        free += [entry.said for entry in self.entries if self.kind != "activity" or entry.name in _COMPARED]
        return Counter(word for text in free for word in text.casefold().split() if word[0].isalnum())


@dataclass(frozen=True)
class Document:
    """The whole text: `in_a_row(blocks) + end`, less the last line end when not `is_ended`."""

    blocks: tuple[Block, ...]
    end: str
    is_ended: bool
    has_activities: bool


def in_a_row(blocks: Sequence[Block]) -> str:
    """The text of blocks that follow each other."""
    return "".join(
        block.text + ("" if place == len(blocks) else following(block))
        for place, block in enumerate(blocks, 1)
    )


def following(block: Block) -> str:
    """What stands between a block and the next; a blank line after one that was the last."""
    return "\n" if block.trail is None else block.trail


def take_apart(text: str | Script) -> Document:
    """The blocks of a text; line ends become LF."""
    source = normalised(text.text if isinstance(text, Script) else text)
    is_ended = not source or source.endswith("\n")
    whole = source if is_ended else source + "\n"
    script = text if isinstance(text, Script) and text.text == whole else parse(whole)
    *others, last = _blocks(script, lines_of(whole))
    return Document((*others, replace(last, trail=None)), last.trail or "", is_ended, bool(script.activities))


def _blocks(script: Script, lines: Sequence[str]) -> Iterator[Block]:
    starts = [section.first_line - 1 for section in script.sections]
    opening_end = (starts or [len(lines)])[0]
    head_end = script.head.last_line
    while 0 < head_end < opening_end and not lines[head_end].strip():
        head_end += 1
    yield _head(lines[:head_end], script.head.last_line)
    yield _opening(script, lines, head_end, opening_end)
    for section, end in zip(script.sections, [*starts[1:], len(lines)], strict=False):
        yield _section(section, script, lines, end)


def _head(lines: Sequence[str], closing: int) -> Block:
    """The head; its two lines of dashes are in `mark` and `body`, with the blank lines after the second."""
    written = list(split_entries("".join(lines[1 : closing - 1]))) if lines else []
    starts = [entry.first_line - 1 for entry in written]
    keys = _numbered(canonical_head_key(entry.key or entry.source) for entry in written)
    entries = tuple(
        _entry(key, entry.label, lines[start:end])
        for key, entry, start, end in zip(keys, written, starts, [*starts[1:], closing - 1], strict=False)
    )
    gap, body = "".join(lines[1 : (*starts, closing - 1)[0]]), "".join(lines[max(closing - 1, 0) :])
    return Block("head", "", "head", 1, "".join(lines[:1]), gap=gap, entries=entries, body=body, trail="")


def _numbered(names: Iterable[str]) -> Iterator[Key]:
    seen: Counter[str] = Counter()
    for name in names:
        yield name, seen[name]
        seen[name] += 1


def _entry(key: Key, label: str, lines: Sequence[str]) -> Entry:
    """An entry of some lines; spaces between label and value are the label's."""
    value = lines[0].removesuffix("\n").removeprefix(label)
    spaces = value[: len(value) - len(value.lstrip(_SPACES))]
    rest = lines[0][len(label) + len(value) :] + "".join(lines[1:])
    return Entry(key, label + spaces, value[len(spaces) :], rest)


def _opening(script: Script, lines: Sequence[str], start: int, end: int) -> Block:
    """Title and summary, and what stands around them."""
    last = _last_said(lines, start, end)
    title = (script.title_line or 0) - 1
    cuts = {"lead": start}
    if start <= title < last:
        cuts |= {"title": title, "gap": title + 1}
    if script.summary and start <= script.summary_first_line - 1 < last:
        # A line of nothing but U+2028 belongs to the paragraph for Markdown, and is blank here.
        cuts |= {"summary": script.summary_first_line - 1, "rest": min(script.summary_last_line, last)}
    parts = {
        name: "".join(lines[first:after])
        for (name, first), after in zip(cuts.items(), [*list(cuts.values())[1:], last], strict=True)
    }
    body = parts.pop("rest", "")
    entries = tuple(Entry((name, 0), "", part, "") for name, part in parts.items() if part)
    return Block("opening", "", "text", start + 1, entries=entries, body=body, trail="".join(lines[last:end]))


def _last_said(lines: Sequence[str], start: int, end: int) -> int:
    """Where the blank lines at the end of a range begin."""
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _section(section: Section, script: Script, lines: Sequence[str], end: int) -> Block:
    start = section.first_line - 1
    last = _last_said(lines, start, end)
    mark, title, tail = _heading(lines[start], section.heading)
    name = section.key or folded(section.heading)
    found = Block(
        "section",
        name,
        f"section:{section.index}",
        start + 1,
        mark,
        title,
        tail,
        trail="".join(lines[last:end]),
    )
    inside = _within(script.activities, start + 1, last)
    objectives = _within(script.objectives, start + 1, last)
    if inside:
        return _with_children(found, inside, lines, last)
    if objectives:
        return _with_objectives(found, objectives, lines, last)
    return replace(found, body="".join(lines[start + 1 : last]))


def _heading(line: str, title: str) -> tuple[str, str, str]:
    """A line of a heading around its title."""
    place = line.rindex(title) if title else len(line.rstrip())
    return line[:place], title, line[place + len(title) :]


def _with_objectives(
    section: Block, objectives: Sequence[Objective], lines: Sequence[str], last: int
) -> Block:
    """Each objective with the lines up to the next; what follows a blank line after the last is the body."""
    starts = [objective.line - 1 for objective in objectives]
    after = starts[-1] + 1
    while after < last and lines[after].strip():
        after += 1
    entries = tuple(
        _entry(key, "", lines[start:end])
        for key, start, end in zip(
            _numbered(found.id for found in objectives), starts, [*starts[1:], after], strict=True
        )
    )
    gap = "".join(lines[section.line : starts[0]])
    return replace(section, gap=gap, entries=entries, body="".join(lines[after:last]))


def _with_children(section: Block, activities: Sequence[Activity], lines: Sequence[str], last: int) -> Block:
    """The activities, and between them the headings of phases and others with their texts."""
    openings: dict[int, Activity | Heading] = {activity.first_line - 1: activity for activity in activities}
    for heading in find_headings(lines[section.line : last], 1):
        place = section.line + heading.line - 1
        if not _is_inside(place, activities):
            openings.setdefault(place, heading)
    starts = sorted(openings)
    children = [
        _child(openings[start], start, lines, end)
        for start, end in zip(starts, [*starts[1:], last], strict=True)
    ]
    children[-1] = replace(children[-1], trail=None)
    return replace(section, body="".join(lines[section.line : starts[0]]), children=tuple(children))


def _within(items: Sequence[Located], start: int, end: int) -> Sequence[Located]:
    """Those that begin on lines after `start` up to `end`."""
    return items[bisect_left(items, start + 1, key=_line_of) : bisect_left(items, end + 1, key=_line_of)]


def _line_of(item: Activity | Objective) -> int:
    return item.first_line if isinstance(item, Activity) else item.line


def _is_inside(place: int, activities: Sequence[Activity]) -> bool:
    """Whether a line (counted from 0) belongs to an activity."""
    before = bisect_left(activities, place + 2, key=_line_of)
    return before > 0 and place < activities[before - 1].last_line


def _child(opening: Activity | Heading, start: int, lines: Sequence[str], end: int) -> Block:
    last = _last_said(lines, start, end)
    trail = "".join(lines[last:end])
    if isinstance(opening, Activity):
        return replace(_activity(opening, lines, last), trail=trail)
    marked = read_mark(opening.text)
    kind: Kind = "phase" if marked and marked.kind == "phase" else "heading"
    mark, title, tail = _heading(lines[start], marked.title if marked else opening.text)
    body = "".join(lines[start + 1 : last])
    return Block(
        kind, folded(opening.text), "activities", start + 1, mark, title, tail, body=body, trail=trail
    )


def _activity(activity: Activity, lines: Sequence[str], last: int) -> Block:
    mark, title, tail = _heading(lines[activity.first_line - 1], activity.title)
    starts = [found.first_line - 1 for found in activity.properties]
    after = min(last, activity.properties_last_line)
    keys = _numbered(found.key or folded(found.value) for found in activity.properties)
    entries = tuple(
        _property(key, lines[start:end])
        for key, start, end in zip(keys, starts, [*starts[1:], after], strict=False)
    )
    first = starts[0] if starts else activity.first_line
    return Block(
        "activity", folded(activity.title), f"activity:{activity.index}", activity.first_line, mark, title, tail,
        gap="".join(lines[activity.first_line : first]),
        entries=entries,
        body="".join(lines[max(first, after) : last]),
        anchor=activity.anchor,
        phase=activity.phase,
    )  # fmt: skip


def _property(key: Key, lines: Sequence[str]) -> Entry:
    """A property; its label ends at the first colon."""
    label, colon, _ = lines[0].partition(":")
    return _entry(key, label + colon if colon else "", lines)
