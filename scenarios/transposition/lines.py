"""The lines of an adaptation that name its origin, with what might stand there instead. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scenarios.script.model import Script
from scenarios.transposition.names import PLACE_KEYS, has_proper_name, matcher
from wiki.rendering.head_entries import find_block, quoted, split_entries
from wiki.rendering.head_keys import canonical_key

MOST_LINES = 200
LINK = "Lien"
"""What a line is called that links to a page beside the origin, which is not beside the adaptation."""
_LINK_HOME = re.compile(r"\[\[(?=[^\[\]|#/]+[\]|#])")
KEPT, REMOVED = "", "retirer"


@dataclass(frozen=True)
class NamedLine:
    """A line that names the origin. `key` is the key or property that it gives, empty for prose."""

    number: int
    text: str
    key: str
    names: tuple[str, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Here:
    """What the new place says of itself: `replaced` maps names of the origin to its own, `values` are by head key.

    `origin` is the address of the origin's territory, for links to what lies beside it.
    """

    replaced: Mapping[str, str]
    values: Mapping[str, Sequence[str]]
    origin: str = ""


def named_lines(script: Script, origin: Script, names: Sequence[str], here: Here) -> list[NamedLine]:
    """Every line of a page that names the origin, in the order of the text.

    That is: keys of the place that still say what the origin said; places and named roles of activities that do;
    links to pages beside the origin; any other line with one of the names.
    """
    lines = script.text.split("\n")
    keys = {**_link_lines(lines, origin), **_head_lines(script, origin), **_activity_lines(script, origin)}
    find = matcher(names)
    adapted = script.head.line("adapté de")
    found = []
    for number, line in enumerate(lines, start=1):
        named = tuple(dict.fromkeys(find.findall(line))) if find and number != adapted else ()
        if named or number in keys:
            key = keys.get(number, "")
            found.append(NamedLine(number, line, key, named, tuple(_suggestions(line, key, here))))
    return found[:MOST_LINES]


def with_lines(text: str, changed: Mapping[int, str | None]) -> str:
    """The text with some lines said otherwise, or taken out where None; every other line byte for byte."""
    lines = text.split("\n")
    kept = (changed.get(number, line) for number, line in enumerate(lines, start=1))
    return "\n".join(line for line in kept if line is not None)


def with_names(line: str, replaced: Mapping[str, str]) -> str:
    """A line with names replaced by others, longest first, each place once."""
    find = matcher(sorted(replaced, key=len, reverse=True))
    return find.sub(lambda found: replaced[found[0]], line) if find else line


def _link_lines(lines: Sequence[str], origin: Script) -> dict[int, str]:
    """Lines of the origin that link to a page of its own territory."""
    said = set(origin.text.split("\n"))
    return {
        number: LINK for number, line in enumerate(lines, start=1) if _LINK_HOME.search(line) and line in said
    }


def _head_lines(script: Script, origin: Script) -> dict[int, str]:
    """Lines of the head whose value is still the origin's: line → key. The wiki itself wrote the territory."""
    block = find_block(script.text)
    entries = split_entries(script.text[block.start : block.end]) if block else []
    return {
        number: canonical_key(entry.key)
        for entry in entries
        if entry.key and canonical_key(entry.key) in PLACE_KEYS and canonical_key(entry.key) != "territoire"
        if script.head.text(entry.key) and script.head.text(entry.key) == origin.head.text(entry.key)
        for number in range(entry.first_line, entry.last_line + 1)
    }


def _activity_lines(script: Script, origin: Script) -> dict[int, str]:
    """Lines of activities that still name the origin's places and people: line → property."""
    said = {(known.key, known.value) for activity in origin.activities for known in activity.properties}
    return {
        number: known.key
        for activity in script.activities
        for known in activity.properties
        if known.key == "Lieu" or (known.key == "Rôles" and has_proper_name(known.value))
        if (known.key, known.value) in said
        for number in range(known.first_line, known.last_line + 1)
    }


def _suggestions(line: str, key: str, here: Here) -> Iterator[str]:
    replaced = with_names(line, here.replaced)
    if replaced != line:
        yield replaced
    if key == LINK and here.origin:
        yield _LINK_HOME.sub(f"[[{here.origin}/", line)
    label, colon, _ = line.partition(":")
    if key in PLACE_KEYS and colon:
        yield from (f"{label}: {quoted(value)}" for value in here.values.get(key, ()) if value)
