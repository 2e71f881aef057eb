"""What is wrong in the title, the sections and the objectives."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from scenarios.script.checking.remarks import Reading, inserting, remark, replacing
from scenarios.script.items import holds_objectives, item_of, objective_of
from scenarios.script.model import Diagnostic, Fix, Objective, Section
from scenarios.script.outline import open_fence_line, plain_lines, read_mark
from scenarios.script.vocabulary import BLOOM, SECTIONS, folded

_WORD = re.compile(r"[^\W\d_]+")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_PLAIN = re.compile(r" {0,3}[^\s>#|*+:<=`~-]")


def check_body(reading: Reading) -> Iterator[Diagnostic]:
    """Title, summary and sections."""
    script = reading.script
    if not script.title.strip():
        yield remark("S001", "title", script.title_line or script.head.body_line)
    if not script.summary:
        yield remark("S004", "summary", script.title_line or script.head.body_line)
    yield from _more_titles(reading)
    yield from _underlined(reading)
    opened = open_fence_line(reading.lines, script.head.body_line)
    if opened is not None:
        yield remark("S007", "text", opened)
    yield from _sections(reading)
    if not script.activities:
        steps = script.section("Déroulé")
        yield remark("S032", "activities", steps.first_line if steps else len(reading.lines))


def _underlined(reading: Reading) -> Iterator[Diagnostic]:
    """Headings underlined by dashes: Markdown shows them, a scenario does not read them."""
    start = reading.script.head.body_line
    for number in plain_lines(reading.lines, start, len(reading.lines)):
        line = reading.line(number)
        found = _UNDERLINE.match(line) if line[:1] in ("=", "-", " ") else None
        is_heading = found and number > start and _is_paragraph(reading.line(number - 1))
        if found and is_heading and not (number - 1 > start and _is_paragraph(reading.line(number - 2))):
            yield _underlined_heading(reading, number, "#" if found[1][0] == "=" else "##")


def _is_paragraph(line: str) -> bool:
    return _PLAIN.match(line) is not None and item_of(line) is None


def _underlined_heading(reading: Reading, underline: int, marks: str) -> Diagnostic:
    """What stands before every other heading can become the title by one click."""
    said = reading.line(underline - 1).strip()
    is_title = reading.script.title_line is None and all(one.line > underline for one in reading.headings)
    fix = replacing("replace", underline - 1, f"# {said}", last_line=underline) if is_title else None
    return remark("S006", "text", underline - 1, 1, fix, marks=marks, title=said)


def _more_titles(reading: Reading) -> Iterator[Diagnostic]:
    for heading in reading.headings:
        if heading.level == 1 and heading.line != reading.script.title_line:
            fix = replacing("make_section", heading.line, f"## {heading.text}")
            first = reading.script.title_line
            yield remark("S005", "text", heading.line, 1, fix, first=first, title=heading.text)


def _sections(reading: Reading) -> Iterator[Diagnostic]:
    seen: dict[str, int] = {}
    sections = reading.script.sections
    steps = [activity.first_line for activity in reading.script.activities]
    yield from _misplaced(reading, 0, sections[0].first_line - 1 if sections else len(reading.lines))
    for section in sections:
        place = f"section:{section.index}"
        if section.key is None:
            yield from _unnamed(reading, section, place, steps)
        elif section.key in seen:
            first = seen[section.key]
            yield remark("S031", place, section.first_line, heading=section.heading, first=first)
        else:
            seen[section.key] = section.first_line
        if section.key not in (None, "Déroulé"):
            yield from _misplaced(reading, section.first_line, section.last_line)


def _unnamed(reading: Reading, section: Section, place: str, steps: Sequence[int]) -> Iterator[Diagnostic]:
    """A section whose name is not known; a second title is told apart."""
    line = section.first_line
    mark = read_mark(section.heading)
    if mark:
        yield _too_high(reading, section, mark.kind)
    elif reading.level_at(line) == 2:
        holds_steps = bisect_left(steps, line) < bisect_left(steps, section.last_line + 1)
        near = "Déroulé" if holds_steps else _near_section(section)
        fix = replacing("rename", line, f"## {near}", near) if near else None
        nearest = near or _nearest_section(section.heading)
        yield remark("S030", place, line, 1, fix, heading=section.heading, near=nearest)


def _too_high(reading: Reading, section: Section, kind: str) -> Diagnostic:
    """An activity on the level of sections; set lower, it must fall into a section where it still counts."""
    before = reading.script.sections[section.index - 1] if section.index else None
    is_safe = kind == "activity" and before is not None and before.key in (None, "Déroulé")
    line = reading.line(section.first_line).lstrip()
    fix = replacing("lower", section.first_line, "#" * (3 - reading.level_at(section.first_line)) + line)
    return remark("S034", "activities", section.first_line, 1, fix if is_safe else None)


def _near_section(section: Section) -> str | None:
    """The name that was most likely meant. Objectives and what is no objective stay what they are."""
    near = SECTIONS.recognise(section.heading) or SECTIONS.nearest(section.heading)
    return None if near == "Objectifs" and not holds_objectives(section) else near


def _nearest_section(heading: str) -> str:
    names = {folded(name): name for name in SECTIONS}
    return names[get_close_matches(folded(heading), names, n=1, cutoff=0)[0]]


def _misplaced(reading: Reading, first_line: int, last_line: int) -> Iterator[Diagnostic]:
    for heading in reading.headings_between(first_line, last_line):
        mark = read_mark(heading.text)
        if mark and mark.kind == "activity":
            yield remark("S033", "text", heading.line)


def check_objectives(reading: Reading) -> Iterator[Diagnostic]:
    """Ids, verbs, and whether activities serve them."""
    script = reading.script
    if not script.objectives:
        section = script.section("Objectifs")
        yield remark("S044", "objectives", section.first_line if section else script.head.body_line)
    served = {identity for activity in script.activities for identity in activity.objectives}
    first: dict[str, int] = {}
    for index, objective in enumerate(script.objectives):
        place, spot = f"objective:{index}", (objective.line, objective.column)
        if objective.id in first:
            renumbered = _renumbering(reading, objective)
            yield remark("S040", place, *spot, renumbered, id=objective.id, first=first[objective.id])
        first.setdefault(objective.id, objective.line)
        if objective.level is None:
            fix = _other_verb(reading, objective)
            known = ", ".join(BLOOM)
            yield remark("S041", place, *spot, fix, id=objective.id, verb=objective.verb or "…", known=known)
        if script.activities and objective.id not in served:
            yield remark("S043", place, *spot, id=objective.id)
    yield from _unreadable_objectives(reading)


def _other_verb(reading: Reading, objective: Objective) -> Fix | None:
    """The verb that is nearest, or the one that the objective begins with where none is said."""
    line = reading.line(objective.line)
    before, rest = line[: objective.column - 1], line[objective.column - 1 :]
    found = objective_of(rest)
    verb = BLOOM.nearest(objective.verb) if objective.verb else _first_verb(objective.text)
    if found is None or verb is None:
        return None
    start, end = found.span("verb") if found["verb"] is not None else (found.end("id"), found.end("id"))
    said = verb if found["verb"] is not None else f" ({verb})"
    return replacing("replace", objective.line, before + rest[:start] + said + rest[end:], verb)


def _first_verb(text: str) -> str | None:
    word = _WORD.match(text)
    return BLOOM.recognise(word[0]) if word else None


def _renumbering(reading: Reading, objective: Objective) -> Fix:
    line, place = reading.line(objective.line), objective.column - 1
    text = line[:place] + reading.free_id + line[place + len(objective.id) :]
    return replacing("renumber", objective.line, text, reading.free_id)


def _unreadable_objectives(reading: Reading) -> Iterator[Diagnostic]:
    """Items of the list that are no objective; those that begin with one of the six verbs can be made one."""
    lines = {objective.line for objective in reading.script.objectives}
    for section in reading.script.sections:
        if section.key != "Objectifs":
            continue
        for number in plain_lines(reading.lines, section.first_line + 1, section.last_line):
            line = reading.line(number)
            item = None if number in lines or line.startswith("  ") else item_of(line)
            if item and (item["rest"] or "").strip():
                yield remark("S042", "objectives", number, 1, _as_objective(reading, number, item["rest"]))


def _as_objective(reading: Reading, line: int, said: str) -> Fix | None:
    verb = _first_verb(said)
    if verb is None:
        return None
    text = f"- {reading.free_id} ({verb}) : {said}"
    return replacing("replace", line, text, text)


def blank_line(before: int) -> Fix:
    """A blank line put before a line."""
    return inserting("blank", before, "")
