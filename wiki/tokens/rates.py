"""How often a program may ask, counted in each process: a count in the database would be a write for each read."""

import threading
import time
from collections.abc import Callable, Hashable

SECONDS = 60
_MOST_KEYS = 10_000


class Rates:
    """Counts within the minute at hand."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[Hashable, int] = {}

    def allows(self, key: Hashable, most: int) -> bool:
        """Count one more, and say whether it is within the limit."""
        minute = int(self._clock()) // SECONDS
        with self._lock:
            if minute != self._minute or len(self._counts) >= _MOST_KEYS:
                self._minute, self._counts = minute, {}
            self._counts[key] = self._counts.get(key, 0) + 1
            return self._counts[key] <= most
