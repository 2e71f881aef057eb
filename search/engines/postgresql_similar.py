"""Pages like another one: those that share the words which are frequent in it and rare elsewhere."""

import math
from collections.abc import Mapping
from typing import Any

from psycopg import Connection

from search.documents import Document
from search.engines.postgresql_matching import run
from search.engines.postgresql_rows import storable, stored_term
from search.plan import OneOf, Plan
from search.postings import postings_of
from search.query import Query
from search.ranking import FIELD_WEIGHTS
from search.results import Hit

_ASKED = 12
_READ = 200

# What the database knows of how common each term is; a term that is rare or new is not among them.
_SHARES = """
SELECT term, share
FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (term, share)
WHERE schemaname = 'search' AND tablename = 'document' AND attname = 'terms' AND term = ANY(%s)
"""
_RARE = 0.001


def similar(
    connection: Connection[Any], document: Document, audience: frozenset[str], limit: int
) -> tuple[Hit, ...]:
    """The best of the pages that hold some of the most telling terms of a document."""
    strengths = _strengths(document)
    shares = dict(connection.execute(_SHARES, ([*strengths],)).fetchall())
    telling = sorted(strengths, key=lambda term: -strengths[term] * _rarity(shares.get(term, _RARE)))[:_ASKED]
    found = run(connection, _anything_like(audience, limit), _plan({term: strengths[term] for term in telling}))
    return tuple(hit for hit in found.hits if hit.id != storable(document.id))[:limit]


def _anything_like(audience: frozenset[str], limit: int) -> Query:
    itself = 1
    return Query("", limit=limit + itself, match="any", audience=audience)


def _plan(weights: Mapping[str, float]) -> Plan:
    required = tuple(OneOf(frozenset((term,))) for term in weights)
    return Plan(required, tuple(weights), (), hopeless=not required, weights=weights)


def _strengths(document: Document) -> Mapping[str, float]:
    """The strongest terms of a document, by how often and where they occur."""
    postings = postings_of(document)
    strengths = {
        stored_term(term): math.log1p(sum(n * weight for n, weight in zip(times, FIELD_WEIGHTS, strict=True)))
        for term, times in postings.counts().items()
        if term not in postings.common
    }
    strongest = sorted(strengths, key=lambda term: (-strengths[term], term))[:_READ]
    return {term: strengths[term] for term in strongest}


def _rarity(share: float) -> float:
    return math.log(1 / max(share, _RARE))
