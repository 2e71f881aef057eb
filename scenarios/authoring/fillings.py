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
    places.fill("page.edit", switch_of)
    places.fill("draft.resume", resume_of)
    places.fill("write.first", guide)


def actions_of(page: Page, **context: Any) -> str:
    """*Concevoir*, and *Publier* while the page is a private draft."""
    actor = current_actor()
    if page.kind not in DESIGNS or not can(actor, Permission.PAGE_EDIT, page):
        return ""
    may_publish = page.audience == "draft" and can(actor, Permission.PAGE_SETTINGS, page)
    return render_template("authoring/fillings/actions.html", page=page, may_publish=may_publish)


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
