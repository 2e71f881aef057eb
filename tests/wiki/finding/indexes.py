"""The index and the outbox as the tests look at them."""

from collections.abc import Collection
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from search.query import Query
from wiki.finding.election import seat_of
from wiki.finding.finder import finder_of
from wiki.finding.indexer import Indexer
from wiki.outbox.models import Change

EVERYBODY = ("public", "members", "territory:*", "draft:*")


def in_index(app: Flask, text: str = "", *, keys: Collection[str] = EVERYBODY) -> list[str]:
    """The ids of all pages in the index that hold the text, for those audiences."""
    return [
        hit.id
        for hit in finder_of(app).index().search(Query(text, audience=frozenset(keys), limit=1000)).hits
    ]


def waiting(write: Any) -> int:
    """How many changes wait."""
    with write() as session:
        return session.scalar(select(func.count()).where(Change.done_at.is_(None))) or 0


def indexer_of(app: Flask) -> Indexer:
    """Another indexer of the same application."""
    seat = seat_of(app.extensions["wiki.settings"], app.extensions["wiki.database"])
    return Indexer(app, finder_of(app), seat)
