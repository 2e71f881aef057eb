"""Rows put and removed, in a transaction of one's own or in somebody else's."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from psycopg import Connection
from psycopg.types.json import Json

from search.documents import Document
from search.engines.postgresql_rows import row_of, storable
from search.engines.postgresql_words import learn

_AT_ONCE = 200

_PUT = """
INSERT INTO search.document AS old (
    id, title, audience, codes, minutes, featured, played, updated_at, fingerprint, is_long, terms, vector, build
)
SELECT new.*, state.build FROM search.state, json_to_recordset(%s) AS new (
    id text, title text, audience text, codes text[], minutes bigint, featured boolean, played bigint,
    updated_at timestamptz, fingerprint text, is_long boolean, terms text[], vector tsvector
)
ORDER BY new.id COLLATE "C"
ON CONFLICT (id) DO UPDATE SET (
    title, audience, codes, minutes, featured, played, updated_at, fingerprint, is_long, terms, vector, build
) = (
    excluded.title, excluded.audience, excluded.codes, excluded.minutes, excluded.featured, excluded.played,
    excluded.updated_at, excluded.fingerprint, excluded.is_long, excluded.terms, excluded.vector, excluded.build
)
-- Whatever was written since a build began is at least as new as what the build has read.
WHERE old.build < excluded.build OR NOT %s
RETURNING id, xmax = 0
"""
_ADD_PASSAGES = """
INSERT INTO search.passage (document, vector)
SELECT document, vector FROM json_to_recordset(%s) AS new (document text, vector tsvector)
"""


def write(
    connection: Connection[Any],
    put: Iterable[Document] = (),
    remove: Iterable[str] = (),
    sequence: int | None = None,
) -> None:
    """Put and remove documents in the caller's transaction, which commits or undoes them; once in each.

    The last thing to do in it: from here to its end other writers of the index wait. Rows are taken in the order
    of their ids, so that no two writers ever wait for one another.
    """
    documents = {storable(document.id): document for document in put}
    changes: dict[str, Document | None] = {**dict.fromkeys(map(storable, remove)), **documents}
    for is_put, run in groupby(sorted(changes), key=lambda id_: changes[id_] is not None):
        ids = [*run]
        if is_put:
            put_rows(connection, [documents[id_] for id_ in ids])
        else:
            _remove_rows(connection, ids)
    connection.execute(
        "UPDATE search.state SET generation = generation + 1, sequence = coalesce(%s, sequence)", (sequence,)
    )


def put_rows(connection: Connection[Any], documents: Iterable[Document], *, building: bool = False) -> None:
    """Write the rows of documents, their words and titles; while building, only of what nobody wrote meanwhile."""
    for some in _batches(documents):
        by_id = {storable(document.id): document for document in some}
        rows = {id_: row_of(document) for id_, document in by_id.items()}
        columns = Json([row.columns for row in rows.values()])
        written = dict(connection.execute(_PUT, (columns, building)).fetchall())
        _replace_passages(connection, {id_: rows[id_].passages for id_ in written})
        new = {id_ for id_, is_new in written.items() if is_new or building}
        learn(connection, {id_: by_id[id_] for id_ in written}, new)


def _remove_rows(connection: Connection[Any], ids: Sequence[str]) -> None:
    connection.execute(
        "DELETE FROM search.document WHERE id IN"
        " (SELECT id FROM search.document WHERE id = ANY(%s) ORDER BY id FOR UPDATE)",
        (ids,),
    )


def _replace_passages(connection: Connection[Any], passages: dict[str, Collection[str]]) -> None:
    rows = [{"document": id_, "vector": vector} for id_, vectors in passages.items() for vector in vectors]
    connection.execute("DELETE FROM search.passage WHERE document = ANY(%s)", ([*passages],))
    if rows:
        connection.execute(_ADD_PASSAGES, (Json(rows),))


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    passing = iter(documents)
    while batch := [*islice(passing, _AT_ONCE)]:
        yield batch
