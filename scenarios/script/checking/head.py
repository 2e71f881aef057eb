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
            yield remark(
                "S010", f"head:{key}", script.head.line(key) or line, fix=_total_fix(reading, key), key=key
            )
    for key, value in DEFAULTS.items():
        if not script.head.text(key).strip():
            fix = (
                inserting("insert", line, f"{key}: {value}")
                if value and key not in script.head.lines and script.head.last_line
                else None
            )
            yield remark(
                "S011",
                f"head:{key}",
                script.head.line(key) or line,
                fix=fix,
                key=key,
                default=value or _DEFAULT_SAID[key],
            )


def _total_fix(reading: Reading, key: str) -> Fix | None:
    total = total_minutes(reading.script.activities)
    if key != "durée" or not total or key in reading.script.head.lines or not reading.script.head.last_line:
        return None
    said = write_duration(total)
    return inserting("announce", reading.script.head.last_line, f"durée: {said}", said)


def _on_line(reading: Reading, key: str, value: str, name: str = "replace") -> Fix | None:
    """Another value on the key's line; none where the value is spread over several lines."""
    number = reading.script.head.lines[key]
    line = reading.line(number)
    label = line[: reading.script.head.columns.get(key, 1) - 1].rstrip()
    following = reading.line(number + 1) if number < reading.script.head.last_line else ""
    if not label.endswith(":") or following.startswith((" ", "\t", "- ")):
        return None
    return replacing(name, number, f"{label} {quoted(value)}", value)


def _say(code: str, reading: Reading, key: str, better: str | None, **params: object) -> Diagnostic:
    head = reading.script.head
    fix = _on_line(reading, key, better) if better else None
    return remark(code, f"head:{key}", head.lines[key], head.columns.get(key, 1), fix, **params)


def _duration(reading: Reading, key: str) -> Iterator[Diagnostic]:
    script = reading.script
    text, announced = script.head.text(key), script.head.duration
    if announced is None:
        yield _say("S012", reading, key, better_duration(text), value=text)
        return
    total = total_minutes(script.activities)
    if total and total != announced:
        fix = _on_line(reading, key, write_duration(total), "announce")
        said = {"announced": write_duration(announced), "total": write_duration(total)}
        yield remark(
            "S013", f"head:{key}", script.head.lines[key], script.head.columns.get(key, 1), fix, **said
        )


def _licence(reading: Reading, key: str) -> Iterator[Diagnostic]:
    value = reading.script.head.text(key)
    if value not in LICENCES:
        near = _LICENCES.recognise(value) or _LICENCES.nearest(value)
        yield _say("S014", reading, key, near, value=value, known=", ".join(LICENCES))


def _language(reading: Reading, key: str) -> Iterator[Diagnostic]:
    value = reading.script.head.text(key)
    if not _LANGUAGE.fullmatch(value) or folded(value) in _LANGUAGES:
        yield _say("S015", reading, key, _LANGUAGES.get(folded(value)), value=value)


def _mode(reading: Reading, key: str) -> Iterator[Diagnostic]:
    for value in reading.script.head.several(key):
        if HEAD_MODES.recognise(value) is None:
            yield _say(
                "S016", reading, key, HEAD_MODES.nearest(value), value=value, known=", ".join(HEAD_MODES)
            )


def _themes(reading: Reading, key: str) -> Iterator[Diagnostic]:
    count = len(reading.script.head.several(key))
    if count > MAX_THEMES:
        yield _say("S017", reading, key, None, count=count, max=MAX_THEMES)


def _goals(reading: Reading, key: str) -> Iterator[Diagnostic]:
    for value in reading.script.head.several(key):
        if not re.fullmatch(r"[1-9]|1[0-7]", value):
            yield _say("S018", reading, key, None, value=value)


def _competences(reading: Reading, key: str) -> Iterator[Diagnostic]:
    for value in reading.script.head.several(key):
        prefix, colon, name = value.partition(":")
        if colon and folded(prefix) in ("cle", "key") and _COMPETENCES.recognise(name) is None:
            yield _say("S019", reading, key, None, value=name.strip(), known=", ".join(KEY_COMPETENCES))


def _place(reading: Reading, key: str) -> Iterator[Diagnostic]:
    value = reading.script.head.text(key)
    if read_coordinates(value) is None:
        found = _DECIMAL_COMMAS.fullmatch(value[:80])
        better = f"{found[1]}.{found[2]}, {found[3]}.{found[4]}" if found else None
        yield _say("S020", reading, key, better)


def _size(reading: Reading, key: str) -> Iterator[Diagnostic]:
    if not any(character.isdigit() for character in reading.script.head.text(key)):
        yield _say("S021", reading, key, None)


def _format(reading: Reading, key: str) -> Iterator[Diagnostic]:
    value = reading.script.head.text(key)
    if value != "situation/1":
        yield _say("S022", reading, key, "situation/1", value=value)


def _title(reading: Reading, key: str) -> Iterator[Diagnostic]:
    script = reading.script
    if script.title_line is None:
        title = " ".join(script.head.text(key).split())
        fix = inserting("move_title", script.head.body_line, f"\n# {title}")
        yield remark("S002", "title", script.head.lines[key], 1, fix)
    else:
        number = script.head.lines[key]
        yield remark("S003", f"head:{key}", number, 1, removing(number, number))


def _unknown_key(reading: Reading, key: str) -> Iterator[Diagnostic]:
    if key in HEAD_KEYS or key.startswith("x-") or key == "type":
        return
    near = get_close_matches(
        key, [name for name in HEAD_KEYS if name not in reading.script.head.lines], n=1, cutoff=0.75
    )
    if near:
        number = reading.script.head.lines[key]
        before, colon, after = reading.line(number).partition(":")
        fix = replacing("rename", number, near[0] + colon + after, near[0])
        yield remark("S023", f"head:{key}", number, 1, fix, key=before.strip(), near=near[0])


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
