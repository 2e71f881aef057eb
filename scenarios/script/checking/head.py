"""What is wrong in the head: missing keys, and values that the lists or forms of a scenario do not hold."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from scenarios.script.checking.remarks import Reading, inserting, remark, removing, replacing
from scenarios.script.durations import write_duration
from scenarios.script.model import Diagnostic, Fix
from scenarios.script.timing import total_minutes
from scenarios.script.vocabulary import (
    HEAD_KEYS,
    HEAD_MODES,
    KEY_COMPETENCES,
    LICENCES,
    REQUIRED_HEAD,
    Vocabulary,
    folded,
)
from wiki.rendering.head import MAX_KEYS
from wiki.rendering.head_entries import quoted

MAX_THEMES = 5
DEFAULTS = {"territoire": "", "langue": "fr", "licence": "CC-BY-SA-4.0"}
_DEFAULT_SAID = {"territoire": "le territoire de la page"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
_LANGUAGES = {
    "francais": "fr",
    "french": "fr",
    "anglais": "en",
    "english": "en",
    "breton": "br",
    "occitan": "oc",
}
_COORDINATES = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*[,;]\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*")
_DECIMAL_COMMAS = re.compile(r"\s*(-?\d{1,3}),(\d{2,12})\s*[,; ]\s*(-?\d{1,3}),(\d{2,12})\s*")
_CLOCK = re.compile(r"\s*(\d{1,2})\s*:\s*(\d{2})\s*")
_GOAL = re.compile(r"[1-9]|1[0-7]")
_FORMAT = "situation/1"
_OTHER_KEYS = ("type", "source")  # known to the wiki; they say nothing of a scenario
_FOLDED_LICENCES = {folded(name) for name in LICENCES}
_COMPETENCES = Vocabulary(dict.fromkeys(KEY_COMPETENCES, ()), {})
_LICENCES = Vocabulary({name: (name.replace("-", " "),) for name in LICENCES}, {})


def read_coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None when the text is no place on Earth."""
    found = _COORDINATES.fullmatch(text[:80])
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def better_duration(text: str) -> str | None:
    """What a clumsy duration most likely means: `1:30` and `35` are what people type."""
    clock = _CLOCK.fullmatch(text)
    if clock and int(clock[2]) < 60 and (minutes := int(clock[1]) * 60 + int(clock[2])):
        return write_duration(minutes)
    return f"{int(text)} min" if re.fullmatch(r"\s*[1-9]\d{0,3}\s*", text) else None


def check_head(reading: Reading) -> Iterator[Diagnostic]:
    """The head's remarks."""
    yield from _missing(reading)
    head = reading.script.head
    for key in head:
        if head.text(key).strip():
            yield from _CHECKS.get(key, _unknown_key)(reading, key)


def _missing(reading: Reading) -> Iterator[Diagnostic]:
    script = reading.script
    required = REQUIRED_HEAD["scenario" if script.kind == "scenario" else "other"]
    line = script.head.last_line or 1
    for key in required:
        if not script.head.several(key):
            fix = _total_fix(reading, key)
            yield remark("S010", f"head:{key}", script.head.line(key) or line, 1, fix, key=key)
    for key, value in DEFAULTS.items():
        if not script.head.text(key).strip():
            fix = _written(reading, "insert", key, value) if value else None
            said = value or _DEFAULT_SAID[key]
            yield remark("S011", f"head:{key}", script.head.line(key) or line, 1, fix, key=key, default=said)


def _total_fix(reading: Reading, key: str) -> Fix | None:
    total = total_minutes(reading.script.activities)
    return _written(reading, "announce", key, write_duration(total)) if key == "durée" and total else None


def _written(reading: Reading, name: str, key: str, value: str) -> Fix | None:
    """A key with its value: where it stands empty, else at the end of the head, with a head where there is none."""
    head = reading.script.head
    if key in head.lines:
        return _with_value(reading, key, value, name)
    line = f"{key}: {value}"
    said = value if name == "announce" else line
    if head.last_line:
        is_full = len(reading.entries) >= MAX_KEYS
        return None if is_full else inserting(name, head.last_line, line, said)
    return None if reading.line(1).startswith("---") else inserting(name, 1, f"---\n{line}\n---\n", said)


def _with_value(reading: Reading, key: str, value: str, name: str = "replace") -> Fix:
    """Another value of a key, on one line."""
    entry = reading.entry(key)
    text = f"{entry.label} {quoted(value)}"
    return replacing(name, entry.first_line, text, value, last_line=entry.last_line)


def _with_item(reading: Reading, key: str, item: str, better: str | None) -> Fix | None:
    """Another item in a list; none where it cannot be told apart from what stands around it."""
    entry = reading.entry(key)
    written = entry.source[len(entry.label) :]
    if better is None or written.count(item) != 1:
        return None
    text = (entry.label + written.replace(item, better)).replace("\r", "")
    return replacing("replace", entry.first_line, text, better, last_line=entry.last_line)


def _say(code: str, reading: Reading, key: str, fix: Fix | None = None, **params: object) -> Diagnostic:
    head = reading.script.head
    return remark(code, f"head:{key}", head.lines[key], head.columns[key], fix, **params)


def _better(reading: Reading, key: str, value: str | None) -> Fix | None:
    return _with_value(reading, key, value) if value else None


