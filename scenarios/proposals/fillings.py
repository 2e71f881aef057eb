"""What pages and territories show of proposals, to who may answer them or made them."""

from typing import Any

from flask import Flask, render_template

from scenarios.proposals import queries
from scenarios.proposals.showing import waiting_on
from wiki.db import read_session
from wiki.pages.models import Page
from wiki.pages.queries import PageView
from wiki.permissions import Permission, can
from wiki.provenance.columns import is_adaptation_in
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Fill the places that pages and territories leave."""
    places = slots(app)
    places.fill("page.news", news)
    places.fill("page.aside", ways)
    places.fill("territory.aside", waiting)
    places.fill("page.proposals", offered)
    places.fill("page.proposals.answered", answered)
    places.fill("proposals.waiting", to_review)


def news(view: PageView, **context: Any) -> str:
    """« 1 proposition de Nantes », and what was answered to the page's own."""
    if not can(current_actor(), Permission.PAGE_EDIT, view.page):
        return ""
    return render_template(
        "proposals/fillings/news.html",
        page=view.page,
        waiting=queries.waiting_for(view.beside),
        answered=queries.fresh_answer(view.beside),
    )


def ways(view: PageView, **context: Any) -> str:
    """The ways from an adaptation, for who may write it: transpose, offer."""
    page = view.page
    if not can(current_actor(), Permission.PAGE_EDIT, page) or not is_adaptation_in(view.beside):
        return ""
    return render_template("proposals/fillings/ways.html", page=page)


def waiting(territory: Territory, **context: Any) -> str:
    """Pages of a territory that have proposals to answer, for its people."""
    actor = current_actor()
    if territory.id not in actor.territories and not actor.is_curator:
        return ""
    found = queries.waiting_in(read_session(), actor, territory.id)
    return render_template("proposals/fillings/waiting.html", waiting=found) if found else ""


def offered(page: Page, **context: Any) -> str:
    """What adaptations offer to a page, to who may answer and to those who write it."""
    shown = waiting_on(page)
    return render_template("proposals/fillings/offered.html", **shown) if shown["waiting"] else ""


def answered(page: Page, **context: Any) -> str:
    """What was answered to them."""
    closed = queries.offered_to(read_session(), page, is_open=False)
    return render_template("proposals/fillings/answered.html", page=page, closed=closed) if closed else ""


def to_review(place: Territory | None, **context: Any) -> str:
    """Pages of a territory, or of all of one's own, that have such proposals to answer."""
    found = queries.waiting_in(read_session(), current_actor(), place.id if place else None)
    return render_template("proposals/fillings/waiting.html", waiting=found) if found else ""
