"""The items of lists: the properties of an activity and the objectives."""

import re
from collections.abc import Iterator, Sequence

from scenarios.script.model import Objective, Property, Section
from scenarios.script.outline import plain_lines
from scenarios.script.vocabulary import BLOOM, canonical_property, folded

RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
"""A line across the page, which `- - -` looks like an item."""

_BULLET = re.compile(r" {0,3}[-*+](?:[ \t]+(?P<rest>.*)|)$")
_NUMBERED = re.compile(r" {0,3}\d{1,9}[.)][ \t]+(?P<rest>.*)$")
_SPACES = " \t\u00a0\u202f"
_OBJECTIVE = re.compile(
    rf"[*_]{{0,3}}(?P<id>[A-Za-z]{{1,3}}\d{{1,3}})[*_]{{0,3}}[{_SPACES}]*"
    r"(?:\((?P<verb>[^()]{0,60})\))?(?P<tail>[^:]{0,3}):"
)
_MARKS = re.compile(r"[*_]+")
_LONGEST_KEY = 80


def item_of(line: str) -> re.Match[str] | None:
    """A line that begins an item, with or without number; its group `rest` is what the item says."""
    item = _BULLET.match(line) or _NUMBERED.match(line)
    return None if item and item["rest"] and item["rest"][0] in "-*" and RULE.match(line) else item


def holds_objectives(section: Section) -> bool:
    """*Objectifs*, and what is named almost so: one wrong word does not lose them."""
    if section.key is None and "bj" in section.heading.casefold():
        return folded(section.heading).startswith("obj")
    return section.key == "Objectifs"


def objective_of(rest: str) -> re.Match[str] | None:
    """Whether an item is an objective: its groups `id` and `verb` are what it is made of."""
    return _OBJECTIVE.match(rest)


def find_objectives(lines: Sequence[str], sections: Sequence[Section]) -> Iterator[Objective]:
    """The objectives in the order of the text."""
    for section in filter(holds_objectives, sections):
        for number in plain_lines(lines, section.first_line + 1, section.last_line):
            item = item_of(lines[number - 1])
            found = objective_of(item["rest"] or "") if item else None
            if item and found:
                verb = (found["verb"] or "").strip()
                said = _unmarked(found[0][:-1], item["rest"][found.end() :])
                column = item.start("rest") + found.start("id") + 1
                yield Objective(found["id"].upper(), verb, BLOOM.recognise(verb), said, number, column)


def find_properties(lines: Sequence[str], first: int, last: int) -> Iterator[Property]:
    """The list items up to the first block that is no list; lists that follow each other count as one."""
    number = first
    while number <= last:
        if not lines[number - 1].strip():
            number += 1
            continue
        item = _property_item(lines[number - 1])
        if item is None:
            return
        end, inside = number, _inside_from(item)
        while end < last and _continues(lines, end + 1, last, inside):
            end += 1
        yield _property(item, lines, number, end)
        number = end + 1


def _property_item(line: str) -> re.Match[str] | None:
    """A bullet, or a numbered item that names a known property (a numbered list is otherwise what to do)."""
    item = item_of(line)
    if item is None or item.re is _BULLET:
        return item
    return item if canonical_property(_key_of(item["rest"])) else None


def _inside_from(item: re.Match[str]) -> int:
    """From which column on a list belongs inside an item."""
    marker = len(item[0]) - len(item[0].lstrip()) + 1
    text = item.start("rest") if item["rest"] else marker + 1
    return text if text <= marker + 4 else marker + 1


def _continues(lines: Sequence[str], number: int, last: int, inside: int) -> bool:
    """Whether a line belongs to the item above: it is set in, also after one blank line."""
    line = lines[number - 1]
    if not line.strip():
        following = lines[number] if number < last else ""
        return bool(following.strip()) and _indent(following) >= inside
    indent = _indent(line)
    return indent >= inside or (indent >= 2 and not item_of(line))


def _indent(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))


def _key_of(rest: str) -> str:
    before, colon, _ = rest[: _LONGEST_KEY + 1].partition(":")
    return before if colon else ""


def _property(item: re.Match[str], lines: Sequence[str], first: int, last: int) -> Property:
    rest = item["rest"] or ""
    before = _key_of(rest)
    label, after = before.strip(_SPACES + "*_"), rest[len(before) + 1 :]
    if not label or label[0] in "[<(`!" or after.startswith("//"):
        label, before, after = "", "", rest
    value = _unmarked(before, after)
    column = len(lines[first - 1]) - len(after) + max(after.find(value), 0) + 1
    more = [line.strip() for line in lines[first:last]]
    said = " ".join(part for part in (value, *more) if part)
    return Property(canonical_property(label) or label, label, said, first, last, column)


def _unmarked(before: str, after: str) -> str:
    """What stands after the colon, less the end of bold marks that begin before it."""
    opening = _MARKS.match(before.lstrip())
    value = after.strip()
    if opening is None or before.count(opening[0]) > 1:
        return value
    return (
        value.removeprefix(opening[0]).lstrip()
        if value.startswith(opening[0])
        else value.removesuffix(opening[0])
    )
