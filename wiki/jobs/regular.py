"""Work that comes again by itself: looked at when a worker starts, and again after each pause."""

import logging
from collections.abc import Callable
from threading import Event

from flask import Flask

log = logging.getLogger(__name__)
HOUR = 3600.0


class Regular:
    """A companion of the worker (`JobRegistry.beside`).

    Every worker does it, and a failure is tried again after the pause: `act` must bear being done twice. It does what
    is due now and may return how much that was.
    """

    def __init__(self, app: Flask, act: Callable[[], int | None], pause: float = HOUR) -> None:
        self._app = app
        self._act = act
        self._pause = pause

    def run(self, stop: Event) -> None:
        """Act, then pause, until told to stop."""
        while not stop.is_set():
            try:
                self.drain()
            # Whatever is wrong with it now, it is asked again later.
            except Exception:
                log.exception("%r failed", self._act)
            stop.wait(self._pause)

    def drain(self) -> int:
        """Act once."""
        with self._app.app_context():
            return self._act() or 0
