"""The engine for several machines: the index lies in PostgreSQL, where every web process finds the same.

Its rows can be written in the transaction that changes the page (`write`): whoever was told that the change is
saved finds it, and what was undone was never there. Rows of older rules answer until they are written again; the
health counts only those of today's.
"""

from collections.abc import Iterable
from typing import Any

from psycopg import Connection

from search import suggesting
from search.answering import answer
from search.documents import Document
from search.engines import postgresql_schema as schema
from search.engines.postgresql_matching import holds_any, run
from search.engines.postgresql_pool import READING, WRITING, Connections
from search.engines.postgresql_similar import similar
from search.engines.postgresql_words import PostgresqlWords
from search.engines.postgresql_writing import write
from search.errors import IndexStale
from search.plan import make_plan
from search.query import Query
from search.results import Health, Hit, Results, Suggestion


class PostgresqlIndex:
    """An index in the schema `search` of a database. Threads may share it.

    Raises IndexBusy when the database is not to be reached or takes too long, and at opening IndexStale where the
    tables are missing and not to be made.
    """

    def __init__(self, url: str, *, create: bool = True) -> None:
        self._connections = Connections(url)
        try:
            self._prepare(create=create)
        except BaseException:
            self.close()
            raise

    def put(self, batch: Iterable[Document]) -> None:
        """Add or replace documents in one commit."""
        self.change(put=batch)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget documents in one commit."""
        self.change(remove=ids)

    def change(
        self, put: Iterable[Document] = (), remove: Iterable[str] = (), sequence: int | None = None
    ) -> None:
        """Put, remove and remember the sequence in one commit."""
        with self._connections.transaction(WRITING) as connection:
            write(connection, put, remove, sequence)

    def search(self, query: Query) -> Results:
        """Answer from what is committed now."""
        with self._connections.transaction(READING) as connection:
            words, holds = PostgresqlWords(connection), _holds(connection, query.audience)
            return answer(
                query,
                lambda asked: run(connection, asked, make_plan(asked.text, asked.equivalents)),
                lambda: suggesting.correct(words, query.text, query.audience, holds),
            )

    def suggest(self, text: str, audience: frozenset[str], limit: int = 8) -> tuple[Suggestion, ...]:
        """Complete from the words and titles of pages that this audience may see."""
        with self._connections.transaction(READING) as connection:
            holds = _holds(connection, audience)
            return suggesting.suggest(PostgresqlWords(connection), text, audience, holds, limit)

    def similar(self, document: Document, audience: frozenset[str], limit: int = 5) -> tuple[Hit, ...]:
        """The pages that share what is rare in this one."""
        with self._connections.transaction(READING) as connection:
            return similar(connection, document, audience, limit)

    def health(self) -> Health:
        """Count the documents that today's rules wrote, and the bytes of all tables."""
        with self._connections.transaction(READING) as connection:
            row = connection.execute(
                "SELECT (SELECT count(*) FROM search.document WHERE fingerprint = %s), generation, sequence,"
                " (SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
                " WHERE relnamespace = 'search'::regnamespace AND relkind = 'r')::bigint FROM search.state",
                (schema.FINGERPRINT,),
            ).fetchone()
        documents, generation, sequence, size = row or (0, 0, None, 0)
        return Health(documents, generation, "postgresql", sequence, size)

    def close(self) -> None:
        """Close the connections."""
        self._connections.close()

    def _prepare(self, *, create: bool) -> None:
        with self._connections.transaction(WRITING) as connection:
            if create:
                schema.create(connection)
            elif not schema.is_there(connection):
                raise IndexStale("there is no index in the database")


def _holds(connection: Connection[Any], audience: frozenset[str]) -> suggesting.Holds:
    return lambda terms: holds_any(connection, terms, audience)
