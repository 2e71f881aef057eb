"""Changes of a scenario: each takes a script and gives a new one, whose text differs only on the lines concerned.

What people typed is fitted first (`fitting`), so that no value leaves its place; a change to what is said already
changes nothing. Indexes of activities count from 0; one that is out of range raises IndexError.
"""

import re
from collections.abc import Mapping, Sequence

from scenarios.script.composing import LEVEL, NewActivity, activity_lines
from scenarios.script.fitting import (
    fitted_heading,
    fitted_label,
    fitted_phase,
    fitted_prose,
    fitted_section,
    fitted_section_name,
    fitted_summary,
    fitted_value,
    one_line,
)
from scenarios.script.heads import with_head_value
from scenarios.script.lines import Sheet, bare, with_heading, with_value
from scenarios.script.listing import add_property, remove_property
from scenarios.script.model import Activity, Diagnostic, Script
from scenarios.script.objectives import NewObjective, change_objectives, fitted_objectives, objective_line
from scenarios.script.reading import STEPS, parse
from scenarios.script.sections import add_section, change_body, find_section, remove_section
from scenarios.script.steps import Steps
from scenarios.script.vocabulary import SECTIONS
from scenarios.script.writing import activity_heading, language_of

_NUMBERED = re.compile(r" \(\d{1,3}\)$")


def set_head(script: Script, key: str, value: str | Sequence[str] | None) -> Script:
    """Set a key of the head; None or empty takes it out. Raises ValueError for a key that no head can hold."""
    wanted = fitted_value(value or "")
    if wanted and script.head.get(key) == (wanted if isinstance(wanted, str) else tuple(wanted)):
        return script
    return _read(script, with_head_value(script.text, key, wanted))


def set_title(script: Script, title: str) -> Script:
    """Set the H1; a text without one gets it before everything but the head."""
    wanted, sheet = fitted_heading(title), Sheet(script.text)
    if one_line(title) == script.title:
        return script
    if script.title_line:
        sheet.replace(
            script.title_line, script.title_line, [with_heading(sheet.line(script.title_line), wanted)]
        )
    else:
        _open_body(sheet, script.head.body_line, f"# {wanted}")
    return _read(script, sheet.text)


def set_summary(script: Script, text: str) -> Script:
    """Set the first paragraph, which is written on one line; empty takes it out."""
    wanted, sheet = fitted_summary(text), Sheet(script.text)
    first, last = script.summary_first_line, script.summary_last_line
    if wanted == script.summary:
        return script
    if script.summary and wanted:
        sheet.replace(first, last, [wanted])
    elif script.summary:
        _take_paragraph_out(sheet, first, last)
    elif script.title_line:
        _put_paragraph_in(sheet, script.title_line, [wanted])
    else:
        _open_body(sheet, script.head.body_line, wanted)
    return _read(script, sheet.text)


def set_section(script: Script, key: str, body: str | None) -> Script:
    """Set what a section says; a new one comes in the canonical order, an unknown name last.

    An empty body leaves the heading of a section that is there and adds none; None takes the section out.
    """
    name = fitted_section_name(key)
    section = find_section(script, name)
    text = fitted_section(body or "", may_hold_activities=name in SECTIONS)
    if text == (section.body if section else "") and not (section and body is None):
        return script
    sheet = Sheet(script.text)
    if section is None:
        add_section(sheet, script, name, text, language_of(script))
    elif body is None:
        remove_section(sheet, script, section)
    else:
        change_body(sheet, section, text)
    return _read(script, sheet.text)


def set_objectives(script: Script, objectives: Sequence[NewObjective]) -> Script:
    """Set the list of objectives (id, verb, text): those that stay as they are keep their line, and their id.

    An id that is none (empty) is given the first free one.
    """
    taken = (objective.id for objective in script.objectives)
    wanted, sheet = fitted_objectives(objectives, taken), Sheet(script.text)
    if script.objectives:
        change_objectives(sheet, script, wanted)
    elif wanted:
        section = find_section(script, "Objectifs")
        body = "\n\n".join(
            filter(None, [section.body if section else "", "\n".join(map(objective_line, wanted))])
        )
        return set_section(script, "Objectifs", body)
    return _read(script, sheet.text)


def set_property(script: Script, index: int, key: str, value: str | None) -> Script:
    """Set a property of an activity; None or empty takes it out.

    An absent one is added where the vocabulary has it, written as its neighbours are. Raises ValueError for a key
    that no property can have.
    """
    activity, label, said = _activity(script, index), fitted_label(key), one_line(value or "")
    found = activity.find(label)
    if (found.value if found else "") == said:
        return script
    sheet = Sheet(script.text)
    if found and said:
        sheet.replace(found.first_line, found.last_line, [with_value(sheet.line(found.first_line), said)])
    elif found:
        remove_property(sheet, activity, found.key)
    else:
        add_property(sheet, activity, label, said, language_of(script))
    return _read(script, sheet.text)


def set_activity_title(script: Script, index: int, title: str) -> Script:
    """Set what stands behind `### Activité :`."""
    activity, sheet = _activity(script, index), Sheet(script.text)
    if one_line(title) == activity.title:
        return script
    line = with_value(sheet.line(activity.first_line), fitted_heading(title))
    sheet.replace(activity.first_line, activity.first_line, [line])
    return _read(script, sheet.text)


