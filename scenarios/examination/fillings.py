"""What pages, territories and calls tell of examinations."""

from typing import Any

from flask import Flask, render_template

from scenarios.curation.models import REWORK, WITHDRAWN
from scenarios.curation.queries import latest_in
from scenarios.examination import queries
from wiki.db import read_session
from wiki.pages.queries import PageView
from wiki.permissions import Permission, can
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.slots import slots

MOST_OF_A_CALL = 50


def fill_slots(app: Flask) -> None:
    """Fill the places that pages, territories and calls leave."""
    places = slots(app)
    places.fill("page.news", news)
    places.fill("page.aside", beside_page)
    places.fill("territory.steps", step)
    places.fill("territory.aside", to_answer)
    places.fill("call.body", answers_to_call)


def news(view: PageView, **context: Any) -> str:
    """« Le collège vous demande… », to who answers for the page."""
    latest = latest_in(view.beside)
    if (
        latest is None
        or latest.state != REWORK
        or not can(current_actor(), Permission.NOMINATION_MAKE, view.page)
    ):
        return ""
    return render_template("examination/fillings/news.html", latest=latest)


def beside_page(view: PageView, **context: Any) -> str:
    """Where the page stands, to everybody; the way to propose it, to who may."""
    latest = latest_in(view.beside)
    is_told = latest is not None and latest.state != WITHDRAWN
    proposes = view.page.kind == "scenario" and can(current_actor(), Permission.NOMINATION_MAKE, view.page)
    if not is_told and not proposes:
        return ""
    return render_template(
        "examination/fillings/aside.html",
        page=view.page,
        latest=latest if is_told else None,
        proposes=proposes and not (latest is not None and latest.is_open),
        is_college=can(current_actor(), Permission.CURATION_READ),
    )


def step(territory: Territory, **context: Any) -> str:
    """What the college waits for, among the next steps of a territory's referent."""
    found = queries.to_answer(read_session(), territory.id)
    return render_template("examination/fillings/step.html", found=found) if found else ""


def to_answer(territory: Territory, **context: Any) -> str:
    """The same beside the territory, for its referents, whether or not its sheet lacks anything."""
    if not current_actor().is_referent(territory.id):
        return ""
    found = queries.to_answer(read_session(), territory.id)
    return render_template("examination/fillings/to_answer.html", found=found) if found else ""


def answers_to_call(call: Any, **context: Any) -> str:
    """The scenarios that answer a call, as far as their pages may be read."""
    found = queries.answering_call(read_session(), current_actor(), call.id, MOST_OF_A_CALL)
    return render_template("examination/fillings/call.html", found=found)
