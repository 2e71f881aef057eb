"""From a private draft to a page that others read: what is missing, who will read it, then publish."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.authoring.designs import DESIGNS
from scenarios.authoring.forms import PublishForm
from scenarios.authoring.sheet import field_of
from scenarios.authoring.showing import in_spacing
from scenarios.authoring.views import blueprint
from scenarios.script.reading import parse
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages import queries
from wiki.pages import service as pages
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor


@blueprint.route("/<territory>/<slug>/publier", methods=["GET", "POST"])
def publish(territory: str, slug: str) -> ResponseReturnValue:
    """Share a draft."""
    session, actor = read_session(), current_actor()
    page = queries.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_SETTINGS, page)
    form = PublishForm.of_request(audience="public")
    if page.audience != "draft":
        return redirect(f"/{page.path}/reglages", 303)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                pages.settle(writing, actor, page.id, kind=page.kind, audience=form.audience.data)
        except Invalid as refused:
            form.take_errors(refused.errors)
        else:
            flash(_("La page est publiée. Merci de la partager !"), "success")
            return redirect(f"/{page.path}", 303)
    return render_template("authoring/publish.html", page=page, form=form, missing=_missing(page)), (
        422 if form.errors else 200
    )


def _missing(page: Page) -> Sequence[tuple[str, str]]:
    """What keeps the page from being shared, with the way to where it is mended."""
    script = parse(page.current.text, kind=page.kind)
    editor = "concevoir" if page.kind in DESIGNS else "modifier"
    return [
        (in_spacing(fault.message), f"/{page.path}/{editor}#{field_of(script, fault.place)}")
        for fault in tools_of(page.kind).faults(page.current.text)
    ]
