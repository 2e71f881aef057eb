"""Who takes changes inside the transaction that makes them, for one application."""

from collections.abc import Callable, Sequence

from flask import Flask
from sqlalchemy.orm import Session

EXTENSION = "wiki.outbox"

Follower = Callable[[Session, Sequence[int]], None]
"""Given the transaction, complete but for its commit, and the ids of the pages that changed in it, each once.

A page that is not there any more was removed. What it raises undoes the transaction.
"""


class Followers:
    """The followers of one application."""

    def __init__(self) -> None:
        self.within: Follower | None = None

    def take_within(self, follower: Follower) -> None:
        """Let a follower take every change inside its transaction; nothing is then written for later.

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
