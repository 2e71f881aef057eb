"""What features above give a wiki that is new or brought to their version, as the wiki gives it its themes.

Each gives only what is missing: it is asked again with every migration.
"""

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy.orm import Session

EXTENSION = "wiki.beginnings"

Beginning = Callable[[Session], None]


def begin_with(app: Flask, give: Beginning) -> None:
    """Let a feature give what a wiki begins with."""
    app.extensions[EXTENSION] = (*app.extensions.get(EXTENSION, ()), give)


def give_beginnings(session: Session) -> None:
    """Give everything that features of the current application begin with."""
    beginnings: tuple[Beginning, ...] = current_app.extensions.get(EXTENSION, ())
    for give in beginnings:
        give(session)
