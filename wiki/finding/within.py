"""Pages brought into the index in the very transaction that changes them, where the index lies in their database.

Whoever reads "saved" finds the page, and what is undone was never found. A save neither waits nor fails for the
sake of the index: a page that another transaction is changing just now, or that cannot be told, is left to the
indexer.
"""

import logging
from collections.abc import Collection, Sequence
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from search.engines.postgresql_writing import write
from search.errors import IndexBusy
from wiki.finding.documents import documents_of
from wiki.outbox.registry import Follower
from wiki.pages.models import Page

log = logging.getLogger(__name__)


def follower(app: Flask) -> Follower:
    """What takes the changes of an application's pages."""

    def take(session: Session, page_ids: Sequence[int], sequence: int) -> Collection[int]:
        try:
            # Marks of other features are asked for in an application context.
            with app.app_context(), session.begin_nested():
                return bring(session, page_ids, sequence)
        # Whatever is wrong with the index, the page is saved.
        except Exception:
            log.exception("pages %s could not be brought into the search index as they were saved", page_ids)
            return ()

    return take


def bring(session: Session, page_ids: Sequence[int], sequence: int) -> Collection[int]:
    """Make the index say what these pages will say after the commit; returns those that nobody else is changing.

    These are locked, so that what is read of them here is true until then.

    Raises:
        IndexBusy: the database did not do it, and no page is to blame.
    """
    there = {*session.scalars(select(Page.id).where(Page.id.in_(page_ids)))}
    gone = {*page_ids} - there
    free = session.scalars(
        select(Page.id).where(Page.id.in_(there)).order_by(Page.id)
        .with_for_update(key_share=True, skip_locked=True)
    ).all()  # fmt: skip
    documents = documents_of(session, free)
    without_text = {str(page_id) for page_id in free} - {document.id for document in documents}
    driver: Any = session.connection().connection.driver_connection
    try:
        write(driver, documents, {*map(str, gone), *without_text}, at_least=sequence)
    except psycopg.OperationalError as late:
        raise IndexBusy(f"the search index was not written: {type(late).__name__}") from late
    return {*free, *gone}
