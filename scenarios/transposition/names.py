"""The names by which a text gives away where it was written: places, people, partners, projects. Pure."""

import re
from collections.abc import Iterable, Iterator

from scenarios.script.model import Script
from wiki.rendering.slugs import fold

PLACE_KEYS = ("territoire", "lieu", "coordonnées", "projet", "partenaires", "référent", "auteurs")
"""The keys of the head that name the origin's places, people and partners, in the order they are asked about."""

MOST_NAMES = 80
_LONGEST, _SHORTEST = 120, 4
_BRACKETS = re.compile(r"\([^()]*\)")
_PIECE = re.compile(r"[,;:/()\[\]\"]| - | – | — ")
_PROPER = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w’'-]{2,}(?: (?:(?:de|du|des|la|le|les|en|sur|sous) |(?:d|l)['’])?[A-ZÀ-ÖØ-Þ][\w’'-]+)*"
)


def names_of(script: Script, places: Iterable[str]) -> tuple[str, ...]:
    """Every name that a head says of its place and people, and the names of the places themselves; longest first.

    Args:
        script: the origin.
        places: what its territory is called, where it lies, who sits in its college.
    """
    found: dict[str, str] = {}
    values = (script.head.text(key) for key in PLACE_KEYS if key not in ("coordonnées", "territoire"))
    for name in (*places, *(name for value in values for name in _names_in(value))):
        tidy = " ".join(name.split())[:_LONGEST]
        if len(tidy) >= _SHORTEST and not tidy.replace(".", "").isdigit():
            found.setdefault(fold(tidy), tidy)
    return tuple(sorted(list(found.values())[:MOST_NAMES], key=len, reverse=True))


def has_proper_name(text: str) -> bool:
    """Whether a text names somebody or something after its first word, or an account; categories do not count."""
    bare = _BRACKETS.sub("", text[:2000])
    return "@" in bare or any(found.start() for found in _PROPER.finditer(bare))


def matcher(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the names in a line as whole words; None when there is none."""
    words = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None


def _names_in(value: str) -> Iterator[str]:
    """The pieces of a value, and the proper names inside them: all but the first word, which starts a sentence."""
    for piece in _PIECE.split(_BRACKETS.sub("", value[:2000])):
        bare = piece.strip()
        if bare[:1].isupper():
            yield bare
        yield from (found[0] for found in _PROPER.finditer(bare) if found.start() or found[0] == bare)
