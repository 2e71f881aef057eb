"""The reference model: every document is looked at for every query. Slow and plain: the judge in tests."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from search import ranking, similar, suggesting
from search.answering import answer
from search.documents import Document
from search.lexicon import Lexicon
from search.plan import AllOf, AnyOf, Expression, Near, OneOf, Plan, make_plan
from search.postings import Places, Postings, postings_of
from search.query import Query, may_see
from search.results import Health, Hit, Results, Suggestion

_Slots = tuple[tuple[int, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    document: Document
    postings: Postings
    counts: Mapping[str, Sequence[int]]

    @property
    def updated(self) -> int:
        """Microseconds since 1970."""
        return round(self.document.updated_at.timestamp() * 1_000_000)


@dataclass(frozen=True, slots=True)
class _State:
    """All documents by id, as one change left them."""

    entries: Mapping[str, _Entry]
    generation: int = 0
    sequence: int | None = None


class MemoryIndex:
    """An index in the memory of one process; nothing is kept."""

    def __init__(self) -> None:
        self._state = _State({})
        self._words = Lexicon(":memory:")
        self._writing = Lock()

    def put(self, batch: Iterable[Document]) -> None:
        """Add or replace documents."""
        self.change(put=batch)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget documents."""
        self.change(remove=ids)

    def change(
        self, put: Iterable[Document] = (), remove: Iterable[str] = (), sequence: int | None = None
    ) -> None:
        """Put, remove and remember the sequence at once."""
        added = {document.id: _entry(document) for document in put}
        gone = set(remove) - added.keys()
        with self._writing:
            before = self._state
            self._words.learn([entry.document for entry in added.values()], before.entries.keys())
            self._words.forget(gone)
            kept = {id_: entry for id_, entry in before.entries.items() if id_ not in gone}
            following = before.sequence if sequence is None else sequence
            self._state = _State({**kept, **added}, before.generation + 1, following)

    def search(self, query: Query) -> Results:
        """Look at every document."""
        state = self._state
        return answer(
            query,
            lambda asked: _run(state, asked),
            lambda: suggesting.correct(
                self._words, query.text, query.audience, _holds(state, query.audience)
            ),
        )

    def suggest(self, text: str, audience: frozenset[str], limit: int = 8) -> tuple[Suggestion, ...]:
        """Complete what was typed, with words and titles of pages that this audience may see."""
        return suggesting.suggest(self._words, text, audience, _holds(self._state, audience), limit)

    def similar(self, document: Document, audience: frozenset[str], limit: int = 5) -> tuple[Hit, ...]:
        """The pages that share most of what tells this one from others."""
        state = self._state
        entries = state.entries.values()
        wanted = similar.strongest(
            document, lambda term: sum(term in entry.counts for entry in entries), len(entries)
        )
        score = _scoring(state, wanted, {})
        visible = [entry for entry in entries if may_see(audience, entry.document.audience)]
        found = [entry for entry in visible if any(_holds_all(entry, word) for word in wanted)]
        best = _in_order(found, lambda entry: -score(entry))[: similar.enough(limit)]
        scored = ((entry.document.id, score(entry), entry.document.themes) for entry in best)
        return similar.nearest(scored, document, limit)

    def health(self) -> Health:
        """Count documents and changes."""
        state = self._state
        return Health(len(state.entries), state.generation, "memory", state.sequence)

    def close(self) -> None:
        """Forget everything."""
        self._state = _State({})
        self._words.close()


def _entry(document: Document) -> _Entry:
    postings = postings_of(document)
    return _Entry(document, postings, postings.counts())


def _holds(state: _State, audience: frozenset[str]) -> suggesting.Holds:
    return lambda terms: any(
        may_see(audience, entry.document.audience) and not terms.isdisjoint(entry.counts)
        for entry in state.entries.values()
    )


def _run(state: _State, query: Query) -> Results:
    plan = make_plan(query.text, query.equivalents)
    found = [entry for entry in state.entries.values() if _matches(entry, query, plan)]
    score = _scoring(state, plan.required, plan.weights)
    ordered = _in_order(found, _order(query, score))
    return Results(
        total=len(found),
        hits=tuple(
            Hit(entry.document.id, score(entry))
            for entry in ordered[query.offset : query.offset + query.limit]
        ),
        facets={name: _count(found, name) for name in query.facets},
        generation=state.generation,
    )


