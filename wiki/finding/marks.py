"""Marks that features above put on pages, for search to show, filter and rank by."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from flask import Flask, current_app
from sqlalchemy.orm import Session

EXTENSION = "wiki.finding.marks"
PLAYED_EXTENSION = "wiki.finding.played"

Featured = Callable[[Session, Sequence[int]], Iterable[int]]
"""Given ids of pages: those of them that were retained."""


Played = Callable[[Session, Sequence[int]], Mapping[int, int]]
"""Given ids of pages: those that were played, and how often all who read the page may know of."""


def mark_featured(app: Flask, featured: Featured) -> None:
    """Let a feature tell which pages are retained; whoever changes that announces the page to the index."""
    app.extensions[EXTENSION] = (*app.extensions.get(EXTENSION, ()), featured)


def count_played(app: Flask, played: Played) -> None:
    """Let a feature tell how often pages were played; whoever changes that announces the page to the index."""
    app.extensions[PLAYED_EXTENSION] = (*app.extensions.get(PLAYED_EXTENSION, ()), played)


def featured_among(session: Session, page_ids: Sequence[int]) -> frozenset[int]:
    """Those of the pages that some feature of the current application calls retained."""
    tellers: tuple[Featured, ...] = current_app.extensions.get(EXTENSION, ())
    return frozenset(page_id for tell in tellers for page_id in tell(session, page_ids))


def played_among(session: Session, page_ids: Sequence[int]) -> dict[int, int]:
    """Those of the pages that were played, and how often, as the features of the current application count."""
    tellers: tuple[Played, ...] = current_app.extensions.get(PLAYED_EXTENSION, ())
    return {page_id: times for tell in tellers for page_id, times in tell(session, page_ids).items()}
