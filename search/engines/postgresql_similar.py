"""Pages like another one (`search.similar`), with what the database knows of how common words are."""

from typing import Any

from psycopg import Connection

from search.documents import Document
from search.engines.postgresql_matching import run
from search.engines.postgresql_rows import BETWEEN, storable, stored_term
from search.plan import OneOf, Plan
from search.query import Query
from search.results import Hit
from search.similar import enough, nearest, strongest

_DOCUMENTS = "SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'search.document'::regclass"
_SHARES = """
SELECT term, share
FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (term, share)
WHERE schemaname = 'search' AND tablename = 'document' AND attname = 'terms'
"""
_HOLDING = "SELECT count(*) FROM search.document WHERE terms && ARRAY[%s]"
_CODES = "SELECT id, codes FROM search.document WHERE id = ANY(%s)"
_THEMES = f"themes{BETWEEN}"


def similar(
    connection: Connection[Any], document: Document, audience: frozenset[str], limit: int
) -> tuple[Hit, ...]:
    """The best of the pages that hold some of the most telling words of a document."""
    wanted = _strongest(connection, document)
    plan = Plan(wanted, ("",) * len(wanted), (), hopeless=not wanted)
    query = Query("", limit=enough(limit), match="any", audience=audience)
    hits = run(connection, query, plan).hits
    themes = _themes_of(connection, hits)
    return nearest(((hit.id, hit.score, themes.get(hit.id, ())) for hit in hits), document, limit)


def _strongest(connection: Connection[Any], document: Document) -> tuple[OneOf, ...]:
    """Common words are counted by the database now and then; how many pages hold another is quickly counted."""
    row = connection.execute(_DOCUMENTS).fetchone()
    documents = int(row[0]) if row else 0
    shares: dict[str, float] = dict(connection.execute(_SHARES).fetchall()) if documents else {}

    def holding(term: str) -> int:
        stored = stored_term(term)
        if stored in shares:
            return round(shares[stored] * documents)
        counted = connection.execute(_HOLDING, (stored,)).fetchone()
        return int(counted[0]) if counted else 0

    return strongest(document, holding, documents)


def _themes_of(connection: Connection[Any], hits: tuple[Hit, ...]) -> dict[str, list[str]]:
    rows = connection.execute(_CODES, ([storable(hit.id) for hit in hits],))
    return {
        id_: [code.removeprefix(_THEMES) for code in codes if code.startswith(_THEMES)] for id_, codes in rows
    }
