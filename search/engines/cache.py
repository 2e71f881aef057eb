"""What was computed lately, as long as it fits."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


class Cache:
    """The least recently used is forgotten first. Threads may share it: one value may be made twice, never lost.

    `limit` is in bytes, as told by `size` for each value.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._lock = Lock()
        self._values: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
        """The value kept under a key, made when it is not there."""
        with self._lock:
            kept = self._values.get(key)
            if kept is not None:
                self._values.move_to_end(key)
                return kept[0]  # type: ignore[return-value]  # keys of one kind hold values of one kind
        value = make()
        self._keep(key, value, size(value))
        return value

    @property
    def held(self) -> int:
        """How many bytes are kept."""
        return self._held

    def _keep(self, key: Hashable, value: object, size: int) -> None:
        with self._lock:
            if key in self._values:
                return
            self._values[key] = (value, size)
            self._held += size
            while self._held > self._limit:
                _, (_, freed) = self._values.popitem(last=False)
                self._held -= freed
