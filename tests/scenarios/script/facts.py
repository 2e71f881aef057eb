"""What a text reads as, in lines that people can write and check: see the cases beside."""

import re
from collections.abc import Iterator

from scenarios.script.model import Activity, Diagnostic, Fix, Script
from scenarios.script.timing import total_minutes

_CHARACTER = re.compile(r"\{U\+([0-9A-F]{4,5})\}")
_REPEATED = re.compile(r"^\{(\d+) times\} (.*\n)", re.MULTILINE)


def spelt_out(source: str) -> str:
    """The text that a source stands for.

    Characters that nobody can see are written `{U+00A0}`; `{65 times} x-#: a` is as many lines, numbered.
    """
    source = _CHARACTER.sub(lambda found: chr(int(found[1], 16)), source)
    return _REPEATED.sub(
        lambda found: "".join(found[2].replace("#", str(number)) for number in range(1, int(found[1]) + 1)),
        source,
    )


def told(script: Script) -> Iterator[str]:
    """Everything there is to know of a text, one fact a line; the first word says what kind of fact.

    Lines that are set in belong to the fact above.
    """
    yield f"title {script.title_line or '-'}: {script.title}"
    yield f"summary {script.summary_first_line}-{script.summary_last_line}: {script.summary}"
    for key, value in script.head.items():
        said = value if isinstance(value, str) else f"[{' | '.join(value)}]"
        yield f"head {script.head.line(key)} {key}: {_on_one_line(said)}"
    for section in script.sections:
        yield f"section {section.first_line}-{section.last_line} {section.key or '?'}: {section.heading}"
    for objective in script.objectives:
        level = objective.level or "?"
        yield f"objective {objective.line}:{objective.column} {objective.id} {level}: {objective.text}"
    for activity in script.activities:
        yield from _activity(activity)
    yield f"sum {total_minutes(script.activities)} of {script.head.duration}"
    for diagnostic in script.diagnostics:
        yield from _remark(script, diagnostic)
    if not script.diagnostics:
        yield "remarks none"


def _activity(activity: Activity) -> Iterator[str]:
    phase = f" in {activity.phase}" if activity.phase is not None else ""
    yield f"activity {activity.first_line}-{activity.last_line}{phase}: {activity.title}"
    facts = {
        "minutes": activity.minutes,
        "type": activity.type,
        "form": activity.form,
        "modes": ", ".join(activity.modes),
        "place": activity.place,
        "roles": " | ".join(activity.roles),
        "serves": ", ".join(activity.objectives),
        "materials": " | ".join(activity.materials),
        "assessment": activity.assessment,
        "anchor": activity.anchor,
        "parallel": "yes" if activity.is_parallel else "",
    }
    for name, fact in facts.items():
        if fact:
            yield f"{name} {fact}"
    for item in activity.properties:
        lines = (
            f"{item.first_line}"
            if item.first_line == item.last_line
            else f"{item.first_line}-{item.last_line}"
        )
        yield f"property {lines}:{item.column} {item.key or '-'} = {item.value}"
    if activity.prose:
        yield f"prose {activity.prose_first_line}-{activity.prose_last_line}: {_on_one_line(activity.prose)}"


def _on_one_line(text: str) -> str:
    return text.replace("\n", "⏎")


def _remark(script: Script, found: Diagnostic) -> Iterator[str]:
    yield f"{found.code} {found.line}:{found.column} {found.severity} {found.place}"
    yield f"  {found.message_fr}"
    if found.fix:
        yield f"  [{found.fix.label_fr}]"
        yield from _difference(script.text, found.fix)


def _difference(text: str, fix: Fix) -> Iterator[str]:
    """What the fix takes out and puts in."""
    lines = text.split("\n")
    after = fix.apply(text).split("\n")
    old = lines[fix.first_line - 1 : fix.last_line]
    new = after[fix.first_line - 1 : fix.first_line - 1 + len(old) + len(after) - len(lines)]
    for mark, side in (("-", old), ("+", new)):
        for line in side:
            yield f"  {mark} {line}".rstrip()
