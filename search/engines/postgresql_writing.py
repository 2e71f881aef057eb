"""Rows put and removed, in a transaction of one's own or in somebody else's."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.types.json import Json

from search.documents import Document
from search.engines.postgresql_rows import row_of, storable
from search.engines.postgresql_words import learn

_AT_ONCE = 200

_PUT = """
INSERT INTO search.document AS old (
    id, title, audience, codes, minutes, featured, played, words, updated_at, fingerprint, is_long,
    terms, vector, build
)
SELECT new.*, state.build FROM search.state, json_to_recordset(%s) AS new (
    id text, title text, audience text, codes text[], minutes bigint, featured boolean, played bigint,
    words integer, updated_at timestamptz, fingerprint text, is_long boolean, terms text[], vector tsvector
)
ORDER BY new.id COLLATE "C"
ON CONFLICT (id) DO UPDATE SET (
    title, audience, codes, minutes, featured, played, words, updated_at, fingerprint, is_long, terms, vector, build
) = (
    excluded.title, excluded.audience, excluded.codes, excluded.minutes, excluded.featured, excluded.played,
    excluded.words, excluded.updated_at, excluded.fingerprint, excluded.is_long, excluded.terms,
    excluded.vector, excluded.build
)
-- Whatever was written since a build began is at least as new as what the build has read.
WHERE old.build < excluded.build OR NOT %s
RETURNING id, xmax = 0
"""
_ADD_PASSAGES = """
INSERT INTO search.passage (document, vector)
SELECT document, vector FROM json_to_recordset(%s) AS new (document text, vector tsvector)
"""
_FOLLOWED = """
UPDATE search.state SET generation = generation + 1, sequence = coalesce(%s, greatest(sequence, %s))
"""


def write(
    connection: Connection[Any],
    put: Iterable[Document] = (),
    remove: Iterable[str] = (),
    sequence: int | None = None,
    *,
    at_least: int | None = None,
) -> None:
    """Put and remove documents in the caller's transaction, which commits or undoes them; once in each.

    `sequence` says how far the list of changes was followed, `at_least` the same where others may be further.

    The last thing to do in it: from here to its end other writers of the index wait. All writers take first the
    rows of documents by their ids, then words by their letters, then the state, so that no two ever wait for
    each other.
    """
    documents = {storable(document.id): document for document in put}
    changes: dict[str, Document | None] = {**dict.fromkeys(map(storable, remove)), **documents}
    new: set[str] = set()
    for is_put, run in groupby(sorted(changes), key=lambda id_: changes[id_] is not None):
        ids = [*run]
        if is_put:
            new |= _put_rows(connection, {id_: documents[id_] for id_ in ids}).new
        else:
            _remove_rows(connection, ids)
    learn(connection, documents, new)
    connection.execute(_FOLLOWED, (sequence, at_least))


def write_while_building(connection: Connection[Any], documents: Iterable[Document]) -> None:
    """Put those that nobody wrote since the build began; words are counted anew."""
    by_id = {storable(document.id): document for document in documents}
    written = _put_rows(connection, {id_: by_id[id_] for id_ in sorted(by_id)}, building=True).ids
    learn(connection, {id_: by_id[id_] for id_ in written}, written)


class _Written(NamedTuple):
    ids: set[str]
    new: set[str]


def _put_rows(
    connection: Connection[Any], documents: Mapping[str, Document], *, building: bool = False
) -> _Written:
    """Write rows and passages in the order given; returns which were written, and which of them are new."""
    written: dict[str, bool] = {}
    for ids in _batches(documents):
        rows = {id_: row_of(documents[id_]) for id_ in ids}
        columns = Json([row.columns for row in rows.values()])
        returned = dict(connection.execute(_PUT, (columns, building)).fetchall())
        _replace_passages(connection, {id_: rows[id_].passages for id_ in returned})
        written |= returned
    return _Written({*written}, {id_ for id_, is_new in written.items() if is_new})


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


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    passing = iter(ids)
    while batch := [*islice(passing, _AT_ONCE)]:
        yield batch