def _matches(entry: _Entry, query: Query, plan: Plan) -> bool:
    if plan.hopeless or not may_see(query.audience, entry.document.audience):
        return False
    if not all(set(entry.document.codes(name)) & set(wanted) for name, wanted in query.filters.items()):
        return False
    if not _lasts(entry.document.minutes, query):
        return False
    if any(_holds_all(entry, gone) for gone in plan.excluded):
        return False
    enough = any if query.match == "any" and plan.required else all
    return enough(_holds_all(entry, wanted) for wanted in plan.required)


def _lasts(minutes: int | None, query: Query) -> bool:
    least, most = query.minutes
    if minutes is None:
        return least is None and most is None
    return (least is None or minutes >= least) and (most is None or minutes <= most)


def _holds_all(entry: _Entry, wanted: Expression) -> bool:
    match wanted:
        case OneOf(terms):
            return not terms.isdisjoint(entry.counts)
        case Near(slots):
            return any(_times_near(places, slots) for places in entry.postings.fields)
        case AllOf(parts):
            return all(_holds_all(entry, part) for part in parts)
        case AnyOf(parts):
            return any(_holds_all(entry, part) for part in parts)


def _times_near(places: Places, slots: _Slots) -> int:
    """How often a stretch begins in the text that has a wanted term at every distance."""
    there = set(places)
    return sum(
        all(any((term, start + distance) in there for term in terms) for distance, terms in slots)
        for start in {position for _, position in places}
    )


def _count(found: Sequence[_Entry], name: str) -> Mapping[str, int]:
    return Counter(value for entry in found for value in entry.document.codes(name))


def _in_order(found: Iterable[_Entry], order: Callable[[_Entry], float]) -> list[_Entry]:
    """By what is given, lowest first; equals by date, newest first, then by id."""
    return sorted(found, key=lambda entry: (order(entry), -entry.updated, entry.document.id))


def _order(query: Query, score: Callable[[_Entry], float]) -> Callable[[_Entry], float]:
    match query.sort:
        case "relevance":
            return lambda entry: -score(entry)
        case "newest":
            return lambda entry: 0
        case "most_played":
            return lambda entry: -entry.document.played
        case "shortest":
            return lambda entry: float("inf") if entry.document.minutes is None else entry.document.minutes


def _scoring(
    state: _State, required: Sequence[Expression], weights: Mapping[str, float]
) -> Callable[[_Entry], float]:
    """The formula of `search.ranking` over all documents."""
    entries = state.entries.values()
    means = [
        sum(lengths) / len(entries) for lengths in zip(*(e.postings.lengths for e in entries), strict=True)
    ]
    rarities = [
        ranking.rarity(sum(_holds_all(entry, wanted) for entry in entries), len(entries))
        for wanted in required
    ]
    day = ranking.today()

    def score(entry: _Entry) -> float:
        document = entry.document
        factors = ranking.field_factors(entry.postings.lengths, means)
        strengths = (_strength(entry, wanted, factors, weights) for wanted in required)
        merit: float = ranking.merit(entry.updated, document.featured, document.played, day)
        return merit * sum(r * strength for r, strength in zip(rarities, strengths, strict=True))

    return score


def _strength(
    entry: _Entry, wanted: Expression, factors: Sequence[float], weights: Mapping[str, float]
) -> float:
    """How well an expression fits; 0 where it is not true."""
    match wanted:
        case OneOf(terms, exact):
            strength: float = ranking.saturated(_most(entry, terms), factors)
            if strength:
                strength = ranking.with_exact(strength, ranking.saturated(_most(entry, exact), factors))
            return strength * ranking.weight_of(terms, weights)
        case Near(slots):
            counts = [
                min(_times_near(places, slots), ranking.MOST_COUNTED) for places in entry.postings.fields
            ]
            near: float = ranking.saturated(counts, factors)
            return near * ranking.weight_of(frozenset().union(*(terms for _, terms in slots)), weights)
        case AllOf(parts):
            strengths = [_strength(entry, part, factors, weights) for part in parts]
            return sum(strengths) / len(strengths) if all(strengths) else 0.0
        case AnyOf(parts):
            return max(_strength(entry, part, factors, weights) for part in parts)


def _most(entry: _Entry, terms: Iterable[str]) -> list[int]:
    """In each searched text, how often the term occurs that occurs most."""
    nothing = [0] * len(ranking.FIELDS)
    return [
        max(times)
        for times in zip(nothing, *(entry.counts.get(term, nothing) for term in terms), strict=True)
    ]
