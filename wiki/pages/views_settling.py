"""Deciding on pages: restore a version, say who may read."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages import queries, service
from wiki.pages.forms import SettingsForm, new_form_key
from wiki.pages.views import blueprint
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor


@blueprint.route("/<territory>/<slug>/retablir/<int(max=999999999):number>", methods=["GET", "POST"])
def restore(territory: str, slug: str, number: int) -> ResponseReturnValue:
    """Make an earlier version current again, once asked whether that is meant."""
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    version = queries.version(session, page, number)
    if request.method == "GET":
        return render_template("pages/restore.html", page=page, version=version, form_key=new_form_key())
    with transaction() as writing:
        saved = service.restore(writing, actor, page.id, number, request.form.get("form_key"))
        path = saved.page.path
    flash(_("La version %(number)s est rétablie. Rien n'est perdu : l'historique garde toutes les autres.",
            number=number), "success")  # fmt: skip
    return redirect(f"/{path}", 303)


@blueprint.route("/<territory>/<slug>/reglages", methods=["GET", "POST"])
def settings(territory: str, slug: str) -> ResponseReturnValue:
    """Kind of the page, and who may read it."""
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_SETTINGS, page)
    form = SettingsForm.of_request(kind=page.kind, audience=page.audience)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.settle(writing, actor, page.id, kind=form.kind.data, audience=form.audience.data)
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Les réglages sont enregistrés."), "success")
            return redirect(f"/{territory}/{slug}", 303)
    return render_template("pages/settings.html", page=page, form=form), 422 if form.errors else 200
