"""What features above read out of a text when it becomes current, in the same transaction and again by a rebuild."""

from collections.abc import Callable

from flask import Flask, current_app
from sqlalchemy.orm import Session

from wiki.pages.models import Page
from wiki.rendering.document import Source

EXTENSION = "wiki.pages.projections"

Projection = Callable[[Session, Page, Source], None]
"""Given a page as it was, and its text as it is; may look at `page.facts` for what the text said before."""


def add_projection(app: Flask, projection: Projection) -> None:
    """Let a feature keep what a text says beside what pages themselves keep."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], projection)


def project_more(session: Session, page: Page, source: Source) -> None:
    """Let every feature of the current application read a text."""
    added: tuple[Projection, ...] = current_app.extensions[EXTENSION]
    for projection in added:
        projection(session, page, source)
