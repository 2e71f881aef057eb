"""From the bytes of a file to a design. It may be hostile: size, depth and number are bounded."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scenarios.formats.designs.fields import Fields, plain_text
from scenarios.formats.designs.model import Design, Outcome, Stage, Task, Unreadable
from wiki.messages import N_

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
MAX_VALUES = 50_000
MAX_TASKS = 300


def read_design(data: bytes) -> Design:
    """The design that a file holds.

    Raises:
        Unreadable: too big, no JSON, too deep, or nothing that one of the tools writes.
    """
    found = _loaded(data)
    if isinstance(found, Mapping) and isinstance(found.get("sessions"), list):
        design = _with_sessions(found)
    elif isinstance(found, Mapping) and isinstance(found.get("activities"), list):
        design = _with_activities(found)
    else:
        raise Unreadable(
            N_(
                "Ce fichier n'est pas un scénario de Learning Designer : on n'y trouve ni activités ni moments."
            )
        )
    if sum(len(stage.tasks) for stage in design.stages) > MAX_TASKS:
        raise Unreadable(N_("Ce fichier décrit plus de 300 activités : partagez-le en plusieurs scénarios."))
    return design


def _loaded(data: bytes) -> object:
    if len(data) > MAX_BYTES:
        raise Unreadable(N_("Ce fichier est trop gros : 2 Mo au plus."))
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable(
            N_("Ce fichier n'est pas du JSON lisible : exportez-le à nouveau depuis Learning Designer.")
        ) from None
    _check_extent(found)
    return found


def _check_extent(found: object) -> None:
    level, values = [found], 0
    for _depth in range(MAX_DEPTH):
        level = [inner for value in level for inner in _inside(value)]
        values += len(level)
        if not level:
            return
        if values > MAX_VALUES:
            break
    raise Unreadable(N_("Ce fichier est trop compliqué pour un scénario : il a été refusé."))


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _with_activities(found: Mapping[str, Any]) -> Design:
    """University College London's."""
    fields = Fields(found)
    stages = [_activity(Fields(item)) for item in fields.several("activities")]
    aims = fields.text("aims")
    outcomes = [_outcome(item) for item in fields.several("outcomes")]
    return Design(
        title=fields.text("name", "title"),
        description=fields.text("description"),
        topic=fields.text("topic"),
        contexts=[aims] if aims else [],
        minutes=fields.minutes("learningTime"),
        group=fields.text("groupSize"),
        mode=fields.text("modeOfDelivery"),
        authors=_names(fields.text("author", "authors", "designers")),
        outcomes=[outcome for outcome in outcomes if outcome.verb or outcome.text],
        stages=stages,
        rest=fields.rest(),
    )


def _activity(fields: Fields) -> Stage:
    title, tasks = fields.text("title", "name"), fields.several("slas")
    sides = [("teachingMethod", fields.text("teachingMethod")), ("notes", fields.text("notes"))]
    total = fields.text("groupSize")
    return Stage(
        title=title,
        tasks=[_sla(Fields(item), total) for item in tasks],
        resources=fields.resources("resources"),
        sides=[*_said(sides), *fields.rest()],
    )


def _sla(fields: Fields, total: str) -> Task:
    size, is_whole = fields.text("groupSize"), fields.flag("groupSizeSameAsSession")
    is_online, is_guided = fields.flag("onlineActivity"), fields.flag("tutorAvailable")
    return Task(
        type=fields.text("type"),
        minutes=fields.minutes("duration"),
        group="whole" if is_whole or (size and size == total) else size,
        mode={True: "online", False: "onsite", None: ""}[is_online],
        is_synchronous=fields.flag("syncActivity"),
        guidance={True: "present", False: "independent", None: ""}[is_guided],
        assessment=fields.text("assessmentType"),
        description=fields.text("description"),
        instructions=fields.text("instructions", "studentInstructions"),
        resources=fields.resources("resources"),
        sides=fields.rest(),
    )


def _outcome(item: object) -> Outcome:
    fields = Fields(item) if isinstance(item, Mapping) else Fields({"details": item})
    return Outcome(fields.text("verb"), fields.text("details", "text"), fields.text("category"))


def _with_sessions(found: Mapping[str, Any]) -> Design:
    """The French variant's."""
    top = Fields(found)
    fields, sessions = Fields(top.whole("meta")), top.several("sessions")
    outcomes = [_outcome(item) for item in fields.several("sliders")]
    contexts = [fields.text("command"), fields.text("personas")]
    return Design(
        title=fields.text("name"),
        description=fields.text("description"),
        contexts=[said for said in contexts if said],
        minutes=_pedagogical_time(fields),
        group=fields.text("sizeClass"),
        mode=fields.text("modeDelivery"),
        level=" ".join(_words(fields.text("schoolLevel"))),
        authors=_names(fields.text("designers")),
        outcomes=[outcome for outcome in outcomes if outcome.verb or outcome.text],
        stages=[_session(Fields(item)) for item in sessions],
        rest=[*fields.rest(), *top.rest()],
    )


def _pedagogical_time(fields: Fields) -> int | None:
    """Days of so many hours, hours and minutes."""
    day = fields.minutes("dayHours") or 7
    days, hours, minutes = (fields.minutes(f"learning{unit}") or 0 for unit in ("Days", "Hours", "Minutes"))
    for unit in ("Days", "Hours", "Minutes"):
        fields.whole(f"learning{unit}")
    return (days * day + hours) * 60 + minutes or None


def _session(fields: Fields) -> Stage:
    title, tasks = fields.text("title"), fields.several("activities")
    sides = [(name, fields.text(name)) for name in ("objectives", "intentions", "notes")]
    resources = fields.resources("links", "resources")
    return Stage(
        title, [_of_session(Fields(item)) for item in tasks], resources, [*_said(sides), *fields.rest()]
    )


def _of_session(fields: Fields) -> Task:
    sync = fields.text("syncMode")
    return Task(
        type=fields.text("type"),
        minutes=fields.minutes("duration"),
        group=fields.text("groupMode"),
        mode=fields.text("locationMode"),
        is_synchronous={"sync": True, "async": False}.get(sync),
        guidance=fields.text("teachingMode", "teacherPresence"),
        assessment=fields.text("evaluationMode"),
        description=fields.text("description"),
        instructions=fields.text("instructions"),
        resources=fields.resources("links", "resources"),
        sides=[*_said([("notes", fields.text("notes"))]), *fields.rest()],
    )


def _said(sides: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, text in sides if text]


def _names(said: str) -> list[str]:
    parts = said.replace(";", ",").replace("\n", ",").split(",")
    return [name.strip() for name in parts if name.strip()]


def _words(said: str) -> list[str]:
    return plain_text(said).replace("_", " ").split()
