"""Ways to the designer, in the places that pages leave: what can be done, writing, starting."""

from typing import Any

from flask import Flask, render_template, request

from scenarios.authoring.designs import DESIGNS
from wiki.pages import labels
from wiki.pages.models import Page
from wiki.permissions import Permission, can
from wiki.web.actor import current_actor
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    places = slots(app)
    places.fill("page.actions", actions_of)
    places.fill("page.more", more_of)
    places.fill("page.edit", switch_of)
    places.fill("draft.resume", resume_of)
    places.fill("write.first", guide)


def actions_of(page: Page, **context: Any) -> str:
    """*Concevoir*, and *Publier*, while the page is a private draft."""
    if page.audience != "draft" or not _may_design(page):
        return ""
    may_publish = can(current_actor(), Permission.PAGE_SETTINGS, page)
    return render_template("authoring/fillings/actions.html", page=page, may_publish=may_publish)


def more_of(page: Page, **context: Any) -> str:
    """*Concevoir*, among what is done more rarely once the page is shared."""
    if page.audience == "draft" or not _may_design(page):
        return ""
    return render_template("authoring/fillings/more.html", page=page)


def _may_design(page: Page) -> bool:
    return page.kind in DESIGNS and can(current_actor(), Permission.PAGE_EDIT, page)


def switch_of(page: Page, **context: Any) -> str:
    """From the text to the designer, with what was typed."""
    return render_template("authoring/fillings/switch.html", page=page) if page.kind in DESIGNS else ""


def resume_of(page: Page, **context: Any) -> str:
    """Take up a draft with fields."""
    return render_template("authoring/fillings/resume.html", page=page) if page.kind in DESIGNS else ""


def guide(**context: Any) -> str:
    """The guided start, and the kinds that can be written with fields."""
    kinds = [(kind, labels.KINDS[kind]) for kind in DESIGNS if kind != "scenario"]
    return render_template(
        "authoring/fillings/guide.html", territory=request.args.get("territoire"), kinds=kinds
    )
