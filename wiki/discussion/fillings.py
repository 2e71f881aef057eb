"""What pages and territories show of the talk."""

from typing import Any

from flask import Flask, render_template

from wiki.db import read_session
from wiki.discussion import queries
from wiki.pages.queries import PageView
from wiki.permissions import Permission, can
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Fill the places that pages and territories leave."""
    places = slots(app)
    places.fill("page.aside", beside_page)
    places.fill("territory.aside", waiting)


def beside_page(view: PageView, **context: Any) -> str:
    """How many threads are open, and the ways to comment a passage; its script marks those that are commented."""
    return render_template(
        "discussion/fillings/beside.html",
        page=view.page,
        open=queries.open_threads(view.beside),
        passages=queries.open_passages(view.beside),
        may_write=can(current_actor(), Permission.THREAD_WRITE, view.page),
    )


def waiting(territory: Territory, **context: Any) -> str:
    """What is reported in a territory, for who decides on it."""
    actor = current_actor()
    if not (actor.is_curator or actor.is_referent(territory.id)):
        return ""
    count = queries.reports_waiting(read_session(), actor, territory.id)
    return render_template("discussion/fillings/waiting.html", count=count) if count else ""
