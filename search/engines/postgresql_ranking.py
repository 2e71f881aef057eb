"""What makes a match stand higher: the formula of `search.ranking` as near as the database comes to it.

`ts_rank` adds up the weights of the places of a word, the nth divided by n²: repetitions count less than in the
formula. A page is long or short as a whole, by its different words. Rarity is counted among the matches that are
ranked, merit is the same.
"""

import math
from collections.abc import Iterator
from itertools import chain, groupby

from psycopg import sql

from search import ranking
from search.engines.postgresql_values import Values, any_term
from search.plan import TYPED, AllOf, AnyOf, Expression, Near, OneOf, Plan

RANKED = 5_000
"""So many of the newest matches are ranked, fewer where much is asked; older ones follow them, newest first."""
_RANKED_TIMES_GROUPS = 15_000

BEST = sql.SQL("score DESC, updated_at DESC, id")

# As ts_rank takes them: of body, summary, head, title, none above 1.
_FIELDS = [weight / max(ranking.FIELD_WEIGHTS) for weight in reversed(ranking.FIELD_WEIGHTS)]
# What ts_rank divides by, beside the number of terms (the sum of all 1/n²).
_ALL_REPETITIONS = math.pi**2 / 6

_RANKED = sql.SQL("""
SELECT id, updated_at, {merit} * ({sum}) AS score FROM (
    SELECT id, updated_at, featured, played {strengths}
    FROM (
        SELECT *, avg(words) OVER () AS mean
        FROM (SELECT * FROM matched ORDER BY updated_at DESC, id LIMIT {most}) AS newest
    ) AS measured
) AS ranked
""")
_STRENGTH = sql.SQL("""
, {scale}::float8 * ts_rank({fields}::float4[], vector, {terms}::tsquery)
/ (1 - {b}::float8 + {b}::float8 * words / greatest(mean, 1)) AS {name}
""")
_WEIGHED = sql.SQL("""
{weight}::float8 * {name} / ({name} + {k1}::float8)
* ln(1 + count(*) OVER () / (0.5 + count(*) FILTER (WHERE {name} > 0) OVER ()))
""")
_MERIT = sql.SQL("""
(1 + {recent}::float8 * {years} / ({years} + abs(current_date - updated_at::date) / 365.25))
* (1 + {featured}::float8 * featured::int)
* (1 + {played}::float8 * played / (played + {half}))
""").format(
    recent=sql.Literal(ranking.RECENT),
    years=sql.Literal(ranking.RECENT_YEARS),
    featured=sql.Literal(ranking.FEATURED),
    played=sql.Literal(ranking.PLAYED),
    half=sql.Literal(ranking.PLAYED_HALF),
)


def most_ranked(plan: Plan) -> int:
    """How many of the newest matches are ranked: what it costs has a bound."""
    return min(RANKED, _RANKED_TIMES_GROUPS // max(1, len([*_groups(plan)])))


def ranked(plan: Plan, most: int, values: Values) -> sql.Composable:
    """The newest of `matched`, at most so many, each with its `score`."""
    groups = [*_groups(plan)]
    strengths = [_strength(at, terms, values) for at, (_, terms) in enumerate(groups)]
    weighed = [_weighed(at, weight, values) for at, (weight, _) in enumerate(groups)]
    return _RANKED.format(
        merit=_MERIT,
        sum=sql.SQL(" + ").join(weighed),
        strengths=sql.SQL("").join(strengths),
        most=values.place(most),
    )


def _groups(plan: Plan) -> Iterator[tuple[float, frozenset[str]]]:
    """The terms of each part of what was asked, those of one weight together."""

    def weight_of(term: str) -> float:
        return plan.weights.get(term, TYPED)

    for part in plan.required:
        by_weight = sorted(_terms(part), key=weight_of)
        for weight, alike in groupby(by_weight, key=weight_of):
            yield weight, frozenset(alike)


def _terms(part: Expression) -> frozenset[str]:
    """Every term that a part names, those for the exact accents too."""
    match part:
        case OneOf(terms, exact):
            return terms | exact
        case Near(slots):
            return frozenset(chain.from_iterable(terms for _, terms in slots))
        case AllOf(parts) | AnyOf(parts):
            return frozenset(chain.from_iterable(map(_terms, parts)))


def _strength(at: int, terms: frozenset[str], values: Values) -> sql.Composable:
    return _STRENGTH.format(
        scale=values.place(max(ranking.FIELD_WEIGHTS) * _ALL_REPETITIONS * len(terms)),
        fields=values.place(_FIELDS),
        terms=values.place(any_term(terms)),
        b=sql.Literal(ranking.FIELD_SHORTENING[-1]),
        name=_name(at),
    )


def _weighed(at: int, weight: float, values: Values) -> sql.Composable:
    return _WEIGHED.format(weight=values.place(weight), k1=sql.Literal(ranking.SATURATION), name=_name(at))


def _name(at: int) -> sql.Identifier:
    return sql.Identifier(f"group{at}")
