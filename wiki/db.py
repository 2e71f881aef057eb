"""The database: one engine per application, one reading session per context, one place that commits.

SQLite's driver opens transactions late and by itself; here it is told to leave that to us, and a writing
transaction says BEGIN IMMEDIATE, so that two writers wait for each other instead of failing half-way.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app, g
from sqlalchemy import DateTime, Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from wiki.events import EventBus, take_pending

BUSY_MILLISECONDS = 15_000
"""How long one waits for another who writes to SQLite."""


class Model(DeclarativeBase):
    """Base of every table; constraints are named so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python (UTC), stored without zone so that both databases order it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None else None


def now() -> datetime:
    """The current moment, in UTC."""
    return datetime.now(UTC)


class Database:
    """The engine of one application and the only `commit` of the product."""

    def __init__(self, url: str, events: EventBus) -> None:
        self.events = events
        self.before_commit: list[Callable[[Session], None]] = []
        self.engine = create_engine(
            url,
            pool_size=12,
            max_overflow=8,
            pool_pre_ping=url.startswith("postgresql"),
            # What is wrong with a statement goes into logs; addresses and texts of people must not.
            hide_parameters=True,
        )
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if self.is_sqlite:
            _teach_sqlite(self.engine)
        self._writing = self.engine.execution_options(writing=True)
        self._token_lock = threading.Lock()
        self._token_connection: Connection | None = None

    def reader(self) -> Session:
        """A session for reading; the caller closes it."""
        return Session(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session for writing: committed when the block ends, undone when it raises; events are told after.

        What `before_commit` holds is done last, in the same transaction.
        """
        with Session(self._writing, expire_on_commit=False) as session:
            yield session
            for act in self.before_commit:
                act(session)
            session.commit()
            happened = take_pending(session)
        self.events.tell(happened)

    def change_token(self) -> object:
        """A value that differs after any commit made to this database by anybody.

        SQLite: https://www.sqlite.org/pragma.html#pragma_data_version, always asked on one connection that never
        writes. PostgreSQL: the text of the current snapshot, which changes when a writing transaction ends.
        """
        with self._token_lock:
            try:
                return self._ask_token()
            except DBAPIError:
                # The server was restarted since the last question: the pool knows a living connection.
                self._close_token_connection()
                return self._ask_token()

    def empty_journal(self) -> bool:
        """Write SQLite's journal into the database and cut it to nothing; False while somebody reads an old state.

        What was overwritten in the database may stand in it: https://www.sqlite.org/pragma.html#pragma_wal_checkpoint.
        PostgreSQL looks after its own.
        """
        if not self.is_sqlite:
            return True
        with self.engine.execution_options(token=True).connect() as connection:
            # Whoever writes waits with us: not for long.
            connection.exec_driver_sql("PRAGMA busy_timeout = 500")
            is_busy, _pages, _moved = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        return not is_busy

    def dispose(self) -> None:
        """Close every connection; needed after a fork and at the end of a test."""
        with self._token_lock:
            self._close_token_connection()
        self.engine.dispose()

    def _ask_token(self) -> object:
        if self._token_connection is None:
            self._token_connection = self.engine.execution_options(token=True).connect()
            if not self.is_sqlite:
                self._token_connection.execution_options(isolation_level="AUTOCOMMIT")
        if self.is_sqlite:
            driver: Any = self._token_connection.connection.driver_connection
            return driver.execute("PRAGMA data_version").fetchone()[0]
        return self._token_connection.scalar(text("SELECT pg_current_snapshot()::text"))

    def _close_token_connection(self) -> None:
        if self._token_connection is not None:
            self._token_connection.close()
            self._token_connection = None


def _teach_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode = WAL",
            # A save that was acknowledged must survive a power cut.
            "synchronous = FULL",
            "foreign_keys = ON",
            f"busy_timeout = {BUSY_MILLISECONDS}",
            # What people delete, and what is purged, must not be left in free pages of the file.
            "secure_delete = ON",
            "cache_size = -16000",
            "mmap_size = 268435456",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("token"):
            return
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


def init_app(app: Flask, url: str, events: EventBus) -> None:
    """Give the application its database and close each context's reading session."""
    app.extensions["wiki.database"] = Database(url, events)
    app.teardown_appcontext(_close_reader)


def database() -> Database:
    """The database of the current application."""
    found: Database = current_app.extensions["wiki.database"]
    return found


def seen_state() -> object:
    """The state of the database that this context reads: asked before its reading session begins.

    What the session then shows is at least as new, so it may be remembered under this state (`wiki.web.memo`).
    """
    if "seen_state" not in g:
        g.seen_state = database().change_token()
    return g.seen_state


def read_session() -> Session:
    """The reading session of the current context, opened when first asked for."""
    if "reader" not in g:
        seen_state()
        g.reader = database().reader()
    session: Session = g.reader
    return session


@contextmanager
def transaction() -> Iterator[Session]:
    """Write in one transaction; the context's reading session starts afresh afterwards.

    The reader is closed first, so that it holds no lock while we write, and again afterwards where the block
    opened one, so that it never shows what was true before.
    """
    _close_reader()
    try:
        with database().transaction() as session:
            yield session
    finally:
        _close_reader()


def _close_reader(error: BaseException | None = None) -> None:
    g.pop("seen_state", None)
    session: Session | None = g.pop("reader", None)
    if session is not None:
        session.close()
