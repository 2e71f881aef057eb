"""What is asked: the search box, read without ever complaining, and the choices made around it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from search.analysis import chunks

MAX_CHARACTERS = 200
MAX_TERMS = 12
FACETS = ("themes", "territory", "kind", "region", "language")

Match = Literal["all", "any"]
Sort = Literal["relevance", "newest"]

_ITEM = re.compile(
    r"""(?P<minus>(?<!\S)[-−–](?=[\w"“«@]))?"""
    r"""(?:["“«](?P<phrase>[^"”»]*)["”»]|(?P<word>[^\s"“”«»]+))"""
)


@dataclass(frozen=True, slots=True)
class Box:
    """The search box read: words, "phrases", and what must not occur.

    `shortened` says that more was typed than is searched.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    shortened: bool = False


def _nothing_chosen() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Query:
    """A search: text, who asks (`audiences`), chosen filters and the facets wanted back.

    `audiences` holds keys of `Document.audience`; one that ends in `:*` means every audience beginning so.
    Values of one filter are alternatives, filters add up. A blank text finds every page.
    Raises ValueError for an unknown filter or facet and for a negative offset or limit.
    """

    text: str
    audiences: frozenset[str]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing_chosen)
    facets: tuple[str, ...] = ()
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    match: Match = "all"

    def __post_init__(self) -> None:
        unknown = [name for name in (*self.filters, *self.facets) if name not in FACETS]
        if unknown:
            raise ValueError(f"unknown filter or facet: {', '.join(unknown)}")
        if self.offset < 0 or self.limit < 0:
            raise ValueError("offset and limit cannot be negative")


def parse_box(text: str) -> Box:
    """Read what a person typed: at most 200 characters and 12 terms of it, and never an error."""
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    room = MAX_TERMS
    shortened = len(text) > MAX_CHARACTERS
    for item in _ITEM.finditer(text[:MAX_CHARACTERS]):
        written = item["word"] if item["phrase"] is None else item["phrase"]
        found = [chunk.text for chunk in chunks(written)]
        shortened = shortened or len(found) > room
        kept = found[:room]
        room -= len(kept)
        if not kept:
            continue
        if item["minus"]:
            without.append(" ".join(kept))
        elif item["phrase"] is not None:
            phrases.append(" ".join(kept))
        else:
            words.extend(kept)
    return Box(tuple(words), tuple(phrases), tuple(without), shortened)
