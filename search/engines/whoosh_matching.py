"""From a query to its answer, on one generation of the index."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.arrays import Matches, first, in_all, in_any, marked, no_matches
from search.engines.whoosh_generation import Generation, Wanted, wanted
from search.equivalents import Groups
from search.plan import Expression, make_plan
from search.query import Query, Sort
from search.results import Hit, Results


class Asked(NamedTuple):
    """A plan made ready to be looked up."""

    required: tuple[Wanted, ...]
    excluded: tuple[Wanted, ...]
    hopeless: bool


def run(generation: Generation, query: Query) -> Results:
    """Answer a query as it stands: nothing is relaxed."""
    found = _find(generation, query)
    numbers = found.numbers.astype(np.intp)  # what numpy looks things up by
    return Results(
        total=len(numbers),
        hits=_hits(generation, found, query),
        generation=generation.number,
        facets={name: generation.facet(name).counts(numbers) for name in query.facets},
    )


@lru_cache(maxsize=1_000)
def asked(text: str, equivalents: Groups) -> Asked:
    """What is looked up for a text."""
    plan = make_plan(text, equivalents)
    return Asked(
        tuple(wanted(part, plan.weights) for part in plan.required),
        tuple(map(wanted, plan.excluded)),
        plan.hopeless,
    )


def closest(
    generation: Generation, expressions: Sequence[Expression], audience: frozenset[str], limit: int
) -> list[tuple[str, float, tuple[str, ...]]]:
    """The best visible pages in which some expression is true: id, score and themes."""
    if not expressions:
        return []
    parts = [generation.scored(wanted(expression)) for expression in expressions]
    found = in_any(parts, generation.size).where(generation.visible(audience))
    order, ids = _best(generation, found, "relevance", limit)
    themes = generation.facet("themes")
    return [
        (id_, float(found.scores[at]), themes.of(int(found.numbers[at])))
        for id_, at in zip(ids, order.tolist(), strict=True)
    ]


def _find(generation: Generation, query: Query) -> Matches:
    plan = asked(query.text, query.equivalents)
    if plan.hopeless:
        return no_matches()
    if plan.required:
        together = in_any if query.match == "any" else in_all
        found = together([generation.scored(one) for one in plan.required], generation.size)
    else:
        found = _everything(generation)
    found = found.where(generation.chosen(query.audience, query.filters))
    if query.minutes != (None, None):
        found = found.where(generation.lasting(query.minutes))
    for one in plan.excluded:
        found = found.where(~marked(generation.scored(one).numbers, generation.size))
    return found


def _everything(generation: Generation) -> Matches:
    return Matches(np.arange(generation.size, dtype=np.int32), np.zeros(generation.size, np.float32))


def _hits(generation: Generation, found: Matches, query: Query) -> tuple[Hit, ...]:
    order, ids = _best(generation, found, query.sort, query.offset + query.limit)
    scores = found.scores.take(order[query.offset :]).tolist()
    return tuple(map(Hit, ids[query.offset :], scores))


def _best(
    generation: Generation, found: Matches, sort: Sort, wanted: int
) -> tuple[NDArray[np.intp], list[str]]:
    """The places of the first hits in their order, with their ids; equals by date, then by id."""

    def newest(places: NDArray[np.intp]) -> NDArray[Any]:
        return generation.fact("updated").take(found.numbers.take(places))

    best = _key(generation, found, sort)
    places = first(best, (newest,), wanted)
    ids = generation.ids(found.numbers.take(places))
    order = np.lexsort((ids, -newest(places), -best.take(places)))[:wanted]
    return places.take(order), [id_.decode() for id_ in ids.take(order).tolist()]


def _key(generation: Generation, found: Matches, sort: Sort) -> NDArray[Any]:
    """What decides the order before the date does, highest first."""
    match sort:
        case "relevance":
            return found.scores
        case "newest":
            return generation.fact("updated").take(found.numbers)
        case "most_played":
            return generation.fact("played").take(found.numbers)
        case "shortest":
            return -generation.fact("minutes").take(found.numbers)
