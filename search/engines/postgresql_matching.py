"""From a query and its plan to one statement: what matches, how many, the best of it, and the counts.

What people typed goes into it as parameters only.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, LiteralString

from psycopg import Connection, sql

from search.engines.postgresql_ranking import BEST, most_ranked, ranked
from search.engines.postgresql_rows import BETWEEN, bounded, code_in, storable, stored_term
from search.engines.postgresql_values import Values, any_term
from search.plan import AllOf, AnyOf, Expression, Near, OneOf, Plan
from search.query import Query
from search.results import Hit, Results

_NEVER = sql.SQL("false")
_ORDERS = {
    "newest": sql.SQL("updated_at DESC, id"),
    "most_played": sql.SQL("played DESC, updated_at DESC, id"),
    "shortest": sql.SQL("minutes ASC NULLS LAST, updated_at DESC, id"),
}


def run(connection: Connection[Any], query: Query, plan: Plan) -> Results:
    """Ask the database."""
    values = Values()
    statement = sql.SQL(
        "WITH matched AS MATERIALIZED ("
        " SELECT id, codes, minutes, featured, played, words, updated_at, vector FROM search.document WHERE {where})"
        " SELECT (SELECT count(*) FROM matched), {hits}, {facets}, generation FROM search.state"
    ).format(
        where=_where(query, plan, values),
        hits=_hits(query, plan, values),
        facets=_facets(query.facets, values),
    )
    if not (plan.required or plan.excluded or query.filters):
        connection.execute("SET LOCAL enable_seqscan = on")
    row = connection.execute(statement, values).fetchone()
    total, hits, counts, generation = row or (0, [], {}, 0)
    return Results(
        total=total,
        hits=tuple(Hit(id_, score) for id_, score in hits),
        facets=_by_facet(query.facets, counts),
        generation=generation,
    )


def seen_by(audience: frozenset[str], values: Values) -> sql.Composable:
    """The condition that someone of these audiences may see a row."""
    exact = [storable(key) for key in sorted(audience) if not key.endswith(":*")]
    begun = [storable(key[:-1]) for key in sorted(audience) if key.endswith(":*")]
    return sql.SQL("(audience = ANY({}::text[]) OR audience ^@ ANY({}::text[]))").format(
        values.place(exact), values.place(begun)
    )


def holds_any(connection: Connection[Any], terms: frozenset[str], audience: frozenset[str]) -> bool:
    """Whether a page that this audience may see holds one of the terms."""
    values = Values()
    statement = sql.SQL("SELECT EXISTS (SELECT FROM search.document WHERE {} AND {})").format(
        _one_of(terms, values), seen_by(audience, values)
    )
    row = connection.execute(statement, values).fetchone()
    return bool(row and row[0])


def holds(wanted: Expression, values: Values) -> sql.Composable:
    """The condition that a row of `search.document` holds what is wanted."""
    match wanted:
        case OneOf(terms):
            return _one_of(terms, values)
        case Near(slots):
            return _near(slots, values)
        case AllOf(parts):
            return _joined(" AND ", [holds(part, values) for part in parts])
        case AnyOf(parts):
            return _any_of(parts, values)


def _where(query: Query, plan: Plan, values: Values) -> sql.Composable:
    if plan.hopeless:
        return _NEVER
    together = " OR " if query.match == "any" else " AND "
    required = [holds(part, values) for part in plan.required]
    return _joined(
        " AND ",
        [
            *([_joined(together, required)] if required else []),
            *(_chosen(name, codes, values) for name, codes in query.filters.items()),
            *_minutes(query, values),
            seen_by(query.audience, values),
            *(_without(part, values) for part in plan.excluded),
        ],
    )


def _one_of(terms: Iterable[str], values: Values) -> sql.Composable:
    stored = sorted(map(stored_term, terms))
    return sql.SQL("terms && {}::text[]").format(values.place(stored))


def _any_of(parts: Sequence[Expression], values: Values) -> sql.Composable:
    """Alternatives; those that are terms only are one look into the index."""
    terms = [part.terms for part in parts if isinstance(part, OneOf)]
    others = [holds(part, values) for part in parts if not isinstance(part, OneOf)]
    return _joined(" OR ", [*([_one_of(frozenset().union(*terms), values)] if terms else []), *others])


def _near(slots: Sequence[tuple[int, frozenset[str]]], values: Values) -> sql.Composable:
    """All the words somewhere, by the index; then their places, in one of its vectors."""
    there = _joined(" AND ", [_one_of(terms, values) for _, terms in slots])
    phrase = values.place(_phrase(slots))
    return sql.SQL(
        "({there} AND CASE WHEN is_long"
        " THEN EXISTS (SELECT FROM search.passage"
        " WHERE passage.document = document.id AND passage.vector @@ {phrase}::tsquery)"
        " ELSE document.vector @@ {phrase}::tsquery END)"
    ).format(there=there, phrase=phrase)


def _phrase(slots: Sequence[tuple[int, frozenset[str]]]) -> str:
    """The text form of a tsquery with the distances between neighbours."""
    before = [0, *(distance for distance, _ in slots)]
    steps = [
        f" <{distance - last}> " if number else ""
        for number, (last, (distance, _)) in enumerate(zip(before, slots, strict=False))
    ]
    return "".join(chain.from_iterable(zip(steps, (any_term(terms) for _, terms in slots), strict=True)))


def _chosen(name: str, codes: Sequence[str], values: Values) -> sql.Composable:
    return sql.SQL("codes && {}::text[]").format(values.place([code_in(name, code) for code in codes]))


def _minutes(query: Query, values: Values) -> Iterable[sql.Composable]:
    least, most = query.minutes
    if least is not None:
        yield sql.SQL("minutes >= {}::bigint").format(values.place(bounded(least)))
    if most is not None:
        yield sql.SQL("minutes <= {}::bigint").format(values.place(bounded(most)))


def _without(gone: Expression, values: Values) -> sql.Composable:
    """Not a condition on the row itself: that would read all terms of each row, where the index knows."""
    having = sql.SQL("NOT EXISTS (SELECT FROM (SELECT document.id FROM search.document WHERE {}) AS gone")
    return having.format(holds(gone, values)) + sql.SQL(" WHERE gone.id = document.id)")


def _facets(names: Sequence[str], values: Values) -> sql.Composable:
    """How many matches carry each code of these facets, as a JSON object."""
    if not names:
        return sql.SQL("'{}'::json")
    return sql.SQL(
        "(SELECT coalesce(json_object_agg(code, times), '{{}}') FROM ("
        " SELECT code, count(*) AS times FROM matched, unnest(codes) AS code"
        " WHERE split_part(code, {}, 1) = ANY({}::text[]) GROUP BY code) AS counted)"
    ).format(sql.Literal(BETWEEN), values.place([*names]))


def _by_facet(names: Sequence[str], counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {name: {} for name in names}
    for stored, times in counts.items():
        name, _, code = stored.partition(BETWEEN)
        facets[name][code] = times
    return facets


def _hits(query: Query, plan: Plan, values: Values) -> sql.Composable:
    """The page of hits as a JSON list of [id, score]."""
    if not query.limit:
        return sql.SQL("'[]'::json")
    return sql.SQL(
        "(SELECT coalesce(json_agg(json_build_array(id, score) ORDER BY part, place), '[]') FROM ({}) AS hit)"
    ).format(_page(query, plan, values))


def _page(query: Query, plan: Plan, values: Values) -> sql.Composable:
    """The hits with their scores and places; where few are ranked, the older ones after them."""
    if query.sort != "relevance" or not plan.required:
        order = _ORDERS.get(query.sort, _ORDERS["newest"])
        return _slice(_unranked(), order, query.offset, query.limit, values)
    most = most_ranked(plan)
    among_ranked = max(0, min(query.limit, most - query.offset))
    pages = []
    if among_ranked:
        pages.append(_slice(ranked(plan, most, values), BEST, query.offset, among_ranked, values))
    if among_ranked < query.limit:
        rest = max(query.offset, most)
        pages.append(_slice(_unranked(), _ORDERS["newest"], rest, query.limit - among_ranked, values))
    return sql.SQL(" UNION ALL ").join(pages)


def _unranked() -> sql.Composable:
    return sql.SQL("SELECT id, minutes, played, updated_at, 0::float8 AS score FROM matched")


def _slice(
    rows: sql.Composable, order: sql.Composable, offset: int, limit: int, values: Values
) -> sql.Composable:
    return sql.SQL(
        "(SELECT id, score, {part} AS part, row_number() OVER (ORDER BY {order}) AS place"
        " FROM ({rows}) AS row ORDER BY {order} LIMIT {limit} OFFSET {offset})"
    ).format(
        rows=rows,
        order=order,
        part=sql.Literal(offset),
        limit=values.place(bounded(limit)),
        offset=values.place(bounded(offset)),
    )


def _joined(between: LiteralString, conditions: Sequence[sql.Composable]) -> sql.Composable:
    if len(conditions) == 1:
        return conditions[0]
    return sql.SQL("({})").format(sql.SQL(between).join(conditions))
