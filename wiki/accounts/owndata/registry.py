"""Who adds what to the archive of one's own data, for one application."""

from collections.abc import Callable, Iterable

from flask import Flask
from sqlalchemy.orm import Session

from wiki.permissions import Actor

EXTENSION = "wiki.own_data"
Entry = tuple[str, str]
"""Where in the archive, and the text that stands there."""

Part = Callable[[Session, Actor], Iterable[Entry]]
"""Gives what a feature holds of a person, a file at a time, so that no more than one is in memory."""


class OwnData:
    """The parts of an archive, in the order of registration."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

    def add(self, part: Part) -> None:
        """Put what `part` gives into every archive. Rows of tables that go with a person are there already."""
        self.parts.append(part)


def own_data(app: Flask) -> OwnData:
    """The parts of an application."""
    found: OwnData = app.extensions[EXTENSION]
    return found
