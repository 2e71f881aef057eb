"""What is wrong in the activities: their headings, and each property against its list."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from scenarios.script.checking.body import blank_line
from scenarios.script.checking.head import better_duration
from scenarios.script.checking.remarks import Reading, remark, removing, replacing
from scenarios.script.model import Activity, Diagnostic, Fix, Property, cited_ids
from scenarios.script.outline import read_mark
from scenarios.script.vocabulary import ASSESSMENTS, FORMS, MODES, PROPERTIES, TYPES, Vocabulary, split_list

_MOST_LABELS = 100
_LONGEST_MARK = 40
_NUMBER = re.compile(
    r"[ \u00a0\u202f]*(?:n?[°º])?[ \u00a0\u202f]*\d{1,3}(?=[*_ \u00a0\u202f]*$)", re.IGNORECASE
)


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

    def with_value(self, value: str | None, name: str = "replace", said: str = "") -> Fix | None:
        """Another value on the property's line; none where it runs over several."""
        if value is None or self.item.first_line != self.item.last_line:
            return None
        line = self.reading.line(self.item.first_line)
        start = self.item.column - 1
        text = line[:start] + value + line[start + len(self.item.value) :]
        return replacing(name, self.item.first_line, text, said or value)


def check_activities(reading: Reading) -> Iterator[Diagnostic]:
    """Every activity, then the headings beside them."""
    activities = reading.script.activities
    rules = _Rules(reading, activities)
    anchors: set[str] = set()
    for activity in activities:
        yield from _heading(reading, activity)
        yield from rules.of_content(activity)
        yield from _anchor(reading, activity, anchors)
        yield from _glued(activity)
    for phase in reading.empty_phases:
        mark = read_mark(phase.text)
        yield remark("S068", "activities", phase.line, title=mark.title if mark else "")
    others = _Rules(reading, [activity for _, activity in reading.loose])
    for heading, activity in reading.loose:
        is_whole = not any(found.is_error for found in others.of_content(activity))
        text = f"{'#' * heading.level} Activité : {activity.title}"
        fix = replacing("make_activity", heading.line, text) if is_whole and activity.title else None
        yield remark("S062", "activities", heading.line, 1, fix, heading=heading.text)


def _heading(reading: Reading, activity: Activity) -> Iterator[Diagnostic]:
    place, number = f"activity:{activity.index}", activity.first_line
    if not activity.title:
        yield remark("S050", place, number)
    mark = read_mark(reading.headings_between(number - 1, number)[0].text)
    if mark and mark.number:
        yield remark("S063", place, number, 1, _without_number(reading.line(number), number))
    parallel = activity.find("En parallèle")
    if parallel and activity.is_parallel and activity.index == 0:
        fix = removing(parallel.first_line, parallel.last_line)
        yield remark(
            "S064", f"{place}:En parallèle", parallel.first_line, parallel.column, fix, title=activity.title
        )


def _without_number(line: str, number: int) -> Fix | None:
    colon = line.index(":")
    start = max(0, colon - _LONGEST_MARK)
    before = _NUMBER.sub("", line[start:colon])
    return replacing("unnumber", number, line[:start] + before + line[colon:])


def _anchor(reading: Reading, activity: Activity, anchors: set[str]) -> Iterator[Diagnostic]:
    item = activity.find("Repère")
    if item and item.value:
        if item.value in anchors:
            fix = removing(item.first_line, item.last_line)
            yield _Found(reading, activity, item).say("S067", fix, value=item.value)
        anchors.add(item.value)


class _Rules:
    """What the properties of activities are held to."""

    def __init__(self, reading: Reading, activities: Sequence[Activity]) -> None:
        self._reading = reading
        self._declared = {objective.id for objective in reading.script.objectives}
        labels = (item.label for activity in activities for item in activity.properties if not item.is_known)
        # Looking for what was meant takes long, and nobody means hundreds of properties that there are not.
        self._near = {label: _near(label) for label in islice(dict.fromkeys(labels), _MOST_LABELS)}

    def of_content(self, activity: Activity) -> Iterator[Diagnostic]:
        yield from _needed(activity)
        yield from self._properties(activity)
        yield from self._citations(activity)

    def _properties(self, activity: Activity) -> Iterator[Diagnostic]:
        seen: set[str] = set()
        for item in activity.properties:
            found = _Found(self._reading, activity, item)
            if not item.key:
                fix = None if item.value else removing(item.first_line, item.last_line)
                yield found.say("S061", fix)
            elif not item.is_known:
                yield from self._unknown(found)
            elif item.key in seen:
                fix = removing(item.first_line, item.last_line)
                yield found.say("S060", fix, key=item.label, title=activity.title)
            elif item.value:
                yield from _CHECKS.get(item.key, _anything)(found)
            seen.add(item.key)

    def _unknown(self, found: _Found) -> Iterator[Diagnostic]:
        item, near = found.item, self._near.get(found.item.label)
        if near and found.activity.find(near) is None:
            line = found.reading.line(item.first_line)
            is_good = near != "Objectifs" or self._declared.issuperset(cited_ids(item.value))
            fix = replacing("rename", item.first_line, line.replace(item.label, near, 1), near)
            yield found.say("S059", fix if is_good else None, key=item.label, near=near)

    def _citations(self, activity: Activity) -> Iterator[Diagnostic]:
        cited = activity.find("Objectifs")
        names = activity.objectives if cited else ()
        kept = ", ".join(name for name in names if name in self._declared)
        for name in names:
            if cited and name not in self._declared:
                found = _Found(self._reading, activity, cited)
                fix = (
                    found.with_value(kept, "uncite", name)
                    if kept
                    else removing(cited.first_line, cited.last_line)
                )
                yield found.say("S058", fix, title=activity.title, id=name)


def _needed(activity: Activity) -> Iterator[Diagnostic]:
    for key, code in (("Durée", "S051"), ("Type", "S053")):
        found = activity.find(key)
        if found is None or not found.value:
            line = found.first_line if found else activity.first_line
            yield remark(code, f"activity:{activity.index}:{key}", line, title=activity.title)


def _near(label: str) -> str | None:
    return None if label.casefold().startswith("x-") else PROPERTIES.nearest(label)


def _duration(found: _Found) -> Iterator[Diagnostic]:
    if found.activity.minutes is None:
        value = found.item.value
        yield found.say("S012", found.with_value(better_duration(value)), value=value)


def _one_of(code: str, vocabulary: Vocabulary) -> Callable[[_Found], Iterator[Diagnostic]]:
    def check(found: _Found) -> Iterator[Diagnostic]:
        value = found.item.value
        if vocabulary.recognise(value) is None:
            near = _with_number(vocabulary.nearest(value), value)
            yield found.say(code, found.with_value(near), value=value, known=", ".join(vocabulary))

    return check


def _with_number(name: str | None, written: str) -> str | None:
    """`groupes de N` with the number that was written; without one it would say nothing."""
    if name != "groupes de N":
        return name
    numbers = re.findall(r"\d{1,3}", written)
    return f"groupes de {numbers[0]}" if len(numbers) == 1 else None


def _modes(found: _Found) -> Iterator[Diagnostic]:
    for value in split_list(found.item.value, ","):
        if MODES.recognise(value) is None:
            near = MODES.nearest(value)
            is_single = found.item.value.count(value) == 1
            whole = found.item.value.replace(value, near) if near and is_single else None
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


def _glued(activity: Activity) -> Iterator[Diagnostic]:
    line = activity.prose_first_line
    if activity.properties and activity.prose and line == activity.properties_last_line + 1:
        yield remark("S066", f"activity:{activity.index}:text", line, 1, blank_line(line))
