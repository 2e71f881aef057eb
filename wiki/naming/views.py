"""*Renommer ou déplacer*, and what became of the names of a page."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.naming import queries, service
from wiki.naming.checks import NameTaken, OtherReaders
from wiki.naming.forms import NameForm
from wiki.naming.models import DONE, RUNNING
from wiki.pages.link_queries import namesakes
from wiki.pages.models import Page
from wiki.pages.queries import page_at, writable_territories
from wiki.permissions import Permission, require
from wiki.rendering.slugs import slugify
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("naming", __name__)
NAMES_SLICE = 20


@blueprint.route("/<territory>/<slug>/renommer", methods=["GET", "POST"])
def rename(territory: str, slug: str) -> ResponseReturnValue:
    """Give a page another title, another address, another territory."""
    page = settled_page(territory, slug)
    form = _name_form(page)
    if request.method == "GET":
        return _rename(page, form)
    if not form.validate():
        return _rename(page, form), 422
    try:
        with transaction() as session:
            made = service.rename(session, current_actor(), form.new_name)
            path = made.path if made else page.path
    except Invalid as error:
        form.take_errors(error.errors)
        other = error.page if isinstance(error, NameTaken) else None
        if isinstance(error, NameTaken | OtherReaders) and error.meant:
            form.asked.add(error.meant)
        return _rename(page, form, other), 422
    if made is None:
        flash(_("Rien n'a changé : la page garde son nom."), "info")
        return redirect(f"/{path}", 303)
    flash(_("La page a son nouveau nom. Son ancienne adresse continue d'y mener."), "success")
    return redirect(f"/{path}/noms", 303)


@blueprint.get("/<territory>/<slug>/noms")
def names(territory: str, slug: str) -> str:
    """What became of the names of a page, how far links have followed, and the way back."""
    session, actor = read_session(), current_actor()
    page = settled_page(territory, slug)
    rows = queries.history_of_names(session, actor, page, start_key(), NAMES_SLICE + 1)
    latest = rows[0] if rows and "avant" not in request.args else None
    in_force = next((row for row in rows if row.state in (RUNNING, DONE)), None) if latest else None
    return render_template(
        "naming/names.html",
        page=page,
        names=slice_of(rows, NAMES_SLICE, lambda row: row.id),
        latest=latest,
        in_force=in_force,
        followed=queries.followed(session, actor, latest) if latest else [],
    )


@blueprint.post("/<territory>/<slug>/noms/<int(max=999999999):renaming_id>")
def undo(territory: str, slug: str, renaming_id: int) -> ResponseReturnValue:
    """Give the page back the name it had."""
    page = settled_page(territory, slug)
    try:
        with transaction() as session:
            path = service.undo(session, current_actor(), page.id, renaming_id).path
    except Invalid as error:
        flash(" ".join(str(message) for message in error.errors.values()), "danger")
        return redirect(f"/{page.path}/renommer", 303)
    flash(_("La page a repris son nom d'avant. Les liens suivent."), "success")
    return redirect(f"/{path}/noms", 303)


@blueprint.get("/titres/<key>")
def titles(key: str) -> str:
    """The pages of one title, in whatever territory, as far as one may read them."""
    cards = namesakes(read_session(), current_actor(), key)
    if not cards:
        raise NotFound
    return render_template("naming/titles.html", cards=cards, title=cards[0].title)


def settings_section(page: Page, **context: Any) -> str:
    """What the settings of a page say of its name."""
    return render_template("naming/settings.html", page=page)


def settled_page(territory: str, slug: str) -> Page:
    """The page at an address, whose name is this person's to change."""
    page = page_at(read_session(), current_actor(), territory, slug)
    require(current_actor(), Permission.PAGE_SETTINGS, page)
    return page


def _name_form(page: Page) -> NameForm:
    return NameForm.of_request(
        page=page,
        territories=writable_territories(read_session(), current_actor()),
        title=page.title,
        territory=page.territory_id,
        # The usual address is left out, so that it follows a new title.
        slug="" if page.slug == slugify(page.title) else page.slug,
    )


def _rename(page: Page, form: NameForm, other: Page | None = None) -> str:
    following = queries.will_follow(read_session(), current_actor(), page)
    return render_template("naming/rename.html", page=page, form=form, other=other, following=following,
                           shown=queries.SHOWN)  # fmt: skip
