"""Searches counted in the memory of a process, so that none of them waits for a write.

They are written together at most once a minute, after an answer was sent: each commit makes every process forget
what it remembered of the database (`wiki.web.memo`), so one for each search would cost more than the search. What
was not written when a process ends is lost, which only makes some counts smaller.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from flask import Flask

EXTENSION = "wiki.searchlog"
MAX_ENTRIES = 500
PAUSE_SECONDS = 60.0


@dataclass(frozen=True)
class Counted:
    """What happened with one text on one day."""

    asked: int = 0
    empty: int = 0
    total: int = 0


Entries = dict[tuple[date, str], Counted]


class Buffer:
    """The counts of one process that are not written yet."""

    def __init__(self, write: Callable[[Entries], None]) -> None:
        self._write = write
        self._lock = Lock()
        self._entries: Entries = {}
        self._taken_at: float | None = None

    def add(self, day: date, text: str, total: int) -> None:
        """Count a search; where too many wait to be written, a new text is not counted."""
        with self._lock:
            key = day, text
            if key not in self._entries and len(self._entries) >= MAX_ENTRIES:
                return
            before = self._entries.get(key, Counted())
            self._entries[key] = replace(
                before, asked=before.asked + 1, empty=before.empty + (total == 0), total=total
            )

    def write_due(self) -> None:
        """Write what has gathered, unless that was done less than a minute ago."""
        entries = self._take_due()
        if entries:
            self._write(entries)

    def _take_due(self) -> Entries:
        with self._lock:
            now = time.monotonic()
            if self._taken_at is not None and now - self._taken_at < PAUSE_SECONDS:
                return {}
            taken, self._entries = self._entries, {}
            self._taken_at = now if taken else self._taken_at
            return taken


def buffer_of(app: Flask) -> Buffer:
    """The buffer of an application."""
    found: Buffer = app.extensions[EXTENSION]
    return found
