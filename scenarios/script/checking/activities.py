"""What is wrong in the activities: their headings, and each property against its list."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from scenarios.script.checking.body import blank_line
from scenarios.script.checking.head import better_duration
from scenarios.script.checking.remarks import Reading, remark, removing, replacing
from scenarios.script.model import Activity, Diagnostic, Fix, Property
from scenarios.script.outline import read_mark
from scenarios.script.vocabulary import ASSESSMENTS, FORMS, MODES, PROPERTIES, TYPES, Vocabulary, split_list


class _Found(NamedTuple):
    """A property where it stands."""

    reading: Reading
    activity: Activity
    item: Property

    @property
    def place(self) -> str:
        return f"activity:{self.activity.index}:{self.item.key or 'text'}"

    def say(self, code: str, fix: Fix | None = None, **params: object) -> Diagnostic:
        return remark(code, self.place, self.item.first_line, self.item.column, fix, **params)

    def with_value(self, value: str | None) -> Fix | None:
        """Another value on the property's line; none where it runs over several."""
        if value is None or self.item.first_line != self.item.last_line:
            return None
        line = self.reading.line(self.item.first_line)
        return replacing("replace", self.item.first_line, line[: self.item.column - 1] + value, value)


def check_activities(reading: Reading) -> Iterator[Diagnostic]:
    """Every activity, then the headings beside them."""
    declared = {objective.id for objective in reading.script.objectives}
    anchors: set[str] = set()
    for activity in reading.script.activities:
        yield from _heading(reading, activity)
        yield from _needed(activity)
        yield from _properties(reading, activity)
        yield from _citations(reading, activity, declared)
        if activity.anchor in anchors:
            yield remark(
                "S067", f"activity:{activity.index}:Repère", activity.first_line, value=activity.anchor
            )
        anchors |= {activity.anchor} - {""}
        yield from _glued(reading, activity)
    for heading in reading.loose:
        fix = replacing("make_activity", heading.line, f"{'#' * heading.level} Activité : {heading.text}")
        yield remark("S062", "activities", heading.line, 1, fix, heading=heading.text)


def _heading(reading: Reading, activity: Activity) -> Iterator[Diagnostic]:
    place = f"activity:{activity.index}"
    if not activity.title:
        yield remark("S050", place, activity.first_line)
    heading = reading.line(activity.first_line)
    mark = read_mark(heading.strip().lstrip("#").strip())
    if mark and mark.number:
        fix = replacing(
            "unnumber", activity.first_line, f"{'#' * activity.level} Activité : {activity.title}"
        )
        yield remark("S063", place, activity.first_line, 1, fix)
    if activity.is_parallel and activity.index == 0:
        yield remark("S064", f"{place}:En parallèle", activity.first_line, title=activity.title)


def _needed(activity: Activity) -> Iterator[Diagnostic]:
    for key, code in (("Durée", "S051"), ("Type", "S053")):
        if not activity.get(key):
            yield remark(code, f"activity:{activity.index}:{key}", activity.first_line, title=activity.title)


def _properties(reading: Reading, activity: Activity) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for item in activity.properties:
        found = _Found(reading, activity, item)
        if not item.key:
            yield found.say("S061")
        elif item.key in seen:
            fix = removing(item.first_line, item.last_line)
            yield found.say("S060", fix, key=item.label, title=activity.title)
        elif not item.is_known:
            yield from _unknown(found)
        elif item.value:
            yield from _CHECKS.get(item.key, _anything)(found)
        seen.add(item.key)


def _unknown(found: _Found) -> Iterator[Diagnostic]:
    label = found.item.label
    near = None if label.casefold().startswith("x-") else PROPERTIES.nearest(label)
    if near:
        line = found.reading.line(found.item.first_line)
        fix = replacing("rename", found.item.first_line, line.replace(label, near, 1), near)
        yield found.say("S059", fix, key=label, near=near)


def _duration(found: _Found) -> Iterator[Diagnostic]:
    if found.activity.minutes is None:
        value = found.item.value
        yield found.say("S012", found.with_value(better_duration(value)), value=value)


def _one_of(code: str, vocabulary: Vocabulary) -> Callable[[_Found], Iterator[Diagnostic]]:
    def check(found: _Found) -> Iterator[Diagnostic]:
        value = found.item.value
        if vocabulary.recognise(value) is None:
            near = vocabulary.nearest(value)
            yield found.say(code, found.with_value(near), value=value, known=", ".join(vocabulary))

    return check


def _modes(found: _Found) -> Iterator[Diagnostic]:
    for value in split_list(found.item.value, ","):
        if MODES.recognise(value) is None:
            near = MODES.nearest(value)
            whole = found.item.value.replace(value, near, 1) if near else None
            yield found.say("S056", found.with_value(whole), value=value, known=", ".join(MODES))


def _parallel(found: _Found) -> Iterator[Diagnostic]:
    if not found.activity.is_parallel:
        yield found.say("S065", removing(found.item.first_line, found.item.last_line))


def _anything(found: _Found) -> Iterator[Diagnostic]:
    return iter(())


_CHECKS: dict[str, Callable[[_Found], Iterator[Diagnostic]]] = {
    "Durée": _duration,
    "Type": _one_of("S054", TYPES),
    "Forme": _one_of("S055", FORMS),
    "Modalité": _modes,
    "Évaluation": _one_of("S057", ASSESSMENTS),
    "En parallèle": _parallel,
}


def _citations(reading: Reading, activity: Activity, declared: set[str]) -> Iterator[Diagnostic]:
    cited = activity.find("Objectifs")
    if cited is None:
        return
    found = _Found(reading, activity, cited)
    kept = [name for name in activity.objectives if name in declared]
    for name in activity.objectives:
        if name not in declared:
            whole = ", ".join(kept)
            fix = found.with_value(whole) if kept else removing(cited.first_line, cited.last_line)
            yield found.say("S058", fix, title=activity.title, id=name)


def _glued(reading: Reading, activity: Activity) -> Iterator[Diagnostic]:
    if (
        activity.properties
        and activity.prose
        and activity.prose_first_line == activity.properties_last_line + 1
    ):
        line = activity.prose_first_line
        yield remark("S066", f"activity:{activity.index}:text", line, 1, blank_line(line))
