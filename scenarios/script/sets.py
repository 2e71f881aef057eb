"""Values that are sets: themes, competences, material… where what either side added or took out is kept."""

import re
from collections.abc import Sequence

from scenarios.script.parts import Entry, Kind
from scenarios.script.vocabulary import split_list
from wiki.rendering.head_entries import Entry as HeadEntry
from wiki.rendering.head_entries import Unreadable, parse_entry, quoted

_PROPERTIES = ("Objectifs", "Matériel", "Rôles", "Modalité")
_NAMES = ("thèmes", "mots-clés", "compétences", "odd", "partenaires", "auteurs")
_PHRASES = ("besoins", "ressources", "solutions", "patrimoines")
"""Their items are phrases, where a comma separates nothing."""


def items_of(kind: Kind, entry: Entry) -> tuple[str, ...] | None:
    """The items of a value that is a set; None for any other value."""
    if kind == "activity":
        return split_list(entry.value, ",") if entry.name in _PROPERTIES and not entry.rest.strip() else None
    value = head_value(entry) if kind == "head" else None
    if value is None or isinstance(value, list):
        return tuple(value) if value else None
    separator = _separator(entry, value)
    return split_list(value, separator) if separator else None


def head_value(entry: Entry) -> str | list[str] | None:
    """What a key of the head says; None when it is unreadable."""
    try:
        return parse_entry(HeadEntry(1, 1, entry.text.removesuffix("\n")))
    except Unreadable:
        return None


def _separator(entry: Entry, value: str) -> str:
    if entry.name not in _NAMES + _PHRASES:
        return ""
    return ";" if ";" in value or entry.name in _PHRASES else ","


def merged_set(kind: Kind, base: Entry | None, ours: Entry, theirs: Entry) -> str | None:
    """The value with what both kept and either added, written as `theirs` is; None when it is no set.

    A side that says more than its items (a comment) is none either: that would be lost.
    """
    found = items_of(kind, base) if base else ()
    our_items, their_items = items_of(kind, ours), items_of(kind, theirs)
    if found is None or our_items is None or their_items is None:
        return None
    for side, items in ((ours, our_items), (theirs, their_items)):
        if _written(kind, side, items, side.value) != side.value + side.rest:
            return None
    gone = {*found} - {*our_items}
    kept = [item for item in their_items if item not in gone]
    known = {*found, *kept}
    merged = [*kept, *(item for item in our_items if item not in known)]
    return _written(kind, theirs, merged, theirs.value + ours.value)


def _written(kind: Kind, like: Entry, items: Sequence[str], spaced: str) -> str:
    """Items written as an entry writes its own: in brackets, one a line, or one after the other.

    `spaced` shows how people separated them: ` ; ` stays so.
    """
    if kind == "activity":
        return _joined(",", spaced, items) + like.rest
    if like.value.startswith("["):
        return "[" + ", ".join(quoted(item, in_list=True) for item in items) + "]" + like.rest
    if not like.value:
        indent = like.rest[1:].partition("-")[0]
        return "\n" + "".join(f"{indent}- {quoted(item)}\n" for item in items)
    return quoted(_joined(_separator(like, spaced), spaced, items)) + like.rest


def _joined(separator: str, spaced: str, items: Sequence[str]) -> str:
    found = re.search(rf"[^\S\n]*{separator}[^\S\n]*", spaced)
    return (found[0] if found else f"{separator} ").join(items)
