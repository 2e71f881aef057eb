"""The *Déroulé* as a row of activities and phases: what is put in or taken out changes the phase of no other.

An activity stands in the phase that was opened before it, if its heading is deeper than the phase's. So when an
activity comes between those of another phase, that phase is opened again behind it; and when it leaves, a heading
that says only what is open already, or that has lost its last activity, goes with it.
"""

from collections.abc import Iterator

from scenarios.script.blocks import Block, Row
from scenarios.script.composing import LEVEL
from scenarios.script.fitting import DEEPEST, fitted_heading
from scenarios.script.lines import Sheet, bare, with_level, with_value
from scenarios.script.model import Script, Section
from scenarios.script.outline import Heading, find_headings, read_mark
from scenarios.script.reading import STEPS


class Steps:
    """The activities of a script, by their index, to be taken out and put in."""

    def __init__(self, script: Script, sheet: Sheet) -> None:
        hosts = _hosts(script)
        first, last = hosts[0].first_line, hosts[-1].last_line
        self._row = Row(sheet, last, list(_blocks(script, sheet, first, last)))
        self._spare = {block.phase: block for block in self._row if block.kind == "phase"}

    def __getitem__(self, index: int) -> Block:
        return self._row[self._places()[index]]

    def __len__(self) -> int:
        return len(self._places())

    def made(self, lines: list[str], phase: str | None, level: int) -> Block:
        """A new activity."""
        return self._row.made("activity", lines, level=level, phase=phase)

    def usual_level(self, phase: str | None) -> int:
        """The level of the headings of a phase's activities, or of those outside any."""
        return next((block.level for block in self._row if block.stands_in(phase)), LEVEL)

    def take(self, index: int) -> Block:
        """Take an activity out, with the phase headings that it leaves without use."""
        place = self._places()[index]
        taken = self._row.pop(place)
        before = self._row[place - 1]
        if before.is_bare and before.phase == taken.phase and not self._stands_in(place, before.phase):
            place -= 1
            self._row.pop(place)
        behind = self._row[place : place + 1]
        if behind and behind[0].is_bare and behind[0].phase == self._open_phase(place):
            self._row.pop(place)
        return taken

    def put(self, block: Block, index: int) -> None:
        """Put an activity in, so that it has this index and stands in its phase."""
        if block.level < LEVEL and self._row[0].lines:
            block.set_level(LEVEL)  # or it would end the section that it comes into
        self._row.insert(self._place(block.phase, index), block)

    def write(self) -> None:
        """Put everything back, with the phase headings and levels that keep every activity in its phase."""
        self._row[:] = list(self._arranged())
        self._row.write()

    def _places(self) -> list[int]:
        return [place for place, block in enumerate(self._row) if block.kind == "activity"]

    def _stands_in(self, place: int, phase: str | None) -> bool:
        return place < len(self._row) and self._row[place].stands_in(phase)

    def _open_phase(self, place: int) -> str | None:
        before = (block for block in self._row[place - 1 :: -1] if block.kind != "other")
        return next((block.phase for block in before), None)

    def _place(self, phase: str | None, index: int) -> int:
        """Behind the activity before it when they share the phase or no phase heading between is its own."""
        places = self._places()
        left = places[index - 1] if index else 0
        right = places[index] if index < len(places) else len(self._row)
        if self._row[left].stands_in(phase):
            return left + 1
        phases = [place for place in range(left + 1, right) if self._row[place].kind == "phase"]
        own = [place for place in phases if self._row[place].phase == phase]
        if own:
            return own[-1] + 1
        return left + 1 if index else next(iter(phases), right)

    def _arranged(self) -> Iterator[Block]:
        title, level = None, 0
        for block in self._row:
            if block.kind in ("phase", "section"):
                title, level = block.phase, block.level
            elif block.kind == "activity":
                if block.phase is not None and block.phase != title:
                    opening = self._opening(block.phase, block.level)
                    yield opening
                    level = opening.level
                block.set_level(_level(block, title, level))
                title = block.phase
            yield block

    def _opening(self, phase: str, level: int) -> Block:
        """A heading that opens a phase, as this phase or another has one in the text."""
        like = self._spare.get(phase) or next(iter(self._spare.values()), None)
        line, level = (bare(like.lines[0]), like.level) if like else ("# Phase : ", level)
        level = min(level, DEEPEST - 1)
        line = with_level(with_value(line, fitted_heading(phase)), level)
        return self._row.made("phase", [line], level=level, phase=phase)


def _level(block: Block, title: str | None, level: int) -> int:
    """The level at which an activity stands in its phase, given the phase that is open."""
    if block.phase is not None:
        return min(max(block.level, level + 1), DEEPEST)
    return block.level if title is None else min(block.level, level)


def _hosts(script: Script) -> list[Section]:
    """The sections that hold the activities, or could."""
    ends = {activity.first_line for activity in (*script.activities[:1], *script.activities[-1:])}
    return [
        section
        for section in script.sections
        if section.key == STEPS or any(section.first_line <= line <= section.last_line for line in ends)
    ]


def _blocks(script: Script, sheet: Sheet, first: int, last: int) -> Iterator[tuple[int, Block]]:
    """A block for each heading that no activity holds, with its line."""
    activities = {activity.first_line: activity for activity in script.activities}
    held_to = first - (first in activities)  # `## Activité : …` is a section and an activity at once
    yield first, Block("start", [], [])
    for heading in find_headings(list(map(bare, sheet.lines)), script.head.body_line):
        if not held_to < heading.line <= last:
            continue
        activity = activities.get(heading.line)
        held_to = activity.last_line if activity else heading.line
        if activity:
            yield heading.line, Block("activity", [], [], activity.level, activity.phase)
        else:
            yield heading.line, _between(heading)


def _between(heading: Heading) -> Block:
    if heading.level < LEVEL:
        return Block("section", [], [])
    mark = read_mark(heading.text)
    if mark and mark.kind == "phase":
        return Block("phase", [], [], heading.level, mark.title)
    return Block("other", [], [])
