"""The head's values changed line by line, in the style they have; lists written one item a line stay so."""

import re
from collections.abc import Sequence

from scenarios.script.lines import Sheet, bare
from wiki.rendering.head import MAX_KEYS, set_head_value
from wiki.rendering.head_entries import Entry, Unreadable, find_block, parse_entry, quoted, split_entries
from wiki.rendering.head_keys import canonical_key

_LIST_KEY = re.compile(r"[^\n]*:[ \t]*(#.*)?")
_LIST_ITEM = re.compile(r"[ \t]*-[ \t]+(?=\S)")


def find_entry(text: str, key: str) -> Entry | None:
    """The first entry of the head with that key, in any spelling."""
    block = find_block(text)
    entries = split_entries(text[block.start : block.end]) if block else ()
    wanted = canonical_key(key)
    return next((entry for entry in entries if entry.key and canonical_key(entry.key) == wanted), None)


def with_head_value(text: str, key: str, value: str | Sequence[str]) -> str:
    """The text with one key of its head changed, added, or removed where the value is empty.

    Raises ValueError for a key that no head can hold.
    """
    entry = find_entry(text, key)
    if not value:
        return _without(text, key)
    if entry is None or isinstance(value, str):
        return set_head_value(text, key, value)
    lines = [bare(line) for line in entry.source.split("\n")]
    opening = _LIST_ITEM.match(lines[1]) if len(lines) > 1 else None
    if opening is None or not _LIST_KEY.fullmatch(lines[0]):
        return set_head_value(text, key, value)
    sheet, written = Sheet(text), _written_items(entry)
    new = [written.get(item) or opening[0] + quoted(item, in_list=True) for item in value]
    sheet.replace(entry.first_line + 1, entry.last_line, new)
    return sheet.text


def _without(text: str, key: str) -> str:
    """The text without a key, however often it is given; what a head has beyond `MAX_KEYS` is not read."""
    for _ in range(MAX_KEYS):
        before, text = text, set_head_value(text, key, "")
        if text == before:
            break
    return text


def _written_items(entry: Entry) -> dict[str, str]:
    """The lines of a list, by the item that each holds; none when something else stands between them."""
    lines = [bare(line) for line in entry.source.split("\n")[1:]]
    try:
        values = parse_entry(entry)
    except Unreadable:
        return {}
    return dict(zip(values, lines, strict=True)) if len(values) == len(lines) else {}
