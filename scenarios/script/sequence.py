"""What people do, in order: where each activity of a text begins and ends, and what it says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from scenarios.script.items import find_properties
from scenarios.script.model import Activity, Section
from scenarios.script.outline import Heading, Marked, read_mark

STEPS = "Déroulé"
"""The section whose headings are activities."""

# `Activité 2 – Mesurer`, `Activité Mesurer`, `2. Mesurer`: what is no title in the heading of an activity.
_NO_TITLE = re.compile(
    r"activit(?:é|e\u0301?|y)(?!\w)(?:[ \u00a0]*n?°?[ \u00a0]*\d{1,3}(?!\w))?[ \u00a0.:)–—-]*|\d{1,3}[.)][ \u00a0]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an activity begins and ends, and the phase it stands in."""

    heading: Heading
    mark: Marked
    phase: str | None
    last_line: int


@dataclass
class Steps:
    """The activities, the headings beside them that are none, and the phases without any.

    A heading that is no activity has its `Opening` too: what it would be as one.
    """

    opened: list[Opening] = field(default_factory=list)
    loose: list[Opening] = field(default_factory=list)
    empty_phases: list[Heading] = field(default_factory=list)


def find_steps(headings: Sequence[Heading], sections: Sequence[Section]) -> Steps:
    """All activities of a text.

    They stand in *Déroulé*; where a section has a name that nobody knows (*Déroulement*), its activities count
    as well, so that one wrong word does not empty the scenario. `## Activité : …` is such a section.
    """
    steps = Steps()
    for section, inside in _by_section(headings, sections):
        if section.key == STEPS:
            _Walk(steps, section.last_line).through(inside[1:])
        elif section.key is None and any(_opens_activity(heading) for heading in inside):
            found = Steps()
            _Walk(found, section.last_line).through(inside if read_mark(section.heading) else inside[1:])
            steps.opened += found.opened
    return steps


def _by_section(
    headings: Sequence[Heading], sections: Sequence[Section]
) -> Iterator[tuple[Section, Sequence[Heading]]]:
    """Each section with its headings, its own first."""
    start = 0
    for section in sections:
        while headings[start].line < section.first_line:
            start += 1
        end = start
        while end < len(headings) and headings[end].line <= section.last_line:
            end += 1
        yield section, headings[start:end]
        start = end


def _opens_activity(heading: Heading) -> bool:
    mark = read_mark(heading.text)
    return mark is not None and mark.kind == "activity"


class _Walk:
    """Through the headings of one section: each ends what is open, unless it stands inside."""

    def __init__(self, steps: Steps, last_line: int) -> None:
        self._steps, self._last_line = steps, last_line
        self._open: list[Opening] | None = None  # the list whose last one is open
        self._phase: Marked | None = None
        self._phase_level = 0
        self._is_phase_empty = False

    def through(self, headings: Sequence[Heading]) -> None:
        for heading in headings:
            mark = read_mark(heading.text)
            if mark is None and self._is_inside(heading):
                continue
            self._close(heading.line - 1)
            if mark is None:
                self._begin(self._steps.loose, heading, Marked("activity", title_of(heading.text), ""))
            elif mark.kind == "phase":
                self._phase, self._phase_level, self._is_phase_empty = mark, heading.level, True
                self._steps.empty_phases.append(heading)
            else:
                self._begin_activity(heading, mark)

    def _is_inside(self, heading: Heading) -> bool:
        opened = self._steps.opened
        return self._open is opened and heading.level > opened[-1].heading.level

    def _close(self, last_line: int) -> None:
        if self._open:
            self._open[-1] = replace(self._open[-1], last_line=last_line)
        self._open = None

    def _begin_activity(self, heading: Heading, mark: Marked) -> None:
        if heading.level <= self._phase_level:
            self._phase = None
        elif self._is_phase_empty:
            self._steps.empty_phases.pop()
        self._is_phase_empty = False
        self._begin(self._steps.opened, heading, mark)

    def _begin(self, openings: list[Opening], heading: Heading, mark: Marked) -> None:
        phase = self._phase.title if self._phase else None
        openings.append(Opening(heading, mark, phase, self._last_line))
        self._open = openings


def title_of(heading: str) -> str:
    """What a heading that is no activity would be called as one."""
    found = _NO_TITLE.match(heading)
    return (heading[found.end() :] if found else "") or heading


def read_activity(lines: Sequence[str], index: int, opening: Opening) -> Activity:
    """What an activity says."""
    first = opening.heading.line
    properties = tuple(find_properties(lines, first + 1, opening.last_line))
    properties_last = properties[-1].last_line if properties else first
    prose_first, prose_last = trimmed(lines, properties_last + 1, opening.last_line)
    return Activity(
        index=index,
        title=opening.mark.title,
        level=opening.heading.level,
        phase=opening.phase,
        properties=properties,
        prose=text_of(lines, prose_first, prose_last),
        first_line=first,
        last_line=opening.last_line,
        properties_first_line=properties[0].first_line if properties else first + 1,
        properties_last_line=properties_last,
        prose_first_line=prose_first,
        prose_last_line=prose_last,
    )


def trimmed(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """A range of lines without blank ones around it; empty at its start when all are blank."""
    start, end = first, last
    while start <= end and not lines[start - 1].strip():
        start += 1
    while end >= start and not lines[end - 1].strip():
        end -= 1
    return (start, end) if start <= end else (first, first - 1)


def text_of(lines: Sequence[str], first: int, last: int) -> str:
    """Some lines as one text."""
    return "\n".join(lines[first - 1 : last])
