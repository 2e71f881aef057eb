"""From a query to its answer, on one generation of the index."""

from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import and_
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.arrays import Mask, Matches, first, in_all, in_any, marked
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
    return Results(
        total=len(found.numbers),
        hits=_hits(generation, found, query),
        generation=generation.number,
        facets={name: generation.facet(name).counts(found.numbers) for name in query.facets},
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
    masks = [] if plan.hopeless else _masks(generation, query)
    if plan.required:
        parts = [generation.scored(one) for one in plan.required]
        together = in_any if query.match == "any" else in_all
        found = together(parts, generation.size)
    else:
        found = _everything(generation)
    if plan.hopeless:
        return found.at(np.empty(0, np.intp))
    for one in plan.excluded:
        masks.append(~marked(generation.scored(one).numbers, generation.size))
    return found.where(masks[0]) if len(masks) == 1 else found.where(reduce(and_, masks))


def _masks(generation: Generation, query: Query) -> list[Mask]:
    """Who may see what, and what was chosen."""
    masks = [generation.visible(query.audience)]
    masks.extend(generation.carrying(name, frozenset(codes)) for name, codes in query.filters.items())
    if query.minutes != (None, None):
        masks.append(generation.lasting(query.minutes))
    return masks


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
    keys = _keys(generation, found, sort)
    places = first(keys, wanted)
    ids = generation.ids(found.numbers.take(places))
    order = np.lexsort((ids, *(-key.take(places) for key in reversed(keys))))[:wanted]
    return places.take(order), [id_.decode() for id_ in ids.take(order).tolist()]


def _keys(generation: Generation, found: Matches, sort: Sort) -> list[NDArray[Any]]:
    """What decides the order, highest first."""
    updated = generation.fact("updated").take(found.numbers)
    match sort:
        case "relevance":
            return [found.scores, updated]
        case "newest":
            return [updated]
        case "most_played":
            return [generation.fact("played").take(found.numbers), updated]
        case "shortest":
            return [-generation.fact("minutes").take(found.numbers), updated]
