"""The head cut into entries, each read alone: one bad line never hides its neighbours.

YAML reads a whole document or nothing. People write `projet: Trappes - projet Météos: climat`, and must
then still see their title and their themes; so every top-level key is handed to the YAML parser by itself.
Only events are used, never objects: no scalar is interpreted, no alias is followed, nothing nests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from wiki.rendering.characters import printable

_FENCE = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_KEY_LINE = re.compile(
    r"""(?P<key>"[^"\n]*"[^\S\n]*|'[^'\n]*'[^\S\n]*|[^\s#"'\-:][^:\n]*|-[^\s:][^:\n]*):(?=\s|$)"""
)
_IGNORED_LINE = re.compile(r"[ \t]*(#.*)?\r?")
# Of the lines that say nothing, those that cannot belong to a text of several lines above them.
_SEPARATING_LINE = re.compile(r"(#.*)?[ \t]*\r?")
_CONTINUED = re.compile(r"[ \t]|-([ \t\r]|$)|[\]}]")

Value = str | list[str]


@dataclass(frozen=True, slots=True)
class Block:
    """Where the head stands in a text: offsets of its inside, and of the body after it."""

    start: int
    end: int
    body: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of the head as written: its lines (counted from 1, last included) and its source."""

    first_line: int
    last_line: int
    source: str

    @property
    def key(self) -> str | None:
        """The key as written, without quotes; None when the line has no `key:`."""
        found = _KEY_LINE.match(self.source)
        return found["key"].strip().strip("\"'") if found else None

    @property
    def label(self) -> str:
        """The key as written with its colon; empty when the line has no `key:`."""
        found = _KEY_LINE.match(self.source)
        return found[0] if found else ""

    @property
    def value_column(self) -> int:
        """Where the value starts on the key's line, counted from 1."""
        after = self.source[len(self.label) :]
        return len(self.source) - len(after.lstrip(" \t")) + 1

    @property
    def raw_value(self) -> str:
        """What stands after the colon, spaces squeezed, read as plain text: what a broken line still says."""
        return " ".join(self.source[self.value_column - 1 :].split())


class Unreadable(Exception):
    """YAML that a head may not hold. `reason` names why: syntax, anchor, tag, nested or key.

    `line` and `column` say where in the entry, counted from 0.
    """

    def __init__(self, reason: str, event: yaml.Event | None = None) -> None:
        super().__init__(reason)
        mark = event.start_mark if event else None
        self.reason = reason
        self.line, self.column = (mark.line, mark.column) if mark else (0, 0)


def find_block(text: str) -> Block | None:
    """The head's place, or None when the text does not start with one.

    A text may also start with a thematic break: it is a head only if a line inside looks like `key:`, or if
    there is nothing inside at all.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return None
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return None
    inside = text[opening.end() : closing.start()].split("\n")
    if not any(map(_KEY_LINE.match, inside)) and not all(map(_IGNORED_LINE.fullmatch, inside)):
        return None
    return Block(opening.end(), closing.start(), min(closing.end() + 1, len(text)))


def is_unclosed(text: str) -> bool:
    """Whether the text starts like a head whose closing line is missing."""
    opening = _FENCE.match(text)
    return bool(opening and not _CLOSING.search(text, opening.end()) and _KEY_LINE.match(text, opening.end()))


def split_entries(inside: str) -> Iterator[Entry]:
    """The entries between the two `---` lines; comments and blank lines around them belong to none."""
    start, lines = 0, list[str]()
    for number, line in enumerate(inside.split("\n"), start=2):
        if lines and (_CONTINUED.match(line) or _IGNORED_LINE.fullmatch(line)):
            lines.append(line)
            continue
        if lines:
            yield _entry(start, lines)
        start, lines = number, [] if _IGNORED_LINE.fullmatch(line) else [line]
    if lines:
        yield _entry(start, lines)


def _entry(start: int, lines: list[str]) -> Entry:
    while _SEPARATING_LINE.fullmatch(lines[-1]):
        lines.pop()
    return Entry(start, start + len(lines) - 1, "\n".join(lines))


def parse_entry(entry: Entry) -> Value:
    """The value of an entry, as text or a flat list of texts. Raises Unreadable."""
    try:
        events = list(_flat_events(printable(entry.source)))
    except yaml.YAMLError as error:
        raise Unreadable("syntax") from error
    kinds = [type(event) for event in events]
    texts = [printable(str(event.value)) for event in events if isinstance(event, yaml.ScalarEvent)]
    if kinds == [yaml.MappingStartEvent, yaml.ScalarEvent, yaml.ScalarEvent]:
        return texts[1]
    if kinds[:3] == [yaml.MappingStartEvent, yaml.ScalarEvent, yaml.SequenceStartEvent]:
        return texts[1:]
    raise Unreadable("key")


def _flat_events(source: str) -> Iterator[yaml.Event]:
    """Starts of mappings and lists, and scalars. Stops at the first thing that a head may not hold.

    Reading on demand matters: brackets by the thousand would keep the YAML scanner busy for minutes.
    """
    mappings = lists = 0
    for event in yaml.parse(source, Loader=yaml.CSafeLoader):
        _refuse_references(event)
        mappings += isinstance(event, yaml.MappingStartEvent)
        lists += isinstance(event, yaml.SequenceStartEvent)
        if mappings > 1 or lists > 1:
            raise Unreadable("nested", event)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.ScalarEvent)):
            yield event


def _refuse_references(event: yaml.Event) -> None:
    if getattr(event, "anchor", None):
        raise Unreadable("anchor", event)
    if getattr(event, "tag", None):
        raise Unreadable("tag", event)


def quoted(value: str, *, in_list: bool = False) -> str:
    """A value as it is written on one line of the head: bare where it reads back the same, else quoted."""
    value = printable(value)
    written = f"k: [{value}]" if in_list else f"k: {value}"
    expected: Value = [value] if in_list else value
    if "\n" not in value and "\r" not in value and _reads_as(written, expected):
        return value
    return '"' + "".join(map(_escaped, value)) + '"'


def _reads_as(source: str, expected: Value) -> bool:
    try:
        return parse_entry(Entry(1, 1, source)) == expected
    except Unreadable:
        return False


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if " " <= char < "\x7f" or (char >= "\xa0" and char not in "\u2028\u2029\ufeff"):
        return char
    return f"\\U{ord(char):08x}"
