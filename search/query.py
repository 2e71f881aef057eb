"""What is asked: the search box, read without ever complaining, and the choices made around it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from search.analysis import chunks

MAX_CHARACTERS = 200
MAX_TERMS = 12
FACETS = (
    "kind", "themes", "territory", "region", "duration", "publics", "learning", "modes", "language", "featured",
    "played", "authors",
)  # fmt: skip

Match = Literal["all", "any"]
Sort = Literal["relevance", "newest", "most_played", "shortest"]
Minutes = tuple[int | None, int | None]
"""At least and at most so many minutes, both included; None where there is no bound."""

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
    """A search: text, chosen filters, the facets wanted back, and who asks.

    Attributes:
        text: as typed; blank text finds every page.
        limit, offset: which of the hits are wanted.
        match: `all` words; where few pages hold them all, those that hold some are given as well
            (`Results.relaxed`), unless `strict`.
        filters: facet → codes; values of one filter are alternatives, filters add up.
        facets: names of `FACETS` to count over all matches.
        sort: equals are told apart by date, newest first, then by id. Without a duration, a page comes last
            in `shortest`.
        audience: keys of `Document.audience`; one that ends in `:*` means every audience beginning so.
        minutes: pages that take at least and at most so long; a bound leaves out pages that do not say.
        strict: nothing but what was asked, and no advice.
        equivalents: groups of words and phrases that are asked for together (`search.equivalents`).

    Raises ValueError for an unknown filter or facet and for a negative offset or limit.
    """

    text: str
    limit: int = 20
    match: Match = "all"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing_chosen)
    facets: tuple[str, ...] = ()
    sort: Sort = "relevance"
    audience: frozenset[str] = frozenset({"public"})
    offset: int = 0
    minutes: Minutes = (None, None)
    equivalents: tuple[tuple[str, ...], ...] = ()
    strict: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything was chosen beside the text."""
        return bool(self.filters) or self.minutes != (None, None)

    def __post_init__(self) -> None:
        unknown = [name for name in (*self.filters, *self.facets) if name not in FACETS]
        if unknown:
            raise ValueError(f"unknown filter or facet: {', '.join(unknown)}")
        if self.offset < 0 or self.limit < 0:
            raise ValueError("offset and limit cannot be negative")


def may_see(audience: frozenset[str], key: str) -> bool:
    """Whether a page of this audience is there for who has these (`Query.audience`)."""
    return key in audience or any(mine.endswith(":*") and key.startswith(mine[:-1]) for mine in audience)


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
