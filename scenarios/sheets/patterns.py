"""The six learning types as they look everywhere: a class for the colour, a letter, a pattern.

Colour alone would not reach everyone, nor every printer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.script.vocabulary import TYPE_LETTERS, TYPES
from wiki.rendering.slugs import slugify


@dataclass(frozen=True, slots=True)
class Pattern:
    """A tile that is repeated: its size, and a path drawn with a line of some width (filled when it is 0)."""

    width: int
    height: int
    path: str
    stroke: float


@dataclass(frozen=True, slots=True)
class TypeLook:
    """How one learning type looks; `colour` is that of paper, screens take it from the style of the class."""

    name: str
    slug: str
    letter: str
    colour: str
    pattern: Pattern | None


_COLOURS = {
    "acquisition": "#2a5a9e",
    "enquête": "#a8480a",
    "pratique": "#2c7048",
    "production": "#a92c58",
    "discussion": "#7a6000",
    "collaboration": "#71389a",
}

_PATTERNS = {
    "acquisition": Pattern(8, 6, "M0 1h8M0 4h8", 1.2),
    "enquête": Pattern(8, 8, "M-2 6l8-8M0 8l8-8M4 10l8-8", 1.5),
    "pratique": Pattern(10, 10, "M0 5l5-5 5 5-5 5z", 1.3),
    "production": Pattern(8, 8, "M0 0h4v4H0zM4 4h4v4H4z", 0),
    "discussion": Pattern(8, 8, "M2 .4a1.6 1.6 0 1 0 .01 0M6 4.4a1.6 1.6 0 1 0 .01 0", 0),
    "collaboration": Pattern(8, 8, "M0 4h8M4 0v8", 1.3),
}

LOOKS: Mapping[str, TypeLook] = {
    name: TypeLook(name, slugify(name), TYPE_LETTERS[name], _COLOURS[name], _PATTERNS[name]) for name in TYPES
}
"""Laurillard's six, in the order in which they are always listed."""

NO_TYPE = TypeLook("", "none", "–", "#55616a", None)
"""An activity that does not say its type, or says one that is not known."""


def look_of(type_name: str | None) -> TypeLook:
    """How a type looks; None and unknown words look like no type."""
    return LOOKS.get(type_name or "", NO_TYPE)
