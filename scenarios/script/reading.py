"""From the text to the model. Total: any string gives a script and its diagnostics; linear in its length."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from scenarios.script.checking.checks import MOST, check
from scenarios.script.checking.remarks import Reading
from scenarios.script.items import RULE, find_objectives
from scenarios.script.model import Head, HeadValue, Script, Section
from scenarios.script.outline import Heading, find_headings, plain_lines
from scenarios.script.sequence import STEPS as STEPS
from scenarios.script.sequence import find_steps, read_activity, text_of, trimmed
from scenarios.script.vocabulary import canonical_head_key, canonical_section
from wiki.rendering.head import MAX_KEYS, read_head
from wiki.rendering.head import Head as WrittenHead
from wiki.rendering.head_entries import Entry, find_block, split_entries

# What opens a block that is no paragraph. Lines set in by two spaces belong to a list above.
_BLOCK = re.compile(
    r" {2}|\t| ?(?:[-*+](?:[ \t]|$)|[>|]|=+[ \t]*$|:[ \t]|\d{1,9}[.)](?:[ \t]|$)|\[\^|</?(?:details|summary))"
)
_PARAGRAPH_END = re.compile(r"[ \t\u00a0\u202f]*$|#| {0,3}(?:[-*+][ \t]|>|`{3}|~{3})")


def parse(text: str, *, kind: str = "scenario") -> Script:
    """Read a text. Never raises: what is wrong is told in `diagnostics`.

    Args:
        text: the whole page, head included, of any line ends.
        kind: the kind of page (`wiki.pages.models.KINDS`): other kinds have the same head and free sections.
    """
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
    last_line = len(lines) - (not lines[-1])
    written = read_head(text)
    entries = _head_entries(text)
    head = _head(text, written, entries)
    headings = list(find_headings(lines, head.body_line))
    title = next((heading for heading in headings if heading.level == 1), None)
    sections = _sections(lines, last_line, [found for found in headings if found.level < 3], title)
    opening = title.line + 1 if title else head.body_line
    closing = next((found.first_line - 1 for found in sections if found.first_line >= opening), last_line)
    first, last = _first_paragraph(lines, opening, closing)
    steps = find_steps([found for found in headings if found != title], sections)
    script = Script(
        text=text,
        kind=kind,
        title=title.text if title else " ".join(head.text("titre").split()),
        title_line=title.line if title else None,
        summary=_joined(lines, first, last),
        summary_first_line=first,
        summary_last_line=last,
        head=head,
        sections=sections,
        objectives=tuple(find_objectives(lines, sections)),
        activities=tuple(read_activity(lines, index, found) for index, found in enumerate(steps.opened)),
        diagnostics=(),
    )
    loose = [(found.heading, read_activity(lines, 0, found)) for found in islice(steps.loose, MOST)]
    reading = Reading(script, lines, headings, entries, loose, steps.empty_phases)
    return replace(script, diagnostics=check(reading, written.diagnostics))


def _head_entries(text: str) -> tuple[Entry, ...]:
    """The entries of the head as written, as many as are read."""
    block = find_block(text)
    return tuple(islice(split_entries(text[block.start : block.end]), MAX_KEYS)) if block else ()


def _head(text: str, found: WrittenHead, entries: Sequence[Entry]) -> Head:
    block = find_block(text)
    if block is None:
        return Head()
    columns: dict[str, int] = {}
    for entry in entries:
        if entry.key is not None:
            columns.setdefault(canonical_head_key(entry.key), entry.value_column)
    values: dict[str, HeadValue] = {
        key: value if isinstance(value, str) else tuple(value) for key, value in found.values.items()
    }
    closing = text.count("\n", 0, block.end) + 1
    return Head(values, found.lines, columns, 1, closing)


def _sections(
    lines: Sequence[str], last_line: int, headings: Sequence[Heading], title: Heading | None
) -> tuple[Section, ...]:
    """A second H1 opens a section too: its text must not count as part of the one before. The title opens none."""
    ends = [*(heading.line - 1 for heading in headings[1:]), *([last_line] if headings else [])]
    found = [place for place in zip(headings, ends, strict=True) if place[0] != title]
    return tuple(
        Section(
            index=index,
            heading=heading.text,
            key=canonical_section(heading.text),
            body=text_of(lines, *trimmed(lines, heading.line + 1, end)),
            first_line=heading.line,
            last_line=end,
        )
        for index, (heading, end) in enumerate(found)
    )


def _first_paragraph(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The first paragraph between two lines; an empty range at the start when there is none."""
    in_block = -1  # the last line seen of a block that is no paragraph
    for number in plain_lines(lines, first, last):
        line = lines[number - 1]
        if not line.strip() or line.startswith("#"):
            continue
        if not _BLOCK.match(line) and not RULE.match(line) and in_block != number - 1:
            return number, _paragraph_end(lines, number, last)
        in_block = number
    return first, first - 1


def _paragraph_end(lines: Sequence[str], first: int, last: int) -> int:
    number = first
    while number < last and not _PARAGRAPH_END.match(lines[number]):
        number += 1
    return number


def _joined(lines: Sequence[str], first: int, last: int) -> str:
    return " ".join(line.strip() for line in lines[first - 1 : last])
