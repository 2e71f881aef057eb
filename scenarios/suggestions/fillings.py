"""What pages show of proposals: on a retour what became of its own, on a scenario what waits for an answer."""

from typing import Any

from flask import Flask, render_template

from scenarios.enactments.fillings import PLAYED, PlayedPage
from scenarios.suggestions import queries
from wiki.db import read_session
from wiki.pages.models import TELLS_OF_OTHERS, Page
from wiki.pages.queries import PageView
from wiki.permissions import Permission, can
from wiki.web.actor import current_actor
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Fill the places that pages leave."""
    places = slots(app)
    places.fill("page.bottom", made)
    places.fill("page.news", waiting)
    places.fill("retours.body", proposed)


def made(view: PageView, **context: Any) -> str:
    """What a retour proposes, with what became of each."""
    if view.page.kind != TELLS_OF_OTHERS or not (shown := queries.made_in(view.beside)):
        return ""
    rows = view.beside[PLAYED.name] or ()
    return render_template(
        "suggestions/fillings/made.html",
        shown=shown,
        played=PlayedPage(*rows[0]) if rows else None,
        is_known=current_actor().is_authenticated,
    )


def waiting(view: PageView, **context: Any) -> str:
    """« 2 propositions de retours », for who may edit the scenario."""
    count = view.beside[queries.WAITING_COUNT.name]
    if not count or not can(current_actor(), Permission.PAGE_EDIT, view.page):
        return ""
    return render_template("suggestions/fillings/news.html", page=view.page, count=count)


def proposed(page: Page, **context: Any) -> str:
    """All that retours propose to a scenario."""
    found = queries.proposals_to(read_session(), current_actor(), page)
    if not found:
        return ""
    return render_template(
        "suggestions/fillings/proposed.html", page=page, found=found, may_act=_may_act(page)
    )


def _may_act(page: Page) -> bool:
    actor = current_actor()
    may = can(actor, Permission.PAGE_EDIT, page) or can(actor, Permission.PAGE_OFFER, page)
    return actor.is_authenticated and may
