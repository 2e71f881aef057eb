"""The reference model: every document is looked at for every query. Slow and plain: the judge in tests."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock

from search.documents import Document
from search.plan import AllOf, AnyOf, Expression, Near, OneOf, Plan, answer, make_plan
from search.postings import Postings, postings_of
from search.query import Query
from search.results import Health, Hit, Results

_TITLE_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    document: Document
    postings: Postings


class MemoryIndex:
    """An index in the memory of one process; nothing is kept."""

    def __init__(self) -> None:
        self._entries: Mapping[str, _Entry] = {}
        self._generation = 0
        self._writing = Lock()

    def put(self, batch: Iterable[Document]) -> None:
        """Add or replace documents."""
        added = {document.id: _Entry(document, postings_of(document)) for document in batch}
        with self._writing:
            self._become({**self._entries, **added})

    def remove(self, ids: Iterable[str]) -> None:
        """Forget documents."""
        gone = frozenset(ids)
        with self._writing:
            self._become({id_: entry for id_, entry in self._entries.items() if id_ not in gone})

    def search(self, query: Query) -> Results:
        """Look at every document."""
        return answer(query, self._run)

    def health(self) -> Health:
        """Count documents and changes."""
        return Health(len(self._entries), self._generation, "memory")

    def close(self) -> None:
        """Forget everything."""
        self._entries = {}

    def _become(self, entries: Mapping[str, _Entry]) -> None:
        self._entries = entries
        self._generation += 1

    def _run(self, query: Query) -> Results:
        plan = make_plan(query.text)
        seen = (entry for entry in self._entries.values() if _seen(entry, query))
        found = [entry for entry in seen if _matches(entry, query, plan)]
        hits = [Hit(entry.document.id, _score(entry, plan)) for entry in _sorted(found, query, plan)]
        return Results(
            total=len(found),
            hits=tuple(hits[query.offset : query.offset + query.limit]),
            facets={name: _count(found, name) for name in query.facets},
            generation=self._generation,
        )


def _seen(entry: _Entry, query: Query) -> bool:
    """May the person asking see it?"""
    key = entry.document.audience
    return any(key.startswith(a[:-1]) if a.endswith(":*") else key == a for a in query.audience)


def _matches(entry: _Entry, query: Query, plan: Plan) -> bool:
    if plan.hopeless:
        return False
    if not all(set(entry.document.codes(name)) & set(wanted) for name, wanted in query.filters.items()):
        return False
    if any(_holds(entry.postings, gone) for gone in plan.excluded):
        return False
    enough = any if query.match == "any" and plan.required else all
    return enough(_holds(entry.postings, wanted) for wanted in plan.required)


def _holds(postings: Postings, wanted: Expression) -> bool:
    match wanted:
        case OneOf(terms):
            return any(term in terms for term in _all_terms(postings))
        case Near(slots):
            return _near(postings.title, slots) or _near(postings.body, slots)
        case AllOf(parts):
            return all(_holds(postings, part) for part in parts)
        case AnyOf(parts):
            return any(_holds(postings, part) for part in parts)


def _near(field: tuple[tuple[str, int], ...], slots: tuple[tuple[int, frozenset[str]], ...]) -> bool:
    """Does some position of the field begin a stretch that has a wanted term at every distance?"""
    there = set(field)
    return any(
        all(any((term, start + distance) in there for term in terms) for distance, terms in slots)
        for start in {position for _, position in field}
    )


def _all_terms(postings: Postings) -> Iterator[str]:
    yield from (term for term, _ in postings.title)
    yield from (term for term, _ in postings.body)
    yield from postings.common


def _count(found: list[_Entry], name: str) -> Mapping[str, int]:
    return Counter(value for entry in found for value in entry.document.codes(name))


def _sorted(found: list[_Entry], query: Query, plan: Plan) -> list[_Entry]:
    """Best first, or newest first; equals by date, then by id."""
    by_id = sorted(found, key=lambda entry: entry.document.id)
    newest = sorted(by_id, key=lambda entry: entry.document.updated_at, reverse=True)
    return newest if query.sort == "newest" else sorted(newest, key=lambda entry: -_score(entry, plan))


def _score(entry: _Entry, plan: Plan) -> float:
    """Occurrences of the wanted terms, those in the title thrice, dampened."""
    wanted = plan.terms
    in_title = sum(term in wanted for term, _ in entry.postings.title)
    in_body = sum(term in wanted for term, _ in entry.postings.body)
    return math.log1p(_TITLE_WEIGHT * in_title + in_body)
