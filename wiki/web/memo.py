"""Remember what was worked out until the database changes.

Any commit by anybody empties the memo (see `Database.change_token`), so nothing remembered is ever out of date,
and nothing needs to say what it depends on.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import Flask, current_app, g

from wiki.db import seen_state

T = TypeVar("T")
LIMIT = 4000
_ABSENT = object()


class Memo:
    """Values of one process, all forgotten together."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._token: object = None
        self._values: dict[Hashable, Any] = {}

    def values_at(self, token: object) -> dict[Hashable, Any]:
        """The values worked out at this state of the database; a new state starts empty.

        A request that began before a change keeps writing to the dictionary it was given, which nobody reads
        any more.
        """
        with self._lock:
            if token != self._token or len(self._values) >= self._limit:
                self._token, self._values = token, {}
            return self._values


def remembered(key: Hashable, work_out: Callable[[], T]) -> T:
    """The value under this key, worked out when it is not known for the present state of the database."""
    values = _values()
    found = values.get(key, _ABSENT)
    if found is _ABSENT:
        found = values[key] = work_out()
    return found  # type: ignore[no-any-return]  # the key decides the type


def _values() -> dict[Hashable, Any]:
    """What is known at the state that this context reads; looked up again once the context has written."""
    state = seen_state()
    if "memo" not in g or g.memo[0] != state:
        g.memo = state, current_app.extensions["wiki.memo"].values_at(state)
    values: dict[Hashable, Any] = g.memo[1]
    return values


def init_app(app: Flask) -> None:
    """Give the application its memo."""
    app.extensions["wiki.memo"] = Memo()
