"""Numbers that every page shows its reader, brought by the very statement that finds the reader.

A page view has three statements to spend, and the reader is one of them. So a feature that shows a number beside the
account (drafts, notices) registers a column in its wiring, correlated to `User`, and finds it in `Actor.counts`.
"""

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy import ColumnElement

EXTENSION = "wiki.accounts.counted"

Counted = tuple[tuple[str, Callable[[], ColumnElement[int]]], ...]
"""Name of the number → makes its column. Statements are kept by it."""


def count_beside(app: Flask, name: str, column: Callable[[], ColumnElement[int]]) -> None:
    """Bring a number with every reader of an application."""
    app.extensions[EXTENSION] = (*app.extensions.get(EXTENSION, ()), (name, column))


def counted() -> Counted:
    """What the features of the current application count."""
    found: Counted = current_app.extensions.get(EXTENSION, ())
    return found
