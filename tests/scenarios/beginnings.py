"""What many tests begin with is done by the first of them and copied for the others: on SQLite, where it is quick."""

import sqlite3
from collections.abc import Callable, Hashable
from typing import TypeVar

from flask import Flask

Result = TypeVar("Result")
_kept: dict[Hashable, tuple[object, sqlite3.Connection]] = {}
"""What each beginning gave, and the database after it; by the people there were and all that was begun with."""


class Beginning:
    """The database of a test, for as long as nothing is written to it but what other tests begin with too.

    Once a test has written something of its own, what it does is done, and no more copied.
    """

    def __init__(self, app: Flask) -> None:
        url = app.extensions["wiki.database"].engine.url
        self._copies = url.get_backend_name() == "sqlite"
        self._own = sqlite3.connect(url.database if self._copies else ":memory:")
        self._done: tuple[Hashable, ...] = ()
        if self._copies:
            people = "SELECT id, handle, site_role FROM user_account ORDER BY id"
            self._done = tuple(self._own.execute(people))
        self._seen = self._state()

    def once(self, name: Hashable, act: Callable[[], Result]) -> Result:
        """What an act gives that writes to the database; its name tells it from all others."""
        if not self._copies or self._state() != self._seen:
            return act()
        done = (*self._done, name)
        if done in _kept:
            given, copy = _kept[done]
            copy.backup(self._own)
        else:
            given = self._whole(act)
            copy = sqlite3.connect(":memory:")
            self._own.backup(copy)
            _kept[done] = given, copy
        self._done, self._seen = done, self._state()
        return given

    def _whole(self, act: Callable[[], Result]) -> Result:
        """Do an act; what it begins with in its turn is a part of it."""
        self._copies = False
        try:
            return act()
        finally:
            self._copies = True

    def _state(self) -> int:
        """Another number whenever somebody else has written."""
        version: int = self._own.execute("PRAGMA data_version").fetchone()[0]
        return version
