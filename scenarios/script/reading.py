"""From the text to the model. Total: any string gives a script and its diagnostics; linear in its length."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scenarios.script.checking import Reading, check
from scenarios.script.model import Activity, Head, HeadValue, Objective, Property, Script, Section
from scenarios.script.outline import Heading, Marked, find_headings, read_mark
from scenarios.script.vocabulary import BLOOM, canonical_head_key, canonical_property, canonical_section
from wiki.rendering.diagnostics import Diagnostic as HeadDiagnostic
from wiki.rendering.head import read_head
from wiki.rendering.head_entries import find_block, split_entries

_ITEM = re.compile(r" {0,3}[-*+](?:[ \t]+(?P<rest>.*)|)$")
_NUMBERED_ITEM = re.compile(r" {0,3}\d{1,9}[.)][ \t]+(?P<rest>.*)$")
_BLOCK = re.compile(r"[ \t]*(?:[-*+>|#=:]|\d{1,9}[.)]|`{3}|~{3}|\[\^|<)")
_OBJECTIVE = re.compile(
    r"(?P<id>[A-Za-z]{1,3}\d{1,3})[ \t\u00a0\u202f]*(?:\((?P<verb>[^()]{0,60})\))?(?P<rest>[^:]{0,3}:.*)$"
)
_LONGEST_KEY = 80
STEPS = "Déroulé"
"""The section whose headings are activities."""


def parse(text: str, *, kind: str = "scenario") -> Script:
    """Read a text. Never raises: what is wrong is told in `diagnostics`.

    Args:
        text: the whole page, head included, of any line ends.
        kind: the kind of page (`wiki.pages.models.KINDS`): other kinds have the same head and free sections.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    last_line = len(lines) - (not lines[-1])
    head, head_diagnostics = _read_head(text)
    headings = list(find_headings(lines, head.body_line))
    title = next((heading for heading in headings if heading.level == 1), None)
    sections = _sections(
        lines, last_line, [found for found in headings if found.level < 3 and found != title]
    )
    opening = title.line + 1 if title else head.body_line
    closing = sections[0].first_line - 1 if sections else last_line
    first, last = _first_paragraph(lines, opening, closing)
    activities, loose = _activities(lines, headings, sections)
    script = Script(
        text=text,
        kind=kind,
        title=title.text if title else "",
        title_line=title.line if title else None,
        summary=_joined(lines, first, last),
        summary_first_line=first,
        summary_last_line=last,
        head=head,
        sections=sections,
        objectives=tuple(_objectives(lines, sections)),
        activities=activities,
        diagnostics=(),
    )
    found = check(Reading(script, lines, headings, loose), head_diagnostics)
    return replace(script, diagnostics=found)


def _read_head(text: str) -> tuple[Head, Sequence[HeadDiagnostic]]:
    found = read_head(text)
    block = find_block(text)
    if block is None:
        return Head(), found.diagnostics
    columns: dict[str, int] = {}
    for entry in split_entries(text[block.start : block.end]):
        if entry.key is not None:
            columns.setdefault(canonical_head_key(entry.key), entry.value_column)
    values: dict[str, HeadValue] = {
        key: value if isinstance(value, str) else tuple(value) for key, value in found.values.items()
    }
    closing = text.count("\n", 0, block.end) + 1
    return Head(values, found.lines, columns, 1, closing), found.diagnostics


def _sections(lines: Sequence[str], last_line: int, headings: Sequence[Heading]) -> tuple[Section, ...]:
    """A second H1 opens a section too: its text must not count as part of the one before."""
    ends = [*(heading.line - 1 for heading in headings[1:]), *([last_line] if headings else [])]
    return tuple(
        Section(
            index=index,
            heading=heading.text,
            key=canonical_section(heading.text) if heading.level == 2 else None,
            body=_text(lines, *_trimmed(lines, heading.line + 1, end)),
            first_line=heading.line,
            last_line=end,
        )
        for index, (heading, end) in enumerate(zip(headings, ends, strict=True))
    )


