"""A whole text as fields: what the designer shows, and where each posted value goes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from flask_babel import lazy_gettext as _l

from scenarios.authoring.boxes import Box, Posted, Value, name_of
from scenarios.authoring.cards import Card, cards_of
from scenarios.authoring.designs import DESIGNS, Design
from scenarios.authoring.fields import Field, Group, Widget
from scenarios.authoring.goals import Goal, goals_of, with_goals
from scenarios.script import editing
from scenarios.script.model import Diagnostic, HeadValue, Script, Section
from scenarios.script.sections import find_section
from scenarios.script.vocabulary import HEAD_MODES, split_list
from wiki.errors import Invalid
from wiki.rendering.slugs import slugify

WHOLE_TEXT = "texte"
"""Where remarks are shown that concern no field."""
MOST_WORK = 10_000_000
"""Characters that one form may have read again: each change reads the text once, so a form could cost hours."""
_TOO_MUCH = _l(
    "Trop de champs ont changé d'un coup pour un texte si long. Revenez en arrière et enregistrez plus souvent."
)
_OWN_NAMES = {"title": "titre", "summary": "resume", "objectives": "objectifs", "activities": "activites"}
_TITLE = Field("titre", _l("Titre"), help=_l("Ce que l'on y fait, en peu de mots."), required=True)
_SUMMARY = Field(
    "resume",
    _l("En une ou deux phrases"),
    Widget.PARAGRAPH,
    _l("Ce que l'on fait, avec qui, et ce que l'on en retire."),
)
_WITH_OWN_FIELDS = ("Objectifs", "Déroulé")


@dataclass(frozen=True)
class Sheet:
    """Every field of a text. `others` are the sections that its kind does not ask for."""

    script: Script
    design: Design
    title: Box
    summary: Box
    groups: tuple[tuple[Group, tuple[Box, ...]], ...]
    sections: Mapping[str, Box]
    others: tuple[Box, ...]
    goals: tuple[Goal, ...]
    cards: tuple[Card, ...]

    @property
    def boxes(self) -> Iterator[Box]:
        """Every field that stands for one place of the text."""
        yield from (self.title, self.summary)
        for _group, boxes in self.groups:
            yield from boxes
        yield from self.sections.values()
        yield from self.others
        for card in self.cards:
            yield from card.boxes


def sheet_of(script: Script) -> Sheet:
    """The fields of a text, filled with what it says."""
    design = DESIGNS[script.kind]
    return Sheet(
        script,
        design,
        Box(_TITLE, "titre", "title", script.title, editing.set_title),
        Box(_SUMMARY, "resume", "summary", script.summary, editing.set_summary),
        tuple((group, tuple(_head(script, field) for field in group.fields)) for group in design.head),
        {field.key: _section(script, field) for field in design.sections},
        tuple(_other_sections(script, design)),
        goals_of(script) if design.has_activities else (),
        cards_of(script) if design.has_activities else (),
    )


def with_fields(script: Script, form: Posted) -> Script:
    """The script with every difference between the form and the text taken from the form, and nothing else.

    Raises:
        Invalid: more changes than a text of this length can take at once.
    """
    sheet, work = sheet_of(script), 0
    for box in sheet.boxes:
        changed = box.change(script, form)
        work += len(changed.text) if changed is not script else 0
        if work > MOST_WORK:
            raise Invalid({"": _TOO_MUCH})
        script = changed
    return with_goals(script, form) if sheet.design.has_activities else script


def remarks(sheet: Sheet) -> dict[str, list[Diagnostic]]:
    """What is to be said of the text, by the name of the field it stands beside."""
    names = {box.name for box in sheet.boxes} | {card.name for card in sheet.cards}
    names |= {goal.name for goal in sheet.goals} | {"objectifs", "activites"}
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in sheet.script.diagnostics:
        found[_shown_at(sheet.script, diagnostic.place, names)].append(diagnostic)
    return dict(found)


def _shown_at(script: Script, place: str, names: set[str]) -> str:
    name = field_of(script, place)
    card = "-".join(name.split("-")[:2])
    return name if name in names else card if card in names else WHOLE_TEXT


def field_of(script: Script, place: str) -> str:
    """The name of the field that a place of the text has in the form, if it has one."""
    what, _, number = place.partition(":")
    if what == "section" and number.isdigit():
        section = script.sections[int(number)]
        return _section_name(section.key or section.heading)
    return _OWN_NAMES.get(place) or name_of(*place.split(":"))


def _head(script: Script, field: Field) -> Box:
    write = partial(_write_head, field)
    return Box(
        field, name_of("head", field.key), f"head:{field.key}", _said(script, field), write, field.options
    )


def _said(script: Script, field: Field) -> Value:
    written = script.head.get(field.key, "")
    if field.widget is Widget.TOKENS:
        return script.head.several(field.key)
    if field.widget is Widget.ROWS:
        return split_list(written, ";") if isinstance(written, str) else tuple(written)
    if field.key == "modalité":
        return HEAD_MODES.recognise(script.head.text(field.key)) or script.head.text(field.key)
    return script.head.text(field.key)


def _write_head(field: Field, script: Script, value: Value) -> Script:
    written: HeadValue | None = value or None
    is_text = isinstance(script.head.get(field.key, ""), str)
    if field.widget is Widget.ROWS and is_text and value:
        written = " ; ".join(value)
    return editing.set_head(script, field.key, written)


def _section(script: Script, field: Field) -> Box:
    """The section that the field names, however its heading is spelled."""
    name = _section_name(field.key)
    section = find_section(script, field.key) or next(
        (found for found in script.sections if _section_name(found.heading) == name), None
    )
    heading = (section.key or section.heading) if section else field.key
    return Box(field, name, name, section.body if section else "", partial(_write_section, heading))


def _section_name(heading: str) -> str:
    """The name of a section's field; letters that no address holds are told by their numbers."""
    return name_of("section", heading if slugify(heading) else heading.encode().hex()[:60])


def _other_sections(script: Script, design: Design) -> Iterator[Box]:
    asked = {_section_name(field.key) for field in design.sections}
    if design.has_activities:
        asked |= {_section_name(name) for name in _WITH_OWN_FIELDS}
    for section in script.sections:
        heading = section.key or section.heading
        if _section_name(heading) in asked or _has_activities(script, section):
            continue
        asked.add(_section_name(heading))
        yield _section(script, Field(heading, section.heading, Widget.AREA))


def _has_activities(script: Script, section: Section) -> bool:
    return any(section.first_line < each.first_line <= section.last_line for each in script.activities)


def _write_section(key: str, script: Script, body: str) -> Script:
    return editing.set_section(script, key, body)
