"""The seat of the one indexer: of all processes that could follow the changes, one does.

Both seats are free as soon as the process that holds them ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from wiki.config import Settings
from wiki.db import Database

_KEY = 7_274_111
"""Any number, the same for all processes of a site, that nothing else locks in its database."""


class Seat(Protocol):
    """Held by one process at a time."""

    def take(self) -> bool:
        """Sit down if nobody sits there, at once; whether one holds the seat now. Asking again is cheap."""

    def is_held(self) -> bool:
        """Whether one sat down."""

    def release(self) -> None:
        """Get up."""

    def turn(self) -> AbstractContextManager[None]:
        """While in it, no other process writes to the index in use or puts another in its place."""


class FileSeat:
    """A lock on a file of its own, beside the index and not in it: an index that is thrown away frees no seat."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def is_held(self) -> bool:
        """See `Seat`."""
        return self._descriptor is not None

    def take(self) -> bool:
        """See `Seat`."""
        if self._descriptor is None:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
            else:
                self._descriptor = descriptor
        return self.is_held()

    def release(self) -> None:
        """See `Seat`."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """See `Seat`."""
        descriptor = os.open(self._path.with_suffix(".turn"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


class AdvisorySeat:
    """A lock in PostgreSQL, for an index that several machines share; it goes with its connection."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def is_held(self) -> bool:
        """See `Seat`."""
        return self._connection is not None

    def take(self) -> bool:
        """See `Seat`."""
        if self._connection is not None and not self._is_alive(self._connection):
            self.release()
        if self._connection is None:
            connection = self._engine.connect()
            if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}):
                self._connection = connection
            else:
                connection.close()
        return self.is_held()

    def release(self) -> None:
        """See `Seat`."""
        if self._connection is not None:
            try:
                self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})
            except SQLAlchemyError:
                # The connection is gone, and the lock with it.
                self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def turn(self) -> AbstractContextManager[None]:
        """See `Seat`; there each change and each rebuild is one transaction."""
        return nullcontext()

    @staticmethod
    def _is_alive(connection: Connection) -> bool:
        try:
            return bool(connection.scalar(text("SELECT true")))
        except SQLAlchemyError:
            return False


def seat_of(settings: Settings, database: Database) -> Seat:
    """The seat of whoever may write to the index of these settings."""
    place = urlsplit(settings.search)
    if place.scheme.startswith("postgresql") and not database.is_sqlite:
        return AdvisorySeat(database)
    folder = Path(unquote(place.path)) if place.scheme == "whoosh" else settings.data_dir / "search"
    return FileSeat(folder.with_name(f"{folder.name}.indexer"))
