"""Where pages lead to what is done here."""

from typing import Any

from flask import Flask, render_template

from scenarios.script import parse
from wiki.pages.queries import PageView
from wiki.permissions import Permission, can
from wiki.web.actor import current_actor
from wiki.web.slots import slots

SCENARIO = "scenario"


def fill_slots(app: Flask) -> None:
    """Put our links in the places that the wiki leaves."""
    places = slots(app)
    places.fill("page.aside", structure_link)
    places.fill("write.more", import_link)


def structure_link(view: PageView, **context: Any) -> str:
    """« Structurer en scénario », beside a page that may be changed and has no activities yet."""
    if not can(current_actor(), Permission.PAGE_EDIT, view.page):
        return ""
    if view.page.kind == SCENARIO and parse(view.revision.text).activities:
        return ""
    return render_template("formats/fillings/structure.html", page=view.page)


def import_link(**context: Any) -> str:
    """« Importer un scénario », below the kinds of page that can be written."""
    return render_template("formats/fillings/import.html")
