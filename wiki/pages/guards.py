"""Who looks at a text before it is taken, told by features above: against spam, without any service elsewhere.

A guard is called by whatever takes a text from somebody: saving a page, offering an edit, writing in a discussion.
"""

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy.orm import Session

from wiki.permissions import Actor

EXTENSION = "wiki.pages.guards"

Guard = Callable[[Session, Actor, str, str], None]
"""Given who writes, the text before and the text after; raises `Invalid` for what must not be taken."""


def add_guard(app: Flask, guard: Guard) -> None:
    """Let a guard look at every text from now on."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], guard)


def check_guards(session: Session, actor: Actor, before: str, after: str) -> None:
    """Let every guard look at a text.

    Args:
        before: what stood there, "" for something new.

    Raises:
        Invalid: one of them refuses it; `text` holds why.
    """
    guards: tuple[Guard, ...] = current_app.extensions[EXTENSION]
    for guard in guards:
        guard(session, actor, before, after)