def set_prose(script: Script, index: int, text: str) -> Script:
    """Set the free Markdown of an activity; empty takes it out."""
    activity, sheet = _activity(script, index), Sheet(script.text)
    prose = fitted_prose(text, level=activity.level, language=script.head.text("langue"))
    if prose == activity.prose:
        return script
    if activity.prose and prose:
        sheet.replace(activity.prose_first_line, activity.prose_last_line, prose.split("\n"))
    elif prose:
        _put_paragraph_in(sheet, activity.properties_last_line, prose.split("\n"))
    else:
        _take_paragraph_out(sheet, activity.prose_first_line, activity.prose_last_line)
    return _read(script, sheet.text)


def set_phase(script: Script, index: int, phase: str | None) -> Script:
    """Set the phase in which an activity stands; order and the phases of all others stay."""
    wanted = fitted_phase(phase)
    if _activity(script, index).phase == wanted:
        return script
    sheet = Sheet(script.text)
    steps = Steps(script, sheet)
    block = steps.take(index)
    block.phase = wanted
    if wanted is None:
        block.set_level(min(block.level, LEVEL))
    steps.put(block, index)
    steps.write()
    return _read(script, sheet.text)


def add_activity(
    script: Script,
    at: int | None,
    title: str,
    properties: Mapping[str, str],
    prose: str = "",
    phase: str | None = None,
) -> Script:
    """Put a new activity in before the one with index `at`, or last when that is None.

    A script without *Déroulé* gets one. Raises ValueError for a key that no property can have.
    """
    sheet = Sheet(script.text)
    if not script.activities and script.section(STEPS) is None:
        add_section(sheet, script, STEPS, "", language_of(script))
        script = _read(script, sheet.text)
    steps = Steps(script, sheet)
    if at is not None and not 0 <= at <= len(steps):
        raise IndexError(at)
    level, language = steps.usual_level(fitted_phase(phase)), language_of(script)
    heading = activity_heading(fitted_heading(title), level, language)
    new = NewActivity(title, properties, prose)
    lines = activity_lines(new, heading, level, language=language, prose_language=script.head.text("langue"))
    steps.put(steps.made(lines, fitted_phase(phase), level), len(steps) if at is None else at)
    steps.write()
    return _read(script, sheet.text)


def duplicate_activity(script: Script, index: int) -> Script:
    """Put a copy of an activity behind it, its title numbered; the stable id stays with the original."""
    activity, sheet = _activity(script, index), Sheet(script.text)
    steps = Steps(script, sheet)
    lines = [bare(line) for line in steps[index].lines]
    lines[0] = with_value(lines[0], _free_title(script, activity.title))
    for found in reversed(activity.properties):
        if found.key == "Repère":
            first = activity.first_line
            del lines[found.first_line - first : found.last_line - first + 1]
    while not lines[-1].strip():
        lines.pop()  # what stood before a stable id that was the only property
    steps.put(steps.made(lines, activity.phase, activity.level), index + 1)
    steps.write()
    return _read(script, sheet.text)


def move_activity(script: Script, index: int, to: int) -> Script:
    """Move an activity so that its index is `to`. It keeps its phase: `set_phase` changes that."""
    _activity(script, index), _activity(script, to)
    if index == to:
        return script
    sheet = Sheet(script.text)
    steps = Steps(script, sheet)
    steps.put(steps.take(index), to)
    steps.write()
    return _read(script, sheet.text)


def remove_activity(script: Script, index: int) -> Script:
    """Take an activity out, and the heading of its phase when that said nothing more and has no other."""
    _activity(script, index)
    sheet = Sheet(script.text)
    steps = Steps(script, sheet)
    steps.take(index)
    steps.write()
    return _read(script, sheet.text)


def apply_fix(script: Script, diagnostic: Diagnostic) -> Script:
    """Make the fix that a diagnostic offers; one without a fix changes nothing."""
    return _read(script, diagnostic.fix.apply(script.text)) if diagnostic.fix else script


def _read(script: Script, text: str) -> Script:
    return script if text == script.text else parse(text, kind=script.kind)


def _activity(script: Script, index: int) -> Activity:
    if index < 0:
        raise IndexError(index)
    return script.activities[index]


def _free_title(script: Script, title: str) -> str:
    taken, bare_title = {activity.title for activity in script.activities}, _NUMBERED.sub("", title)
    numbers = range(2, len(taken) + 3)
    return next(name for number in numbers if (name := f"{bare_title} ({number})".strip()) not in taken)


def _open_body(sheet: Sheet, number: int, line: str) -> None:
    """Put a line first in the body, apart from the head above and the text below."""
    if number > 1:
        _put_paragraph_in(sheet, number - 1, [line])
    else:
        sheet.replace(1, 0, [line] if sheet.is_blank(1) else [line, ""])


def _put_paragraph_in(sheet: Sheet, after: int, lines: Sequence[str]) -> None:
    """Put a paragraph behind a line, apart from what follows."""
    below = [] if sheet.is_blank(after + 1) else [""]
    sheet.replace(after + 1, after, ["", *lines, *below])


def _take_paragraph_out(sheet: Sheet, first: int, last: int) -> None:
    """Take a paragraph out with the blank lines before it."""
    while first > 1 and sheet.is_blank(first - 1):
        first -= 1
    sheet.replace(first, last, [])
