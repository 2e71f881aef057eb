"""« Ajouter à un parcours », from the page that is added."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from scenarios.calls.forms import key_of
from scenarios.collections import queries, service, steps
from scenarios.collections.blueprint import blueprint
from scenarios.collections.forms import NEW, AddForm
from scenarios.collections.models import MOST_COLLECTIONS, Collection
from scenarios.collections.reading import outlines
from scenarios.collections.service import Words
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages.models import Page
from wiki.pages.queries import page_at
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor

SHOWN = 12


@blueprint.route("/<territory>/<slug>/parcours", methods=("GET", "POST"))
def add(territory: str, slug: str) -> ResponseReturnValue:
    """The parcours that a page is part of; put it into one's own, or into a new one."""
    session, actor = read_session(), current_actor()
    page = page_at(session, actor, territory, slug)
    form = AddForm.of_request()
    if not actor.is_authenticated:
        # A visitor reads which parcours there are; to add, they are asked to sign in.
        if request.method == "POST":
            require(actor, Permission.COLLECTION_CREATE)
        return _page(page, form, [])
    own = queries.mine(session, actor, limit=2 * MOST_COLLECTIONS)
    holding = queries.holding_page(session, [found.id for found in own], page.id)
    form.offer(own, holding)
    if request.method == "POST" and form.validate():
        try:
            into = _added(page, form)
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_told(page, into), "success")
            return redirect(f"/{page.path}", 303)
    mine = [found for found in own if found.id in holding]
    return _page(page, form, mine), 422 if form.errors else 200


def _added(page: Page, form: AddForm) -> Collection:
    actor, note = current_actor(), form.note.data or ""
    with transaction() as writing:
        if form.is_new:
            found = service.create(
                writing, actor, Words(form.title.data or ""), form_key=key_of(form.form_key.data)
            )
        else:
            found = queries.editable(writing, actor, int(form.collection.data))
        steps.add_page(writing, actor, found.id, page.id, note)
    return found


def _told(page: Page, into: Collection) -> Markup:
    return Markup('{} <a href="{}">{}</a>').format(  # escaped by `format`
        _("« %(page)s » est dans « %(title)s ».", page=page.title, title=into.title),
        into.path,
        _("Ouvrir le parcours"),
    )


def _page(page: Page, form: AddForm, mine: list[Collection]) -> str:
    session, actor = read_session(), current_actor()
    public = queries.with_page(session, page, limit=SHOWN)
    return render_template(
        "collections/add.html",
        page=page,
        form=form,
        mine=mine,
        NEW=NEW,
        outlines=outlines(session, actor, public),
    )