def _duration(reading: Reading, key: str) -> Iterator[Diagnostic]:
    script = reading.script
    text, announced = script.head.text(key), script.head.duration
    if announced is None:
        yield _say("S012", reading, key, _better(reading, key, better_duration(text)), value=text)
        return
    total = total_minutes(script.activities)
    if total != announced and script.activities and all(activity.minutes for activity in script.activities):
        fix = _with_value(reading, key, write_duration(total), "announce")
        said = {"announced": write_duration(announced), "total": write_duration(total)}
        yield _say("S013", reading, key, fix, **said)


def _licence(reading: Reading, key: str) -> Iterator[Diagnostic]:
    value = reading.script.head.text(key)
    if not _is_licence(value):
        near = _LICENCES.recognise(value) or _LICENCES.nearest(value)
        yield _say("S014", reading, key, _better(reading, key, near), value=value, known=", ".join(LICENCES))


def _is_licence(value: str) -> bool:
    return folded(value) in _FOLDED_LICENCES


def _language(reading: Reading, key: str) -> Iterator[Diagnostic]:
    value = reading.script.head.text(key)
    if not _is_language(value):
        yield _say("S015", reading, key, _better(reading, key, _LANGUAGES.get(folded(value))), value=value)


def _is_language(value: str) -> bool:
    return _LANGUAGE.fullmatch(value.strip()) is not None


def _mode(reading: Reading, key: str) -> Iterator[Diagnostic]:
    for value in reading.script.head.several(key):
        if HEAD_MODES.recognise(value) is None:
            fix = _with_item(reading, key, value, HEAD_MODES.nearest(value))
            yield _say("S016", reading, key, fix, value=value, known=", ".join(HEAD_MODES))


def _themes(reading: Reading, key: str) -> Iterator[Diagnostic]:
    count = len(reading.script.head.several(key))
    if count > MAX_THEMES:
        yield _say("S017", reading, key, count=count, max=MAX_THEMES)


def _goals(reading: Reading, key: str) -> Iterator[Diagnostic]:
    for value in reading.script.head.several(key):
        if not _GOAL.fullmatch(value):
            yield _say("S018", reading, key, value=value)


def _competences(reading: Reading, key: str) -> Iterator[Diagnostic]:
    for value in reading.script.head.several(key):
        prefix, colon, name = value.partition(":")
        name = name.strip()
        if colon and folded(prefix) in ("cle", "key") and _COMPETENCES.recognise(name) is None:
            fix = _with_item(reading, key, name, _COMPETENCES.nearest(name)) if name else None
            yield _say("S019", reading, key, fix, value=name, known=", ".join(KEY_COMPETENCES))


def _place(reading: Reading, key: str) -> Iterator[Diagnostic]:
    value = reading.script.head.text(key)
    if read_coordinates(value) is None:
        found = _DECIMAL_COMMAS.fullmatch(value[:80])
        better = f"{found[1]}.{found[2]}, {found[3]}.{found[4]}" if found else ""
        fix = _with_value(reading, key, better) if read_coordinates(better) else None
        yield _say("S020", reading, key, fix)


def _size(reading: Reading, key: str) -> Iterator[Diagnostic]:
    if not any(character.isdigit() for character in reading.script.head.text(key)):
        yield _say("S021", reading, key)


def _format(reading: Reading, key: str) -> Iterator[Diagnostic]:
    value = reading.script.head.text(key)
    if value.strip() != _FORMAT:
        yield _say("S022", reading, key, _with_value(reading, key, _FORMAT), value=value)


def _title(reading: Reading, key: str) -> Iterator[Diagnostic]:
    script, entry = reading.script, reading.entry(key)
    if script.title_line is None:
        moved = [*reading.lines[entry.last_line : script.head.last_line], "", f"# {script.title}"]
        text = "\n".join(moved)
        fix = replacing("move_title", entry.first_line, text, last_line=script.head.last_line)
        yield remark("S002", "title", entry.first_line, 1, fix)
    else:
        fix = removing(entry.first_line, entry.last_line)
        yield remark("S003", f"head:{key}", entry.first_line, 1, fix)


def _unknown_key(reading: Reading, key: str) -> Iterator[Diagnostic]:
    if key in HEAD_KEYS or key in _OTHER_KEYS or key.startswith("x-"):
        return
    head = reading.script.head
    free = {folded(name): name for name in HEAD_KEYS if name not in head.lines}
    for near in map(free.__getitem__, get_close_matches(folded(key), free, n=1, cutoff=0.75)):
        entry = reading.entry(key)
        text = entry.source.replace("\r", "").replace(entry.label, f"{near}:", 1)
        fix = replacing("rename", entry.first_line, text, near, last_line=entry.last_line)
        is_good = _IS_GOOD.get(near, bool)(head.text(key))
        yield remark(
            "S023", f"head:{key}", entry.first_line, 1, fix if is_good else None, key=entry.key, near=near
        )


# A renamed key whose value is an error would only put one mistake in the place of another.
_IS_GOOD: dict[str, Callable[[str], bool]] = {"licence": _is_licence, "langue": _is_language}
_CHECKS: dict[str, Callable[[Reading, str], Iterator[Diagnostic]]] = {
    "durée": _duration,
    "licence": _licence,
    "langue": _language,
    "modalité": _mode,
    "thèmes": _themes,
    "odd": _goals,
    "compétences": _competences,
    "coordonnées": _place,
    "effectif": _size,
    "format": _format,
    "titre": _title,
}
