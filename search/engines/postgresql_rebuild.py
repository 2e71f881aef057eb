"""Every document written again where the old ones lie: these answer until then, and a build goes on where it was."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

import psycopg
from psycopg import Connection

from search.documents import Document
from search.engines.postgresql_pool import WRITING, Connections
from search.engines.postgresql_rows import storable
from search.engines.postgresql_schema import FINGERPRINT, create
from search.engines.postgresql_writing import write_while_building
from search.errors import IndexBusy
from search.results import Rebuilt

_BATCH = 500
_ONE_BUILD_AT_A_TIME = 0x5EA7C5

_GO_ON = "SELECT building_to, building_since FROM search.state WHERE building_by = %s"
_BEGIN = """
UPDATE search.state
SET build = build + 1, building_by = %s, building_to = NULL, building_since = %s
"""
_STEP = "UPDATE search.state SET generation = generation + 1, building_to = %s"
_REMOVE_THE_REST = "DELETE FROM search.document WHERE build < (SELECT build FROM search.state)"
_FINISH = """
UPDATE search.state SET generation = generation + 1, sequence = building_since,
    building_by = NULL, building_to = NULL, building_since = NULL
"""

Source = Callable[[str | None], Iterable[Document]]


def rebuild_tables(url: str, documents: Source, sequence: int) -> Rebuilt:
    """Write every document again, then remove what was not among them: see `search.index.rebuild_index`.

    Raises IndexBusy while another build runs.
    """
    connections = Connections(url)
    with _alone(url):
        try:
            last, since = _begin(connections, sequence)
            _put_all(connections, documents(last))
            return Rebuilt(_finish(connections), since)
        finally:
            connections.close()


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """Nobody else builds; the lock goes with the connection, whatever becomes of this process."""
    try:
        connection = psycopg.connect(url, connect_timeout=10, autocommit=True)
    except psycopg.OperationalError as away:
        raise IndexBusy("the search index was not to be reached") from away
    with connection:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (_ONE_BUILD_AT_A_TIME,)).fetchone()
        if not (row and row[0]):
            raise IndexBusy("another process is rebuilding the index")
        try:
            yield
        finally:
            # The server notices a closed connection only a moment later; a lost one has given the lock back.
            with suppress(psycopg.OperationalError):
                connection.execute("SELECT pg_advisory_unlock(%s)", (_ONE_BUILD_AT_A_TIME,))


def _begin(connections: Connections, sequence: int) -> tuple[str | None, int]:
    """From which id on, and from which change on: where an interrupted build of the same rules stopped, or anew."""
    with connections.transaction(WRITING) as connection:
        create(connection)
        begun = connection.execute(_GO_ON, (FINGERPRINT,)).fetchone()
        if begun:
            return begun[0], begun[1]
        # Writers at work are waited for: what they write belongs to the time before.
        connection.execute("LOCK TABLE search.document IN SHARE MODE")
        connection.execute(_BEGIN, (FINGERPRINT, sequence))
    with connections.transaction(WRITING) as connection:
        connection.execute("UPDATE search.word SET times = 0")
    return None, sequence


def _put_all(connections: Connections, documents: Iterable[Document]) -> None:
    passing = iter(documents)
    while batch := [*islice(passing, _BATCH)]:
        last = storable(batch[-1].id)
        with connections.transaction(WRITING) as connection:
            write_while_building(connection, batch)
            connection.execute(_STEP, (last,))


def _finish(connections: Connections) -> int:
    """Remove what no longer is, and tell the database what is common now: it plans by that."""
    with connections.transaction(WRITING) as connection:
        connection.execute(_REMOVE_THE_REST)
        connection.execute("DELETE FROM search.word WHERE times = 0")
        connection.execute(_FINISH)
        connection.execute("ANALYZE search.document")
        return _count(connection)


def _count(connection: Connection[Any]) -> int:
    row = connection.execute("SELECT count(*) FROM search.document").fetchone()
    return int(row[0]) if row else 0
