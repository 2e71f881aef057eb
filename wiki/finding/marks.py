"""Marks that features above put on pages, for search to show, filter and rank by."""

from collections.abc import Callable, Iterable, Sequence

from flask import Flask, current_app
from sqlalchemy.orm import Session

EXTENSION = "wiki.finding.marks"

Featured = Callable[[Session, Sequence[int]], Iterable[int]]
"""Given ids of pages: those of them that were retained."""


def mark_featured(app: Flask, featured: Featured) -> None:
    """Let a feature tell which pages are retained; whoever changes that announces the page to the index."""
    app.extensions[EXTENSION] = (*app.extensions.get(EXTENSION, ()), featured)


def featured_among(session: Session, page_ids: Sequence[int]) -> frozenset[int]:
    """Those of the pages that some feature of the current application calls retained."""
    tellers: tuple[Featured, ...] = current_app.extensions.get(EXTENSION, ())
    return frozenset(page_id for tell in tellers for page_id in tell(session, page_ids))
