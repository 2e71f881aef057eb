"""What all yardsticks share: they are given the very terms that our own engines index.

They hold the public pages only, so that they answer with the same pages as a search by a visitor without having to
look at audiences. Questions are put into their own form before the clock runs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Protocol, TypeVar

from bench.searching.queries import Asked
from search.documents import Document
from search.postings import Postings, postings_of

TOP = 20
SEARCHED = tuple(field.name for field in fields(Postings) if field.name != "common")
_TITLE_WEIGHT = 3.0
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Answer:
    """Ids of the best pages, how many match (None when not asked), counts of each facet asked for."""

    ids: tuple[str, ...]
    total: int | None
    facets: Mapping[str, Mapping[str, int]]


Ready = Callable[[], Answer]
"""A question already put into an engine's own form."""


class Yardstick(Protocol):
    """An engine to be measured beside ours."""

    def fill(self, documents: Iterable[Document]) -> None:
        """Index all, once."""

    def ready(self, asked: Asked) -> Ready:
        """Put a question into the engine's own form."""


def batches(things: Iterable[_Made], size: int) -> Iterator[list[_Made]]:
    """Lists of so many."""
    waiting = iter(things)
    while batch := list(islice(waiting, size)):
        yield batch


def is_public(document: Document) -> bool:
    """Whether a visitor may see it."""
    return document.audience == "public"


def weight_of(column: str) -> float:
    """What a word counts in this column."""
    return _TITLE_WEIGHT if column == "title" else 1.0


def texts_of(document: Document, columns: Sequence[str]) -> list[str]:
    """The terms of each searched column, between spaces; nothing in one that our engines do not part."""
    postings = postings_of(document)
    return [" ".join(term for term, *_ in getattr(postings, name, ())) for name in columns]
