"""Where words lie: an SQLite file opened when first needed, or memory, shared by the threads of a process."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import quote

from search.errors import IndexBusy

IN_MEMORY = ":memory:"
_WAIT = 30.0  # seconds for another writer
# A commit waits for no disk, as one of the index does not; the file stays whole all the same.
_WITHOUT_WAITING = "PRAGMA synchronous = NORMAL"
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_Which = tuple[int, int]


class LexiconFile:
    """One file with the given tables; another `layout` begins it again."""

    def __init__(self, path: Path | str, tables: str, layout: int) -> None:
        self._path = Path(path)
        self._in_memory = str(path) == IN_MEMORY
        self._begin = f"BEGIN; {tables} PRAGMA user_version = {layout}; COMMIT;"
        self._layout = layout
        self._lock = RLock()
        self._open: sqlite3.Connection | None = None
        self._which: _Which | None = None

    def read(self, sql: str, *values: object) -> list[Any]:
        """Rows; none where there is no file or it cannot be read."""
        with self._lock:
            try:
                connection = self._connection()
                return connection.execute(sql, values).fetchall() if connection else []
            except sqlite3.DatabaseError:
                self.close()
                return []

    def write(self, change: Callable[[sqlite3.Connection], None]) -> None:
        """Make a change in one transaction, in a new file when there is none that can be read.

        Raises IndexBusy when it cannot be made now; nothing was changed then.
        """
        with self._lock:
            try:
                self._write(change)
            except sqlite3.DatabaseError as trouble:
                self.close()
                raise IndexBusy(f"words cannot be written: {trouble}") from trouble

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = self._which = None

    def _connection(self) -> sqlite3.Connection | None:
        """The file, opened again when another stands in its place; None where there is none of this layout."""
        which = self._on_disk()
        if self._open is None or which != self._which:
            self.close()
            self._open = self._opened() if which else None
            self._which = which
        return self._open

    def _on_disk(self) -> _Which | None:
        """Which file lies at the path."""
        if self._in_memory:
            return (0, 0)
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _opened(self) -> sqlite3.Connection | None:
        with ExitStack() as undone:
            connection = undone.enter_context(closing(self._connected()))
            if self._in_memory:
                connection.executescript(self._begin)
            elif connection.execute("PRAGMA user_version").fetchone() != (self._layout,):
                return None
            connection.execute(_WITHOUT_WAITING)
            undone.pop_all()
            return connection

    def _connected(self) -> sqlite3.Connection:
        where = IN_MEMORY if self._in_memory else f"file:{quote(str(self._path))}?mode=rw"
        return sqlite3.connect(where, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False)

    def _write(self, change: Callable[[sqlite3.Connection], None]) -> None:
        """Damage may show only where something is written: then it is written to a new file."""
        try:
            _in_one_step(self._connection() or self._made(), change)
        except sqlite3.DatabaseError as trouble:
            if trouble.sqlite_errorcode not in _DAMAGE:
                raise
            _in_one_step(self._made(), change)

    def _made(self) -> sqlite3.Connection:
        """An empty file for its owner only, in the place of whatever lies there."""
        self.close()
        for old in (
            self._path,
            *(self._path.with_name(f"{self._path.name}-{end}") for end in ("wal", "shm")),
        ):
            with suppress(FileNotFoundError):
                old.unlink()
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        connection = self._connected()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_WITHOUT_WAITING)
        connection.executescript(self._begin)
        self._open, self._which = connection, self._on_disk()
        return connection


def _in_one_step(connection: sqlite3.Connection, change: Callable[[sqlite3.Connection], None]) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        change(connection)
