"""What features above ask before a page gets other readers: a page may tell of another that fewer people may read."""

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy.orm import Session

from wiki.pages.models import Page

EXTENSION = "wiki.pages.readers"

Check = Callable[[Session, Page, str], None]
"""Given a page and the audience key that it is to have; raises `Invalid` for `audience` where that tells too much."""


def ask_before_opening(app: Flask, check: Check) -> None:
    """Let a feature refuse readers from now on."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], check)


def check_readers(session: Session, page: Page, key: str) -> None:
    """Let every feature look at the readers that a page is to have.

    Raises:
        Invalid: one of them refuses; `audience` holds why.
    """
    checks: tuple[Check, ...] = current_app.extensions[EXTENSION]
    for check in checks:
        check(session, page, key)
