"""What the page of a territory shows of its programme."""

from typing import Any

from flask import Flask, render_template

from scenarios.programme import queries
from scenarios.programme.completing import completeness
from scenarios.programme.labels import ITEMS
from scenarios.programme.models import Sponsor
from wiki.days import today
from wiki.db import read_session
from wiki.permissions import Permission, can
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.slots import slots

_SHOWN = 3
_TOLD_BELOW = {"project", "place", "referent", "college"}
"""What territories say themselves that they lack."""


def fill_slots(app: Flask) -> None:
    """Fill the places that territories leave."""
    places = slots(app)
    places.fill("territory.body", summary)
    places.fill("territory.steps", steps)
    places.fill("territory.identity", ways)


def summary(territory: Territory, **context: Any) -> str:
    """What comes next, and who sponsors the project."""
    if territory.is_national:
        return ""
    session, actor = read_session(), current_actor()
    ahead = [one for one in queries.milestones(session, actor, territory) if not one.is_done]
    return render_template(
        "programme/fillings/summary.html",
        territory=territory,
        events=queries.events(session, actor, territory=territory, limit=_SHOWN),
        milestones=ahead[:_SHOWN],
        sponsors=queries.kept(session, territory, Sponsor),
        keeps=can(actor, Permission.PROGRAMME_EDIT, territory),
        today=today(),
    )


def steps(territory: Territory, **context: Any) -> str:
    """What the sheet lacks, for who keeps it."""
    if not can(current_actor(), Permission.PROGRAMME_EDIT, territory):
        return ""
    found = completeness(read_session(), territory)
    missing = [item for item in found.missing if item.key not in _TOLD_BELOW]
    if not missing:
        return ""
    return render_template(
        "programme/fillings/steps.html", territory=territory, found=found, missing=missing, items=ITEMS
    )


def ways(territory: Territory, **context: Any) -> str:
    """To the whole sheet and the agenda."""
    return (
        "" if territory.is_national else render_template("programme/fillings/ways.html", territory=territory)
    )
