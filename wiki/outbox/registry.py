"""Who takes changes inside the transaction that makes them, for one application."""

from collections.abc import Callable, Collection, Sequence

from flask import Flask
from sqlalchemy.orm import Session

EXTENSION = "wiki.outbox"

Follower = Callable[[Session, Sequence[int], int], Collection[int]]
"""Given the transaction, complete but for its commit, the ids of the pages that changed in it, each once, and the
number of the last change; returns the ids that it took. The others are followed later.

A page that is not there any more was removed. What it raises undoes the transaction.
"""

AT_MOST_WITHIN = 20
"""A transaction that changes more pages is not made longer: all of them are followed later."""


class Followers:
    """The followers of one application."""

    def __init__(self) -> None:
        self.within: Follower | None = None

    def take_within(self, follower: Follower) -> None:
        """Let a follower take changes inside their transaction; what it took is written down as done.

        Raises:
            ValueError: there is one already.
        """
        if self.within is not None:
            raise ValueError(f"{self.within!r} takes the changes already")
        self.within = follower


def followers(app: Flask) -> Followers:
    """The followers of an application."""
    found: Followers = app.extensions[EXTENSION]
    return found
