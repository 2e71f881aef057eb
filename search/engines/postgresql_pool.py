"""Connections of one process: as many as searches run at once, kept for the next ones."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, LiteralString

import psycopg
from psycopg import Connection

from search.errors import IndexBusy

_KEPT = 8

# One snapshot for all that a search asks, no writing by mistake, and an end to what takes too long.
# Compiling statements (jit) takes longer than these statements do. To read the terms of every row costs far more
# than the planner believes, who takes a list beside the table for one in it: it is to look into the index.
READING = """
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL statement_timeout = '5s';
SET LOCAL jit = off;
SET LOCAL enable_seqscan = off
"""
WRITING = """
SET LOCAL statement_timeout = '120s';
SET LOCAL lock_timeout = '30s'
"""


class Connections:
    """Opens, lends and keeps connections. Threads may share it; a process made by fork must not."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: deque[Connection[Any]] = deque()

    @contextmanager
    def transaction(self, opening: LiteralString) -> Iterator[Connection[Any]]:
        """A connection in a transaction that begins so: committed at the end, undone on an error.

        Raises:
            IndexBusy: the server was not to be reached, or what was asked of it took too long.
        """
        try:
            connection = self._begin(opening)
            try:
                yield connection
                connection.commit()
            except BaseException:
                _undo(connection)
                raise
            finally:
                self._keep(connection)
        except psycopg.OperationalError as late:
            raise IndexBusy(f"the search index did not answer in time: {type(late).__name__}") from late

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()

    def _begin(self, opening: LiteralString) -> Connection[Any]:
        """One that was kept, unless the server has closed it meanwhile, or else a new one."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return self._begun(self._connected(), opening)
            with suppress(psycopg.OperationalError):
                return self._begun(connection, opening)

    def _connected(self) -> Connection[Any]:
        # Not prepared: what a statement should do depends on the words, of which a prepared one knows nothing.
        return psycopg.connect(self._url, connect_timeout=10, prepare_threshold=None)

    def _begun(self, connection: Connection[Any], opening: LiteralString) -> Connection[Any]:
        try:
            connection.execute(opening)
        except psycopg.OperationalError:
            connection.close()
            raise
        return connection

    def _keep(self, connection: Connection[Any]) -> None:
        if connection.closed or len(self._idle) >= _KEPT:
            connection.close()
        else:
            self._idle.append(connection)


def _undo(connection: Connection[Any]) -> None:
    try:
        connection.rollback()
    except psycopg.OperationalError:
        connection.close()
