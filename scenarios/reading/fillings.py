"""What a scenario shows on its page, in the places that the wiki leaves: actions, timeline, overview."""

from typing import Any

from flask import Flask, render_template
from flask_babel import get_locale

from scenarios.reading.queries import KIND, drawing_of, read_text
from scenarios.sheets.matrix import matrix
from wiki.pages.models import Page
from wiki.pages.queries import PageView
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Put what is ours on the page of a scenario."""
    places = slots(app)
    places.fill("page.actions", actions_of)
    places.fill("page.more", more_of)
    places.fill("page.top", timeline_of)
    places.fill("page.bottom", overview_of)


def actions_of(page: Page, **context: Any) -> str:
    """*Animer* and what can be printed."""
    return render_template("reading/fillings/actions.html", page=page) if page.kind == KIND else ""


def more_of(page: Page, **context: Any) -> str:
    """What can be printed, where there is no room for its menu."""
    return render_template("reading/fillings/more.html", page=page) if page.kind == KIND else ""


def timeline_of(view: PageView, **context: Any) -> str:
    """The timeline, once there are activities."""
    if view.page.kind != KIND:
        return ""
    drawing = drawing_of(view.revision.text, str(get_locale() or "fr"))
    return render_template("reading/fillings/timeline.html", drawing=drawing) if drawing.rows else ""


def overview_of(view: PageView, **context: Any) -> str:
    """Which activity serves which objective, and the sheets to prepare with."""
    if view.page.kind != KIND:
        return ""
    script, _timeline = read_text(view.revision.text)
    if not script.activities:
        return ""
    return render_template("reading/fillings/overview.html", page=view.page, matrix=matrix(script))
