"""What the head of a page says of its territory's inventory. Pure."""

from collections.abc import Mapping
from difflib import SequenceMatcher

from scenarios.inventory.models import MAX_TEXT, NEED, RESOURCE, SKILL, SOLUTION
from scenarios.script.vocabulary import split_list
from wiki.rendering.head import Head
from wiki.rendering.slugs import fold

KEYS: Mapping[str, str] = {
    "besoins": NEED,
    "compétences": SKILL,
    "ressources": RESOURCE,
    "solutions": SOLUTION,
}
"""The keys of the head and the kinds of items that they list."""
MOST_OF_A_KIND = 40
"""Items of one kind that a head may have; an honest one has a few."""
_ALIKE = 0.6
_CODES = ("cle:", "cle :", "digcomp:", "digcomp :")
"""Places in frameworks of competences, which sort scenarios and name nothing that one could ask for."""


def said_in(head: Head) -> dict[tuple[str, str], str]:
    """What a head lists: (kind, folded text) → text, each once, in the order written."""
    found: dict[tuple[str, str], str] = {}
    for key, kind in KEYS.items():
        for text in _phrases(head, key)[:MOST_OF_A_KIND]:
            found.setdefault((kind, folded(text)), text)
    return found


def folded(text: str) -> str:
    """A text as it is compared with others of its page."""
    return fold(text).rstrip(".")[:MAX_TEXT]


def reworded(gone: str, come: str) -> bool:
    """Whether one folded text seems to be the other in other words."""
    return SequenceMatcher(None, gone, come, autojunk=False).ratio() >= _ALIKE


def _phrases(head: Head, key: str) -> list[str]:
    value = head.values.get(key, "")
    items = _split(key, value) if isinstance(value, str) else value
    tidied = (" ".join(item.split())[:MAX_TEXT].strip() for item in items)
    return [
        item[0].upper() + item[1:] for item in tidied if folded(item) and not fold(item).startswith(_CODES)
    ]


def _split(key: str, value: str) -> tuple[str, ...]:
    """Phrases are parted by semicolons; skills may be by commas, as elsewhere in heads."""
    return split_list(value, "," if key == "compétences" and ";" not in value else ";")
