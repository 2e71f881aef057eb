"""Retours that came to be outside their own form: written as texts, shared later on."""

from flask import Flask

from scenarios.enactments.service import tell_played
from wiki.db import read_session, transaction
from wiki.events import EventBus
from wiki.pages.events import PageSaved, PageSettled
from wiki.pages.models import TELLS_OF_OTHERS, Page


def listen(app: Flask) -> None:
    """Let followers of scenarios know of them, too."""
    events: EventBus = app.extensions["wiki.events"]
    events.listen(PageSettled, lambda event: _look_at(event.page_id))
    events.listen(PageSaved, lambda event: _look_at(event.page_id) if event.number == 1 else None)


def _look_at(page_id: int) -> None:
    page = read_session().get(Page, page_id)
    if page is not None and page.kind == TELLS_OF_OTHERS:
        with transaction() as session:
            tell_played(session, session.get_one(Page, page_id))
