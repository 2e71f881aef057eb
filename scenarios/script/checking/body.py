"""What is wrong in the title, the sections and the objectives."""

import re
from collections.abc import Iterator

from scenarios.script.checking.remarks import Reading, inserting, remark, replacing
from scenarios.script.model import Diagnostic, Fix
from scenarios.script.outline import read_mark
from scenarios.script.vocabulary import BLOOM, SECTIONS

_ITEM = re.compile(r"(?P<mark> {0,3}[-*+][ \t]+)(?P<rest>\S.*)")
_WORD = re.compile(r"[^\W\d_]+")


def check_body(reading: Reading) -> Iterator[Diagnostic]:
    """Title, summary and sections."""
    script = reading.script
    if script.title_line is None and not script.head.text("titre").strip():
        yield remark("S001", "title", script.head.body_line)
    elif script.title_line is not None and not script.title.strip():
        yield remark("S001", "title", script.title_line)
    if not script.summary:
        yield remark("S004", "summary", script.title_line or script.head.body_line)
    yield from _more_titles(reading)
    yield from _sections(reading)
    if not script.activities:
        steps = script.section("Déroulé")
        yield remark("S032", "activities", steps.first_line if steps else max(1, len(reading.lines)))


def _more_titles(reading: Reading) -> Iterator[Diagnostic]:
    for heading in reading.headings:
        if heading.level == 1 and heading.line != reading.script.title_line:
            fix = replacing("make_section", heading.line, f"## {heading.text}")
            first = reading.script.title_line
            yield remark("S005", "text", heading.line, 1, fix, first=first, title=heading.text)


def _sections(reading: Reading) -> Iterator[Diagnostic]:
    seen: dict[str, int] = {}
    for section in reading.script.sections:
        place = f"section:{section.index}"
        if section.key is None:
            if not reading.line(section.first_line).lstrip().startswith("# "):
                yield from _unknown_section(section.heading, place, section.first_line)
        elif section.key in seen:
            first = seen[section.key]
            yield remark("S031", place, section.first_line, heading=section.heading, first=first)
        else:
            seen[section.key] = section.first_line
        if section.key not in (None, "Déroulé"):
            yield from _misplaced(reading, section.first_line, section.last_line)


def _unknown_section(heading: str, place: str, line: int) -> Iterator[Diagnostic]:
    near = SECTIONS.recognise(heading) or SECTIONS.nearest(heading)
    fix = replacing("rename", line, f"## {near}", near) if near else None
    yield remark("S030", place, line, 1, fix, heading=heading, near=near or "Notes")


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
            renumbered = _renumbering(reading, objective.line, objective.id)
            yield remark("S040", place, *spot, renumbered, id=objective.id, first=first[objective.id])
        first.setdefault(objective.id, objective.line)
        if objective.level is None:
            fix = _other_verb(reading, objective.line, objective.verb)
            yield remark(
                "S041", place, *spot, fix, id=objective.id, verb=objective.verb, known=", ".join(BLOOM)
            )
        if script.activities and objective.id not in served:
            yield remark("S043", place, *spot, id=objective.id)
    yield from _unreadable_objectives(reading)


def _other_verb(reading: Reading, line: int, verb: str) -> Fix | None:
    near = BLOOM.nearest(verb) if verb else None
    return (
        replacing("replace", line, reading.line(line).replace(f"({verb})", f"({near})", 1), near)
        if near
        else None
    )


def _renumbering(reading: Reading, line: int, identity: str) -> Fix:
    free = _free_id(reading)
    text = reading.line(line)
    place = text.upper().find(identity)
    return replacing("renumber", line, text[:place] + free + text[place + len(identity) :], free)


def _free_id(reading: Reading) -> str:
    taken = {objective.id for objective in reading.script.objectives}
    return next(name for number in range(1, len(taken) + 2) if (name := f"O{number}") not in taken)


def _unreadable_objectives(reading: Reading) -> Iterator[Diagnostic]:
    """Items of the list that are no objective; those that begin with one of the six verbs can be made one."""
    script = reading.script
    lines = {objective.line for objective in script.objectives}
    for section in script.sections:
        if section.key != "Objectifs":
            continue
        for number in range(section.first_line + 1, section.last_line + 1):
            item = _ITEM.match(reading.line(number))
            if item and number not in lines:
                yield remark("S042", "objectives", number, 1, _as_objective(reading, number, item))


def _as_objective(reading: Reading, line: int, item: re.Match[str]) -> Fix | None:
    word = _WORD.match(item["rest"])
    verb = BLOOM.recognise(word[0]) if word else None
    if verb is None:
        return None
    text = f"{item['mark']}{_free_id(reading)} ({verb}) : {item['rest']}"
    return replacing("replace", line, text, text.strip())


def blank_line(before: int) -> Fix:
    """A blank line put before a line."""
    return inserting("blank", before, "")
