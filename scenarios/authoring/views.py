"""The designer: a page's text as a form, that works as a plain form and live."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.authoring import service
from scenarios.authoring.designs import DESIGNS
from scenarios.authoring.showing import designer, form_alone, state
from scenarios.authoring.work import Work
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.pages import queries
from wiki.pages import service as pages
from wiki.pages.keeping import drop_kept_text
from wiki.pages.models import Page
from wiki.pages.saving import save
from wiki.pages.unsaved import giving_back, sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

blueprint = Blueprint("authoring", __name__)


def _typed_text() -> str:
    """The text that the posted form stands for, its fields included."""
    text = request.form.get("text", "")
    kind = request.form.get("kind", "")
    if not text or kind not in DESIGNS or not current_actor().is_authenticated:
        return text
    try:
        return Work.posted(request.form, kind).script.text
    except Invalid:
        return text


@blueprint.route("/<territory>/<slug>/concevoir", methods=["GET", "POST"])
@keeps_typed_text
@giving_back(_typed_text)
def design(territory: str, slug: str) -> ResponseReturnValue:
    """Write a page with fields and cards."""
    actor = current_actor()
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return sign_in_and_go_on() or design(territory, slug)
    page = _page_to_edit(territory, slug)
    if page.kind not in DESIGNS:
        return redirect(f"/{page.path}/modifier", 303)
    return _posted(page) if request.method == "POST" else _opened(page)


@blueprint.post("/<territory>/<slug>/concevoir/etat")
def working(territory: str, slug: str) -> ResponseReturnValue:
    """What the form says now, kept as a draft: remarks, total and timeline, or the whole form after a button."""
    page = _page_to_edit(territory, slug)
    if page.kind not in DESIGNS:
        raise NotFound
    work = Work.posted(request.form, page.kind)
    action = request.form.get("action", "")
    work = work.after(action) if action else work
    with transaction() as session:
        service.keep(session, current_actor(), page, work)
    return form_alone(page, work) if action else state(page, work)


def _page_to_edit(territory: str, slug: str) -> Page:
    actor = current_actor()
    page = queries.page_at(read_session(), actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    return page


def _opened(page: Page) -> str:
    kept = queries.kept_text(read_session(), current_actor(), page)
    if kept is None:
        return designer(page, Work.on(page.current.text, page.kind, page.current.number))
    return designer(page, Work.on(kept.text, page.kind, kept.base_number, kept.summary), kept_at=kept.kept_at)


def _posted(page: Page) -> ResponseReturnValue:
    action = request.form.get("action", "save")
    if action == "discard":
        return _discarded(page)
    work = Work.posted(request.form, page.kind)
    address = f"/{page.path}"
    leaving = {"text": f"{address}/modifier?reprendre=1", "open": f"{address}/concevoir"}
    if action in leaving:
        with transaction() as session:
            service.keep(session, current_actor(), page, work)
        return redirect(leaving[action], 303)
    if action in ("save", "publish"):
        return _saved(page, work, f"{address}/publier" if action == "publish" else address)
    return designer(page, work.after(action))


def _saved(page: Page, work: Work, then: str) -> ResponseReturnValue:
    change = pages.Edit(
        page.id, work.base_number, work.script.text, work.summary, work.minor, work.form_key or None
    )
    try:
        return save(page, change, then)
    except Invalid as refused:
        return designer(page, work, errors=refused.errors), 422


def _discarded(page: Page) -> ResponseReturnValue:
    with transaction() as session:
        drop_kept_text(session, current_actor(), page.id)
    flash(_("Le brouillon est abandonné : voici la page telle qu'elle est."), "info")
    return redirect(f"/{page.path}/concevoir", 303)
