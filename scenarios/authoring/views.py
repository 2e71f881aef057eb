"""The designer: a page's text as a form, that works as a plain form and live."""

from dataclasses import replace

from flask import Blueprint, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.authoring import service
from scenarios.authoring.designs import DESIGNS
from scenarios.authoring.showing import designer, form_alone, state
from scenarios.authoring.work import Work
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.pages import drafting, queries
from wiki.pages import service as pages
from wiki.pages.keeping import WrittenElsewhere, give_up
from wiki.pages.models import Draft, Page
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
    try:
        draft = _kept(page, work)
    except WrittenElsewhere as refused:
        return drafting.told_elsewhere(refused.draft)
    answer = make_response(form_alone(page, work) if action else state(page, work))
    answer.headers["Draft-Version"] = str(draft.version if draft else 0)
    return answer


def _kept(page: Page, work: Work) -> Draft | None:
    with transaction() as session:
        return service.keep(session, current_actor(), page, work, drafting.hand())


def _page_to_edit(territory: str, slug: str) -> Page:
    actor = current_actor()
    page = queries.page_at(read_session(), actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    return page


def _opened(page: Page) -> str:
    draft = drafting.offered(page)
    if draft is None:
        return designer(page, Work.on(page.current.text, page.kind, page.current.number))
    work = Work.on(draft.text, page.kind, draft.base_number, draft.summary)
    return designer(page, replace(work, minor=bool(draft.fields.get("minor"))), draft=draft)


def _posted(page: Page) -> ResponseReturnValue:
    action = request.form.get("action", "save")
    if action == "discard":
        return _discarded(page)
    work = Work.posted(request.form, page.kind)
    address = f"/{page.path}"
    leaving = {
        "text": f"{address}/modifier?reprendre=1",
        "open": f"{address}/concevoir",
        "keep": f"{address}/concevoir",
    }
    if action in leaving:
        try:
            _kept(page, work)
        except WrittenElsewhere as refused:
            return drafting.ask_which(refused.draft), 409
        return redirect(leaving[action], 303)
    if action in ("save", "publish"):
        return _saved(page, work, f"{address}/publier" if action == "publish" else address)
    return designer(page, work.after(action))


def _saved(page: Page, work: Work, then: str) -> ResponseReturnValue:
    change = pages.Edit(
        page.id,
        work.base_number,
        work.script.text,
        work.summary,
        work.minor,
        work.form_key or None,
        draft=drafting.hand(),
    )
    try:
        return save(page, change, then)
    except Invalid as refused:
        return designer(page, work, errors=refused.errors), 422


def _discarded(page: Page) -> ResponseReturnValue:
    draft = drafting.offered(page)
    if draft is not None:
        with transaction() as session:
            give_up(session, session.get_one(Draft, draft.id))
    flash(_("Le brouillon est abandonné : voici la page telle qu'elle est. Vous pouvez le retrouver dans votre "
            "compte pendant un jour."), "info")  # fmt: skip
    return redirect(f"/{page.path}/concevoir", 303)
