"""A proposal of a retour beside the passage it is about: taken up, offered, or declined."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scenarios.suggestions import queries, service
from scenarios.suggestions.forms import AnswerForm
from scenarios.suggestions.models import Suggestion
from scenarios.suggestions.passages import passage_of
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages import queries as pages
from wiki.pages.checks import readable
from wiki.pages.forms import new_form_key
from wiki.pages.models import Page
from wiki.pages.queries import version
from wiki.pages.service import EditConflict
from wiki.pages.unsaved import giving_back, sign_in_and_go_on
from wiki.permissions import Permission, can
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

blueprint = Blueprint("improving", __name__)
_TAKEN = _l("La proposition est reprise dans la page ; son retour est crédité.")
_OFFERED = _l("Votre modification est proposée à qui peut l'accepter.")
_TOLD = {
    "decline": _l("La proposition est déclinée ; votre réponse est montrée avec elle."),
    "reopen": _l("La proposition attend de nouveau une réponse."),
    "done": _l("La proposition est marquée comme reprise dans la version actuelle."),
}


def _typed() -> str:
    return request.form.get("passage", "")


@blueprint.route(
    "/<territory>/<slug>/retours/propositions/<int(max=999999999):suggestion_id>", methods=["GET", "POST"]
)
@keeps_typed_text
@giving_back(_typed)
def answer(territory: str, slug: str, suggestion_id: int) -> ResponseReturnValue:
    """The passage in an editor, with what is proposed beside it."""
    actor = current_actor()
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return sign_in_and_go_on() or answer(territory, slug, suggestion_id)
    try:
        page, found = _asked(territory, slug, suggestion_id)
    except NotFound:
        return _let_down(territory, slug)
    if request.method == "GET":
        return _shown(page, found, _form(page, found))
    form = AnswerForm.of_request()
    try:
        return _posted(page, found, form)
    except Invalid as error:
        form.take_errors(error.errors)
        return _shown(*_asked(territory, slug, suggestion_id), form), 422
    except EditConflict:
        return _moved_on(*_asked(territory, slug, suggestion_id), form), 409
    except Conflict:
        flash(_("Quelqu'un a répondu à cette proposition entre-temps."), "warning")
        return redirect(f"/{territory}/{slug}/retours#propositions", 303)


def _let_down(territory: str, slug: str) -> ResponseReturnValue:
    """Nothing such is proposed, or not any more: back to the page, where that is to be read.

    Raises:
        NotFound: neither is the page, or something was sent.
    """
    page = pages.page_at(read_session(), current_actor(), territory, slug)
    if request.method == "POST":
        raise NotFound
    return redirect(f"/{page.path}", 303)


def _asked(territory: str, slug: str, suggestion_id: int) -> tuple[Page, Suggestion]:
    """The scenario and what is proposed to it, read anew: a writing transaction lets go of what was read before."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    found = queries.suggestion_to(session, actor, page, suggestion_id)
    if not actor.is_authenticated or not (_may_edit(page) or can(actor, Permission.PAGE_OFFER, page)):
        raise Forbidden
    return page, found


def _form(page: Page, found: Suggestion) -> AnswerForm:
    passage = passage_of(page.current.text, found.place)
    return AnswerForm(passage=passage.text, base=str(page.current.number), form_key=new_form_key())


def _posted(page: Page, found: Suggestion, form: AnswerForm) -> ResponseReturnValue:
    if not form.validate():
        return _shown(page, found, form), 422
    action, actor, words = request.form.get("action", ""), current_actor(), form.answer.data or ""
    with transaction() as session:
        if action == "decline":
            service.decline(session, actor, page.id, found.id, words)
        elif action == "reopen":
            service.reopen(session, actor, page.id, found.id)
        elif action == "done":
            service.mark_taken(session, actor, page.id, found.id, page.current.number, words)
        elif _may_edit(page):
            service.take_up(session, actor, _taking(page, found, form))
        else:
            service.offer(session, actor, _taking(page, found, form))
    flash(str(_TOLD.get(action) or (_TAKEN if _may_edit(page) else _OFFERED)), "success")
    return redirect(f"/{page.path}/retours#propositions", 303)


def _taking(page: Page, found: Suggestion, form: AnswerForm) -> service.Taking:
    try:
        base = version(read_session(), page, form.base_number)
    except NotFound:
        message = _("La version dont vous êtes parti n'existe pas. Rechargez la page.")
        raise Invalid({"": message}) from None
    text = passage_of(base.text, found.place).rewritten(form.passage.data or "")
    return service.Taking(
        page.id, found.id, base.number, text, form.answer.data or "", form.form_key.data or ""
    )


def _moved_on(page: Page, found: Suggestion, form: AnswerForm) -> str:
    """Somebody changed the same sentences: what was typed stays, and the passage as it is now stands beside it."""
    form.base.data = str(page.current.number)
    message = _(
        "Quelqu'un a changé ce passage entre-temps : il est montré à côté. Reportez-y votre changement."
    )
    form.take_errors({"passage": message})
    return _shown(page, found, form, now=passage_of(page.current.text, found.place).text)


def _shown(page: Page, found: Suggestion, form: AnswerForm, now: str = "") -> str:
    form.passage.data = readable(form.passage.data or "")
    return render_template(
        "suggestions/answer.html",
        page=page,
        found=found,
        state=queries.state_of(read_session(), found),
        form=form,
        passage=passage_of(page.current.text, found.place),
        now=now,
        may_edit=_may_edit(page),
    )


def _may_edit(page: Page) -> bool:
    return can(current_actor(), Permission.PAGE_EDIT, page)