def _first_paragraph(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The first paragraph between two lines; an empty range at the start when there is none."""
    number = first
    while number <= last and (not lines[number - 1].strip() or _BLOCK.match(lines[number - 1])):
        number += 1
    start = number
    while number <= last and lines[number - 1].strip() and not lines[number - 1].startswith("#"):
        number += 1
    return (start, number - 1) if number > start else (first, first - 1)


def _objectives(lines: Sequence[str], sections: Sequence[Section]) -> Iterator[Objective]:
    for section in sections:
        if section.key != "Objectifs":
            continue
        for number in range(section.first_line + 1, section.last_line + 1):
            item = _ITEM.match(lines[number - 1])
            found = _OBJECTIVE.match(item["rest"] or "") if item else None
            if item and found:
                verb = (found["verb"] or "").strip()
                said = found["rest"].partition(":")[2].strip()
                column = item.start("rest") + 1
                yield Objective(found["id"].upper(), verb, BLOOM.recognise(verb), said, number, column)


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where an activity begins and ends, and the phase it stands in."""

    heading: Heading
    mark: Marked
    phase: str | None
    last_line: int


def _activities(
    lines: Sequence[str], headings: Sequence[Heading], sections: Sequence[Section]
) -> tuple[tuple[Activity, ...], tuple[Heading, ...]]:
    """The activities, and the headings beside them that are none.

    They stand in *Déroulé*; where a section has a name that nobody knows (*Déroulement*), its activities count
    as well, so that one wrong word does not empty the scenario.
    """
    openings, loose = list[_Opening](), list[Heading]()
    place = 0
    for section in sections:
        inside = list[Heading]()
        while place < len(headings) and headings[place].line <= section.last_line:
            if headings[place].line > section.first_line:
                inside.append(headings[place])
            place += 1
        if section.key == STEPS or (section.key is None and _has_activity(inside)):
            opened, others = _openings(inside, section.last_line)
            openings += opened
            loose += others if section.key == STEPS else []
    return tuple(_activity(lines, index, found) for index, found in enumerate(openings)), tuple(loose)


def _has_activity(headings: Sequence[Heading]) -> bool:
    return any((mark := read_mark(heading.text)) and mark.kind == "activity" for heading in headings)


def _openings(headings: Sequence[Heading], last_line: int) -> tuple[list[_Opening], list[Heading]]:
    opened, loose = list[_Opening](), list[Heading]()
    phase, phase_level = None, 0
    level = 0  # of the activity that is open; 0 when none is
    for heading in headings:
        mark = read_mark(heading.text)
        if mark is None and level and heading.level > level:
            continue
        if opened and level:
            opened[-1] = _ended(opened[-1], heading.line - 1)
        level = 0
        if mark is None:
            loose.append(heading)
        elif mark.kind == "phase":
            phase, phase_level = mark.title, heading.level
        else:
            phase = phase if heading.level > phase_level else None
            opened.append(_Opening(heading, mark, phase, last_line))
            level = heading.level
    return opened, loose


def _ended(opening: _Opening, last_line: int) -> _Opening:
    return _Opening(opening.heading, opening.mark, opening.phase, last_line)


def _activity(lines: Sequence[str], index: int, opening: _Opening) -> Activity:
    first = opening.heading.line
    properties = tuple(_properties(lines, first + 1, opening.last_line))
    properties_last = properties[-1].last_line if properties else first
    prose_first, prose_last = _trimmed(lines, properties_last + 1, opening.last_line)
    return Activity(
        index=index,
        title=opening.mark.title,
        level=opening.heading.level,
        phase=opening.phase,
        properties=properties,
        prose=_text(lines, prose_first, prose_last),
        first_line=first,
        last_line=opening.last_line,
        properties_first_line=properties[0].first_line if properties else first + 1,
        properties_last_line=properties_last,
        prose_first_line=prose_first,
        prose_last_line=prose_last,
    )


def _properties(lines: Sequence[str], first: int, last: int) -> Iterator[Property]:
    """The list items up to the first block that is no list; lists that follow each other count as one."""
    number = first
    while number <= last:
        if not lines[number - 1].strip():
            number += 1
            continue
        item = _item(lines[number - 1])
        if item is None:
            return
        end = number
        while end < last and _continues(lines, end + 1, last):
            end += 1
        yield _property(item, lines, number, end)
        number = end + 1


def _item(line: str) -> re.Match[str] | None:
    """A bullet, or a numbered item that names a known property (a numbered list is otherwise what to do)."""
    bullet = _ITEM.match(line)
    if bullet:
        return bullet
    numbered = _NUMBERED_ITEM.match(line)
    return numbered if numbered and canonical_property(_key_of(numbered["rest"])) else None


def _continues(lines: Sequence[str], number: int, last: int) -> bool:
    """Whether a line belongs to the item above: it is indented, also after one blank line."""
    line = lines[number - 1]
    if not line.strip():
        return number < last and lines[number].startswith(("  ", "\t")) and bool(lines[number].strip())
    return line.startswith(("  ", "\t"))


def _key_of(rest: str) -> str:
    before, colon, _ = rest.partition(":")
    return before if colon and len(before) <= _LONGEST_KEY else ""


def _property(item: re.Match[str], lines: Sequence[str], first: int, last: int) -> Property:
    rest = item["rest"] or ""
    label = _key_of(rest).strip(" \t\u00a0\u202f*_")
    if not label or label[0] in "[<(`!" or rest.partition(":")[2].startswith("//"):
        label, value = "", rest
    else:
        value = rest.partition(":")[2]
        value = value.lstrip("*_") if rest.lstrip()[:1] in "*_" else value
    column = item.start("rest") + 1 + len(rest) - len(value.lstrip()) if rest else item.end() + 1
    more = [line.strip() for line in lines[first:last]]
    said = " ".join(part for part in (value.strip(), *more) if part)
    return Property(canonical_property(label) or label, label, said, first, last, column)


def _trimmed(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """A range of lines without blank ones around it; empty at its start when all are blank."""
    start, end = first, last
    while start <= end and not lines[start - 1].strip():
        start += 1
    while end >= start and not lines[end - 1].strip():
        end -= 1
    return (start, end) if start <= end else (first, first - 1)


def _text(lines: Sequence[str], first: int, last: int) -> str:
    return "\n".join(lines[first - 1 : last])


def _joined(lines: Sequence[str], first: int, last: int) -> str:
    return " ".join(line.strip() for line in lines[first - 1 : last])
