"""The tables of the PostgreSQL engine, in a schema of their own, and what of them a new version of ours replaces.

Nothing in them is worth keeping that the pages do not say: a layout that changed is thrown away and filled again.
"""

from importlib.metadata import version
from typing import Any

from psycopg import Connection

from search import analysis

# Raise it with any change of the tables below or of what is written in them.
LAYOUT = 1
FINGERPRINT = f"layout {LAYOUT} analysis {analysis.VERSION} snowball {version('snowballstemmer')}"
"""Which rules wrote a row. Rows of older rules still answer until they are written again."""

_ONE_AT_A_TIME = 0x5EA7C4

# - `terms` decides what matches: a tsvector holds at most 1 MB, 256 places of a word and 16,383 words.
# - `vector` ranks, and holds the places of a phrase unless `is_long`: `passage` then holds them all.
# - Terms and vectors lie beside the table, so that what is counted and sorted by lies close together.
# - Without fastupdate a save costs a little more, but never pays for the saves before it.
# - `build` is the number of the rebuild during or before which a row was written: see `rebuild`.
# - The one row of `state` is changed last by every change: writers wait there for each other's commit only.
_TABLES = """
CREATE SCHEMA search;
CREATE TABLE search.document (
    id text COLLATE "C" PRIMARY KEY,
    title text NOT NULL,
    audience text COLLATE "C" NOT NULL,
    codes text[] NOT NULL,
    minutes bigint,
    featured boolean NOT NULL,
    played bigint NOT NULL,
    words integer NOT NULL,
    updated_at timestamptz NOT NULL,
    fingerprint text NOT NULL,
    build integer NOT NULL,
    is_long boolean NOT NULL,
    terms text[] NOT NULL,
    vector tsvector NOT NULL
) WITH (toast_tuple_target = 128);
ALTER TABLE search.document ALTER codes SET STORAGE MAIN;
CREATE INDEX document_terms ON search.document USING gin (terms, codes) WITH (fastupdate = off);
CREATE TABLE search.passage (
    document text COLLATE "C" NOT NULL REFERENCES search.document ON DELETE CASCADE,
    vector tsvector NOT NULL
);
CREATE INDEX passage_document ON search.passage (document);
CREATE TABLE search.title (
    word text COLLATE "C",
    document text COLLATE "C" REFERENCES search.document ON DELETE CASCADE,
    is_first boolean NOT NULL,
    PRIMARY KEY (word, document)
);
CREATE INDEX title_document ON search.title (document);
CREATE TABLE search.word (
    folded text COLLATE "C",
    word text COLLATE "C",
    language text,
    audience text COLLATE "C",
    times bigint NOT NULL,
    PRIMARY KEY (folded, word, language, audience)
) WITH (fillfactor = 80);
CREATE TABLE search.state (
    layout integer NOT NULL,
    generation bigint NOT NULL DEFAULT 0,
    sequence bigint,
    build integer NOT NULL DEFAULT 0,
    building_by text,
    building_to text,
    building_since bigint
);
"""


def create(connection: Connection[Any]) -> None:
    """Make the tables where they are missing or of another layout, in the caller's transaction."""
    if is_there(connection):
        return
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
    if not is_there(connection):
        drop(connection)
        connection.execute(_TABLES)
        connection.execute("INSERT INTO search.state (layout) VALUES (%s)", (LAYOUT,))


def is_there(connection: Connection[Any]) -> bool:
    """Whether there are tables of today's layout."""
    return _layout(connection) == LAYOUT


def drop(connection: Connection[Any]) -> None:
    """Remove the tables and all that is in them."""
    connection.execute("DROP SCHEMA IF EXISTS search CASCADE")


def _layout(connection: Connection[Any]) -> int | None:
    there = connection.execute("SELECT to_regclass('search.state')").fetchone()
    if there is None or there[0] is None:
        return None
    found = connection.execute("SELECT layout FROM search.state").fetchone()
    return found[0] if found else None
