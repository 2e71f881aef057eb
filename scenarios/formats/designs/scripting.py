"""From a design to the text of a scenario, with a report of what became what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scenarios.formats.designs.model import Design, Outcome, Remark, Resource, Stage, Task
from scenarios.formats.designs.verbs import level_of
from scenarios.script.composing import NewActivity, NewScript, compose
from scenarios.script.durations import write_duration
from scenarios.script.vocabulary import ASSESSMENTS, FORMS, HEAD_MODES, TYPES, folded
from wiki.messages import N_

_TYPES = {
    "read": "acquisition", "watch": "acquisition", "listen": "acquisition", "acquisition": "acquisition",
    "lire": "acquisition", "investigate": "enquête", "inquiry": "enquête", "investiguer": "enquête",
    "practice": "pratique", "practise": "pratique", "pratiquer": "pratique", "produce": "production",
    "production": "production", "discuss": "discussion", "collaborate": "collaboration",
}  # fmt: skip
_ASSESSMENTS = {
    "none": "", "diagnostic": "diagnostique", "formative": "formative", "summative": "sommative",
    "certificative": "certificative", "certifying": "certificative", "peer": "entre pairs",
}  # fmt: skip
_MODES = {
    "onsite": "présentiel", "classroom": "présentiel", "face to face": "présentiel", "face-to-face": "présentiel",
    "location_based": "présentiel", "location based": "présentiel", "classroom based": "présentiel",
    "classroom-based": "présentiel", "hybrid": "hybride", "blended": "hybride",
}  # fmt: skip
_ONLINE = {True: "à distance synchrone", False: "à distance asynchrone"}
_GROUPS = {
    "whole": "groupe entier", "subgroups": "groupes", "individual": "individuel", "1": "individuel", "2": "binôme",
}  # fmt: skip
_GUIDANCE = {
    "present": "animation", "directed": "animation (enseignement dirigé)", "guided": "animation (enseignement guidé)",
    "supported": "animation (enseignement accompagné)", "independent": "participants en autonomie",
    "absent": "participants en autonomie", "undefined": "",
}  # fmt: skip
_SIDES = {
    "notes": "Notes", "teachingMethod": "Méthode", "objectives": "Objectifs du moment", "intentions": "Intentions",
}  # fmt: skip
_SENTENCE = re.compile(r"[.!?;:](?=\s|$)|\n")
_LONGEST_TITLE = 80
_LONGEST_SUMMARY = 600
UNTITLED = N_("Scénario importé")


@dataclass(frozen=True)
class Written:
    """The text of a scenario, and what a person should know about how it came to be."""

    text: str
    remarks: Sequence[Remark]


@dataclass
class _Report:
    """What became what, told once each, and what has no place."""

    remarks: list[Remark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def tell(self, message: str, *, is_fault: bool = False, **params: str | int) -> None:
        remark = Remark(message, params, is_fault)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def unknown(self, name: str, value: str) -> None:
        self.tell(
            N_("« %(name)s » vaut « %(value)s », que le scénario ne connaît pas : gardé dans le texte."),
            is_fault=True,
            name=name,
            value=_line(value)[:80],
        )


def write_script(design: Design, *, territory: str, language: str = "fr", licence: str) -> Written:
    """A design as the text of a scenario; everything that it says is in the text.

    Args:
        territory: name of the territory that takes it.
        language: BCP 47 code of what the design says.
        licence: SPDX identifier.
    """
    report = _Report()
    head = _head(design, report)
    summary, more = _summary(design.description)
    activities = [activity for stage in design.stages for activity in _activities(stage, report)]
    objectives = [
        _objective(number, outcome, report) for number, outcome in enumerate(design.outcomes, start=1)
    ]
    sections = {
        "Contexte et besoin": "\n\n".join(said for said in [more, *design.contexts] if said),
        "Ressources": "\n".join(_listed(found) for stage in design.stages for found in stage.resources),
        "Notes": "\n\n".join([*report.notes, *_rest(design.rest, report)]),
    }
    _tell_counts(report, design)
    text = compose(
        NewScript(
            title=_line(design.title) or UNTITLED,
            summary=summary,
            head={
                "format": "situation/1",
                "territoire": territory,
                **head,
                "langue": language,
                "licence": licence,
            },
            sections={name: body for name, body in sections.items() if body},
            objectives=objectives,
            activities=activities,
        )
    )
    return Written(text, report.remarks)


def _head(design: Design, report: _Report) -> dict[str, str | Sequence[str]]:
    mode = _MODES.get(folded(design.mode)) or HEAD_MODES.recognise(design.mode) or ""
    if design.mode and not mode:
        report.unknown("modeOfDelivery", design.mode)
        report.notes.append(f"modeOfDelivery : {design.mode}")
    head: dict[str, str | Sequence[str]] = {
        "mots-clés": [_line(design.topic)] if design.topic else [],
        "effectif": _line(design.group),
        "niveau": _line(design.level),
        "durée": write_duration(design.minutes) if design.minutes else "",
        "modalité": mode,
        "auteurs": [_line(name) for name in design.authors],
    }
    return {key: value for key, value in head.items() if value}


def _summary(description: str) -> tuple[str, str]:
    """The first paragraph, where it is short enough, and what remains."""
    first, _, more = description.partition("\n\n")
    if len(first) > _LONGEST_SUMMARY:
        cut = first.rfind(". ", 0, _LONGEST_SUMMARY) + 1
        first, more = (first[:cut], f"{first[cut:].lstrip()}\n\n{more}".strip()) if cut else ("", description)
    return _line(first), more


def _objective(number: int, outcome: Outcome, report: _Report) -> tuple[str, str, str]:
    level = level_of(outcome.category, outcome.verb, outcome.text)
    begins = folded(outcome.text).startswith(folded(outcome.verb))
    text = outcome.text if begins else f"{outcome.verb} {outcome.text}".strip()
    if level is None:
        report.tell(
            N_("Objectif O%(number)s : le verbe « %(verb)s » n'est pas dans la liste ; choisissez son niveau."),
            is_fault=True, number=number, verb=_line(outcome.verb or outcome.text)[:60],
        )  # fmt: skip
    return f"O{number}", level or "", _line(text)


def _activities(stage: Stage, report: _Report) -> Iterator[NewActivity]:
    title = _line(stage.title)
    sides = [f"{_SIDES.get(name, name)} : {said}" for name, said in stage.sides]
    if sides:
        report.notes.append("\n\n".join(([f"**{title}**"] if title else []) + sides))
    elif title and not stage.tasks:
        report.notes.append(f"**{title}**")
    for task in stage.tasks:
        yield NewActivity(
            title=_title(task),
            properties=_properties(task, report),
            prose=_task_prose(task, report),
            phase=title or None,
        )


def _title(task: Task) -> str:
    """The first sentence of what is done; a word on its type where nothing is said."""
    said = _line(_SENTENCE.split(task.description or task.instructions, maxsplit=1)[0])
    if len(said) > _LONGEST_TITLE:
        said = (
            said[: said.rfind(" ", 0, _LONGEST_TITLE)]
            if " " in said[:_LONGEST_TITLE]
            else said[:_LONGEST_TITLE]
        )
    return said.strip(" #*_") or (_type(task.type) or "activité").capitalize()


def _type(said: str) -> str | None:
    words = re.split(r"[\W_]+", folded(said))
    return TYPES.recognise(said) or _TYPES.get(words[0] if words else "")


def _properties(task: Task, report: _Report) -> Mapping[str, str]:
    properties = {
        "Durée": write_duration(task.minutes) if task.minutes else "",
        "Type": _type(task.type) or "",
        "Forme": _form(task.group),
        "Modalité": _mode(task),
        "Rôles": _GUIDANCE.get(folded(task.guidance), ""),
        "Évaluation": _assessment(task.assessment),
        "Ressources": ", ".join(map(_linked, task.resources)),
    }
    return {name: value for name, value in properties.items() if value}


def _form(said: str) -> str:
    group = _GROUPS.get(folded(said)) or (f"groupes de {said}" if re.fullmatch(r"[0-9]{1,3}", said) else said)
    return group if FORMS.recognise(group) else ""


def _mode(task: Task) -> str:
    if folded(task.mode) == "online":
        return "" if task.is_synchronous is None else _ONLINE[task.is_synchronous]
    return _MODES.get(folded(task.mode), "")


def _assessment(said: str) -> str:
    return _ASSESSMENTS.get(folded(said), ASSESSMENTS.recognise(said) or "")


def _task_prose(task: Task, report: _Report) -> str:
    """What is done, then the words to learners, then what no property holds."""
    parts = [task.description] if task.description and task.description != _title(task) else []
    if task.instructions:
        quote = task.instructions.split("\n")
        parts.append(
            "\n".join([f"> **Consigne.** {quote[0]}", *(f"> {line}".rstrip() for line in quote[1:])])
        )
    parts += [f"{_SIDES.get(name, name)} : {said}" for name, said in [*task.sides, *_unplaced(task, report)]]
    if task.is_synchronous is False and folded(task.mode) != "online":
        parts.append("Chacun à son rythme (asynchrone).")
    return "\n\n".join(parts)


def _unplaced(task: Task, report: _Report) -> Iterator[tuple[str, str]]:
    """Values that no property took."""
    checks = (
        ("type", task.type, _type(task.type) or folded(task.type) == "undefined"),
        ("groupSize", task.group, _form(task.group)),
        ("locationMode", task.mode, _mode(task)),
        ("teachingMode", task.guidance, folded(task.guidance) in _GUIDANCE),
        (
            "assessmentType",
            task.assessment,
            folded(task.assessment) in _ASSESSMENTS or _assessment(task.assessment),
        ),
    )
    for name, value, is_placed in checks:
        if value and not is_placed:
            report.unknown(name, value)
            yield name, value


def _rest(rest: Sequence[tuple[str, str]], report: _Report) -> Iterator[str]:
    for name, said in rest:
        report.tell(N_("« %(name)s » est gardé dans les notes."), name=_line(name)[:60])
        yield f"{_line(name)} : {said}"


def _tell_counts(report: _Report, design: Design) -> None:
    tasks = sum(len(stage.tasks) for stage in design.stages)
    told = [
        Remark(N_("%(number)s moments deviennent des phases, %(tasks)s activités restent des activités."),
               {"number": len(design.stages), "tasks": tasks}),
    ]  # fmt: skip
    if design.outcomes:
        told.append(
            Remark(
                N_("%(number)s résultats attendus deviennent des objectifs."),
                {"number": len(design.outcomes)},
            )
        )
    if design.topic:
        told.append(Remark(N_("Le sujet devient un mot-clé.")))
    if design.contexts:
        told.append(Remark(N_("Les visées sont dans « Contexte et besoin ».")))
    if report.notes:
        told.append(Remark(N_("Notes, méthode et intentions de chaque moment sont dans « Notes ».")))
    report.remarks[:0] = told


def _line(said: str) -> str:
    return " ".join(said.split())


def _linked(resource: Resource) -> str:
    """A resource on one line; commas would cut it in two."""
    title = re.sub(r"[\[\]]", "", _line(resource.title))
    if not resource.url:
        return title
    address = re.sub(r"[\s()<>]", lambda found: f"%{ord(found[0]):02X}", resource.url)
    return f"[{title}]({address})" if title != resource.url else f"<{address}>"


def _listed(resource: Resource) -> str:
    return f"- {_linked(resource)}"
