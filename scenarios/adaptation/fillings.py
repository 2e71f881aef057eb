"""What pages show of adaptation: the button, the family beside the text, and what the origin improved."""

from typing import Any

from flask import Flask, render_template

from scenarios.adaptation import queries
from wiki.db import read_session
from wiki.pages.models import Page, Revision
from wiki.pages.queries import PageView
from wiki.permissions import Permission, can
from wiki.provenance.columns import ADAPTED_COUNT, line_in
from wiki.web.actor import current_actor
from wiki.web.memo import remembered
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Fill the places that pages leave."""
    places = slots(app)
    places.fill("page.actions", adapt_button)
    places.fill("page.more", adapt_own)
    places.fill("version.actions", adapt_version)
    places.fill("page.news", pending)
    places.fill("page.aside", family)


def adapt_button(page: Page, **context: Any) -> str:
    """« Adapter à mon territoire », for who may create pages somewhere and does not write this one."""
    actor = current_actor()
    if not can(actor, Permission.PAGE_ADAPT, page) or can(actor, Permission.PAGE_EDIT, page):
        return ""
    return render_template("adaptation/fillings/button.html", page=page)


def adapt_own(page: Page, **context: Any) -> str:
    """The same, among what is done more rarely, for who may rather edit the page itself."""
    actor = current_actor()
    if not (can(actor, Permission.PAGE_ADAPT, page) and can(actor, Permission.PAGE_EDIT, page)):
        return ""
    return render_template("adaptation/fillings/more.html", page=page)


def adapt_version(page: Page, version: Revision, **context: Any) -> str:
    """The way to an adaptation of one version."""
    if not can(current_actor(), Permission.PAGE_ADAPT, page):
        return ""
    return render_template("adaptation/fillings/version.html", page=page, version=version)


def pending(view: PageView, **context: Any) -> str:
    """« 3 améliorations à l'origine », for who may take them."""
    page, actor = view.page, current_actor()
    if not can(actor, Permission.PAGE_EDIT, page) or not queries.may_have_improved(view.beside):
        return ""
    count = remembered(("improvements", page.id, actor.audiences), lambda: _count(page))
    return render_template("adaptation/fillings/pending.html", page=page, count=count) if count else ""


def family(view: PageView, **context: Any) -> str:
    """What the page was adapted from, and how many pages were adapted from it."""
    line, below = line_in(view.beside), view.beside[ADAPTED_COUNT.name]
    if not line and not below:
        return ""
    return render_template("adaptation/fillings/family.html", page=view.page, line=line, below=below)


def _count(page: Page) -> int:
    session = read_session()
    found = queries.following(session, current_actor(), page)
    return 0 if found is None else len(queries.improvements(session, found).open)
