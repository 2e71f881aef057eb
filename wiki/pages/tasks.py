"""Later work on pages."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.db import read_session, transaction
from wiki.pages import keeping, service
from wiki.pages.models import Page, RenderedRevision
from wiki.pages.projection import store_html
from wiki.rendering.document import RENDERER_VERSION, read


def render(payloads: Sequence[dict[str, Any]]) -> None:
    """Store the HTML of pages whose links changed meaning; those already stored are left alone."""
    page_ids = sorted({page_id for payload in payloads for page_id in payload["page_ids"]})
    for page_id in page_ids:
        if _lacks_html(read_session(), page_id):
            with transaction() as session:
                _store(session, page_id)


def sweep_drafts() -> int:
    """Delete the drafts that are too old; returns how many."""
    with transaction() as session:
        return keeping.sweep(session)


def project_all(watch: Callable[[], None]) -> int:
    """Make every projection of every page again from its current text; returns how many pages.

    Each page in a transaction of its own, so that people save meanwhile; `watch` is called after each.
    """
    ids = read_session().scalars(select(Page.id).order_by(Page.id)).all()
    for page_id in ids:
        with transaction() as session:
            service.rerender(session, service.locked_page(session, page_id))
        watch()
    return len(ids)


def _lacks_html(session: Session, page_id: int) -> bool:
    page = session.get(Page, page_id)
    if page is None or page.current_id is None:
        return False
    kept = session.get(RenderedRevision, page.current_id)
    return kept is None or kept.renderer != RENDERER_VERSION


def _store(session: Session, page_id: int) -> None:
    page = session.get(Page, page_id, with_for_update=True)
    if page is not None:
        store_html(session, page, page.current, read(page.current.text, home=page.territory.slug))
