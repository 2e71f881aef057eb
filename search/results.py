"""What a search answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class Hit:
    """One page found; scores compare only inside one answer."""

    id: str
    score: float


def _no_facets() -> Mapping[str, Mapping[str, int]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, the exact number of matches, and counts over all of them.

    Attributes:
        generation: grows with every change of the index.
        facets: facet → code → how many of the matches carry it; only codes that some carry.
        suggestion: the text as it was perhaps meant, when little was found and some word is near to a known one.
        relaxed: few pages hold all the words; those that hold some of them are given as well.
        holding_all: of a relaxed answer, how many of the pages hold all the words.
        missing: words of the text that no page visible to the asker holds, as typed, told when `relaxed` or
            when nothing was found.
    """

    total: int
    hits: tuple[Hit, ...]
    generation: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=_no_facets)
    suggestion: str | None = None
    relaxed: bool = False
    holding_all: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be meant by what was typed so far: a whole search text ending in a `word`, or the title of a page.

    `id` is that of the page; empty for a word.
    """

    text: str
    kind: Literal["word", "title"]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """State of an index.

    Attributes:
        documents: how many it holds.
        generation: how often it changed.
        sequence: the last number of the list of changes that it follows, None before the first.
        size: bytes on the disk; 0 for an index in memory.
    """

    documents: int
    generation: int
    engine: str
    sequence: int | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did: how many documents the new index holds, and the number after which changes are to be
    put again."""

    documents: int
    since: int
