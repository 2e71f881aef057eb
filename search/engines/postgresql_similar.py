"""Pages like another one (`search.similar`), with what the database knows of how common words are."""

from collections.abc import Callable
from typing import Any

from psycopg import Connection, sql

from search.documents import Document
from search.engines.postgresql_matching import seen_by
from search.engines.postgresql_rows import BETWEEN, stored_term
from search.engines.postgresql_values import Values
from search.ranking import rarity
from search.results import Hit
from search.similar import enough, nearest, strongest

# Few pages are quickly counted, of many the database knows about how many they are.
_DOCUMENTS = """
SELECT CASE WHEN reltuples < 1000 THEN (SELECT count(*) FROM search.document) ELSE reltuples END
FROM pg_class WHERE oid = 'search.document'::regclass
"""
# Common terms are counted by the database now and then; how many pages hold another one is quickly counted.
_SHARES = """
SELECT term, share
FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (term, share)
WHERE schemaname = 'search' AND tablename = 'document' AND attname = 'terms'
"""
_HOLDING = "SELECT count(*) FROM search.document WHERE terms && ARRAY[%s]"
# By the index alone: to read what each page says of each word would take seconds.
_SHARING = sql.SQL("""
SELECT id, sum(weight), codes
FROM unnest({terms}::text[], {weights}::float8[]) AS telling (term, weight)
JOIN search.document ON terms && ARRAY[term]
WHERE {seen} GROUP BY id ORDER BY sum(weight) DESC, updated_at DESC, id LIMIT {limit}
""")
_THEMES = f"themes{BETWEEN}"


def similar(
    connection: Connection[Any], document: Document, audience: frozenset[str], limit: int
) -> tuple[Hit, ...]:
    """The pages that hold most of the most telling words of a document, the rarer the better."""
    weights = _weights(connection, document)
    values = Values()
    statement = _SHARING.format(
        terms=values.place([*weights]),
        weights=values.place([*weights.values()]),
        seen=seen_by(audience, values),
        limit=values.place(enough(limit)),
    )
    found = connection.execute(statement, values).fetchall()
    return nearest(((id_, score, _themes_in(codes)) for id_, score, codes in found), document, limit)


def _weights(connection: Connection[Any], document: Document) -> dict[str, float]:
    """The most telling words and how rare each is."""
    row = connection.execute(_DOCUMENTS).fetchone()
    documents = int(row[0]) if row else 0
    holding = _holding(connection, documents)
    words = strongest(document, holding, documents)
    return {stored_term(term): rarity(holding(term), documents) for word in words for term in word.terms}


def _holding(connection: Connection[Any], documents: int) -> Callable[[str], int]:
    """How many pages hold a term."""
    shares: dict[str, float] = dict(connection.execute(_SHARES).fetchall()) if documents else {}
    known: dict[str, int] = {}

    def holding(term: str) -> int:
        stored = stored_term(term)
        if stored not in known:
            known[stored] = (
                round(shares[stored] * documents) if stored in shares else _counted(connection, stored)
            )
        return known[stored]

    return holding


def _counted(connection: Connection[Any], stored: str) -> int:
    row = connection.execute(_HOLDING, (stored,)).fetchone()
    return int(row[0]) if row else 0


def _themes_in(codes: list[str]) -> list[str]:
    return [code.removeprefix(_THEMES) for code in codes if code.startswith(_THEMES)]
