"""What a search answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


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

    `relaxed` says that no page held all the words and that pages holding some of them are given instead.
    `generation` grows with every change of the index.
    """

    total: int
    hits: tuple[Hit, ...]
    generation: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=_no_facets)
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """State of an index: how many documents it holds and how often it changed."""

    documents: int
    generation: int
    engine: str
