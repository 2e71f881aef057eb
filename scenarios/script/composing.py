"""A whole new text, in the style of a scenario written by hand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

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
from scenarios.script.lines import with_value
from scenarios.script.listing import property_rank
from scenarios.script.objectives import NewObjective, fitted_objectives, objective_line
from scenarios.script.reading import STEPS
from scenarios.script.vocabulary import HEAD_KEYS, PROPERTIES, SECTIONS
from wiki.rendering.head import set_head_value
from wiki.rendering.head_keys import canonical_key

LEVEL = 3
"""Of the heading of a phase, or of an activity outside any, right below the section's."""
FORMAT = "situation/1"


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity to write. Properties by any spelling of their key; empty ones are left out."""

    title: str
    properties: Mapping[str, str] = field(default_factory=dict)
    prose: str = ""
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class NewScript:
    """A scenario to write. What is empty is left out; `format` is added to the head."""

    title: str
    summary: str = ""
    head: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    objectives: Sequence[NewObjective] = ()
    activities: Sequence[NewActivity] = ()


def compose(new: NewScript) -> str:
    """The text of a new scenario: keys of the head, sections and properties in the order of the vocabulary.

    Raises ValueError for a key that no head, a name that no section, and a property that no activity can have.
    """
    title = fitted_heading(new.title)
    parts = [f"# {title}" if title else "", fitted_summary(new.summary), *_sections(new)]
    return _head(new.head) + "\n\n".join(part for part in parts if part) + "\n"


def _head(head: Mapping[str, str | Sequence[str]]) -> str:
    values = {"format": FORMAT} | {canonical_key(key): value for key, value in head.items()}
    known = [key for key in HEAD_KEYS if key in values]
    text = ""
    for key in (*known, *(key for key in values if key not in HEAD_KEYS)):
        text = set_head_value(text, key, fitted_value(values[key]))
    return text


def _sections(new: NewScript) -> Iterator[str]:
    bodies = {fitted_section_name(name): body for name, body in new.sections.items()}
    known = [name for name in SECTIONS if name in bodies or name in ("Objectifs", STEPS)]
    for name in (*known, *(name for name in bodies if name not in SECTIONS)):
        body = fitted_section(bodies.get(name, ""), may_hold_activities=name == STEPS)
        parts = [body, *_objectives(new)] if name == "Objectifs" else [body]
        parts += _steps(new) if name == STEPS else []
        if any(parts):
            yield "\n\n".join([f"## {name}", *filter(None, parts)])


def _objectives(new: NewScript) -> Iterator[str]:
    yield "\n".join(map(objective_line, fitted_objectives(new.objectives)))


def _steps(new: NewScript) -> Iterator[str]:
    prose_language = str(new.head.get("langue", ""))
    for phase, activities in groupby(new.activities, key=lambda activity: fitted_phase(activity.phase)):
        if phase:
            yield f"{'#' * LEVEL} Phase : {phase}"
        level = LEVEL + 1 if phase else LEVEL
        for activity in activities:
            heading = with_value(f"{'#' * level} Activité : ", fitted_heading(activity.title))
            yield "\n".join(activity_lines(activity, heading, level, prose_language=prose_language))


def activity_lines(
    new: NewActivity, heading: str, level: int, *, language: str = "fr", prose_language: str = ""
) -> list[str]:
    """The lines of an activity under a heading that is already written.

    `language` is that of the labels, `prose_language` what the head says of the page's.
    """
    lines = [heading]
    properties = property_lines(new.properties, language)
    if properties:
        lines += ["", *properties]
    prose = fitted_prose(new.prose, level=level, language=prose_language)
    return [*lines, "", *prose.split("\n")] if prose else lines


def property_lines(properties: Mapping[str, str], language: str = "fr") -> list[str]:
    """The list of an activity's properties, in the order of the vocabulary, unknown ones last."""
    said = {fitted_label(key): one_line(value) for key, value in properties.items()}
    return [
        f"- {PROPERTIES.in_language(label, language)} : {said[label]}"
        for label in sorted(said, key=property_rank)
        if said[label]
    ]
