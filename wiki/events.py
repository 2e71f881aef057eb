"""Events: frozen dataclasses of ids, told to listeners after the commit that made them true.

A listener that fails is logged; it neither undoes the save nor keeps the next listener from hearing.
Work that must not be lost is a job (`wiki.jobs`), not a listener.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

log = logging.getLogger(__name__)
_PENDING = "pending_events"


def emit(session: Session, event: object) -> None:
    """Note an event; it is told when the session's transaction has committed, and forgotten if it fails."""
    session.info.setdefault(_PENDING, []).append(event)


def take_pending(session: Session) -> list[object]:
    """The events noted so far, which the session then forgets."""
    pending: list[object] = session.info.pop(_PENDING, [])
    return pending


class EventBus:
    """Who listens to what, for one application."""

    def __init__(self) -> None:
        self._listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)

    def listen(self, kind: type, listener: Callable[[Any], None]) -> None:
        """Call `listener(event)` after each commit that emitted an event of this kind."""
        self._listeners[kind].append(listener)

    def tell(self, events: list[object]) -> None:
        """Tell events in order; a failing listener is logged."""
        for event in events:
            for listener in self._listeners[type(event)]:
                self._tell_one(listener, event)

    @staticmethod
    def _tell_one(listener: Callable[[Any], None], event: object) -> None:
        try:
            listener(event)
        # The save is already acknowledged: whatever a listener does, the next one must still hear of it.
        except Exception:
            log.exception("listener %r failed on %r", listener, event)
