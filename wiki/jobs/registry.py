"""Which function does which kind of job, for one application."""

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any, Protocol

from flask import Flask

Handler = Callable[[Sequence[dict[str, Any]]], None]
"""Does a batch of jobs of one kind, given their payloads; runs inside an application context."""


class Companion(Protocol):
    """Work of another kind that every worker does beside its jobs, so that neither waits for the other."""

    def run(self, stop: Event) -> None:
        """Work until told to stop; called in a thread of its own."""

    def drain(self) -> int:
        """Do what there is to do now; return how much that was."""


class JobRegistry:
    """The handlers of one application."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}
        self._done_singly: set[str] = set()
        self.starting: list[Callable[[], None]] = []
        self.companions: list[Companion] = []

    def register(self, kind: str, handler: Handler, *, singly: bool = False) -> None:
        """Let `handler` do the jobs of this kind; `singly` where doing one twice would be noticed, as with a mail.

        A batch with one job that fails is done again job by job.
        """
        self._handlers[kind] = handler
        if singly:
            self._done_singly.add(kind)

    def is_done_singly(self, kind: str) -> bool:
        """Whether jobs of this kind are never put together."""
        return kind in self._done_singly

    def at_start(self, act: Callable[[], None]) -> None:
        """Let every worker do this first, inside an application context."""
        self.starting.append(act)

    def beside(self, companion: Companion) -> None:
        """Let every worker do this beside its jobs."""
        self.companions.append(companion)

    def handler(self, kind: str) -> Handler:
        """The handler of a kind.

        Raises:
            LookupError: nobody does this kind of job.
        """
        if kind not in self._handlers:
            raise LookupError(f"no handler for jobs of kind {kind!r}")
        return self._handlers[kind]


def job_registry(app: Flask) -> JobRegistry:
    """The registry of an application."""
    registry: JobRegistry = app.extensions["wiki.jobs"]
    return registry
