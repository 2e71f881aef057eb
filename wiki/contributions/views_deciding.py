"""Answering what is offered: the lists of what waits, and the page where one decides."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.contributions import deciding, queries
from wiki.contributions.editing import LOOKS, editor, look
from wiki.contributions.forms import MessageForm, TakeUpForm
from wiki.contributions.models import Contribution
from wiki.contributions.passages import MOST_PASSAGES
from wiki.contributions.reviewing import conversation, merge_of, review, with_offer
from wiki.contributions.views import BOTH, blueprint
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid, NotFound
from wiki.pages import queries as pages
from wiki.pages.checks import readable, tidy_text
from wiki.pages.conflicts import questions
from wiki.pages.forms import number_of
from wiki.pages.kinds import tools_of
from wiki.pages.merge import Merge
from wiki.pages.models import Page
from wiki.pages.service import EditConflict
from wiki.pages.settling import Unsettled, settled
from wiki.pages.unsaved import gives_text_back, sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.territories.queries import by_slug
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.pagination import slice_of, start_key

SLICE = 20
BOX = "passage"
_CARRIED = ("text", "summary", "base", "message", "mark", "form_key", "action")
_NUMBER = "<int(max=999999999):contribution_id>"


@blueprint.get("/<territory>/<slug>/propositions")
def listing(territory: str, slug: str) -> str:
    """What waits for an answer on a page, and what was answered lately."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    require(actor, Permission.CONTRIBUTION_DECIDE, page)
    waiting = queries.open_of(session, page, start_key(), SLICE + 1)
    return render_template(
        "contributions/listing.html",
        page=page,
        waiting=slice_of(waiting, SLICE, lambda found: found.id),
        closed=queries.closed_of(session, page),
    )


@blueprint.get("/territoires/<territory>/propositions")
def of_territory(territory: str) -> str:
    """What waits for an answer on the pages of a territory."""
    session, actor = read_session(), current_actor()
    place = by_slug(session, territory)
    waiting = queries.to_review(session, actor, place, start_key(), SLICE + 1)
    shown = slice_of(waiting, SLICE, lambda found: found.id)
    return render_template("contributions/review.html", place=place, waiting=shown)


@blueprint.get("/compte/a-examiner")
def to_review() -> str:
    """What waits for one's answer anywhere."""
    waiting = queries.to_review(read_session(), current_actor(), None, start_key(), SLICE + 1)
    shown = slice_of(waiting, SLICE, lambda found: found.id)
    return render_template("contributions/review.html", place=None, waiting=shown)


@blueprint.route(f"/<territory>/<slug>/proposition/{_NUMBER}", methods=BOTH)
@keeps_typed_text
@gives_text_back
def decide(territory: str, slug: str, contribution_id: int) -> ResponseReturnValue:
    """Look at an offer; accept it whole or in part, edit it first, ask, decline it, or remove spam."""
    if request.method == "POST" and (token_refused() or not current_actor().is_authenticated):
        return sign_in_and_go_on() or decide(territory, slug, contribution_id)
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    require(actor, Permission.CONTRIBUTION_DECIDE, page)
    try:
        found = queries.of_page(session, page, contribution_id)
    except NotFound:
        # Who decides may have a link to what a colleague has just removed.
        flash(_("Cette proposition n'est plus là : elle a été supprimée."), "warning")
        return redirect(f"/{page.path}/propositions", 303)
    if request.method == "GET":
        return _opened_editor(page, found) if _wants_editor(found) else _page(page, found, MessageForm())
    try:
        return _acted(page, found)
    except (EditConflict, Unsettled) as clash:
        return _ask(page, found, clash.merge), 409
    except Conflict:
        flash(
            _("Cette proposition a changé entre-temps, ou quelqu'un y a déjà répondu : rien n'a été fait."),
            "warning",
        )
        return redirect(_address(page, found), 303)


def _address(page: Page, found: Contribution) -> str:
    return f"/{page.path}/proposition/{found.id}"


def _wants_editor(found: Contribution) -> bool:
    return request.args.get("vue") == "editeur" and found.is_open


def _acted(page: Page, found: Contribution) -> ResponseReturnValue:
    if "text" in request.form:
        return _edited(page, found, TakeUpForm(request.form))
    form = MessageForm(request.form)
    if not form.validate():
        return _page(page, found, form), 422
    act = _ACTS.get(request.form.get("action", ""), _accept)
    try:
        return act(page, found, form.message.data or "", form)
    except Invalid as error:
        form.take_errors(error.errors)
        return _page(page, found, form), 422


def _page(page: Page, found: Contribution, form: MessageForm) -> str:
    session = read_session()
    form.mark.data = found.mark
    is_sent = request.method == "POST"
    return render_template(
        "contributions/decide.html",
        page=page,
        found=found,
        form=form,
        review=review(session, found),
        chosen=_chosen() if is_sent else None,
        messages=conversation(session, found),
    )


def _chosen() -> frozenset[int]:
    """The numbers of the passages that are ticked."""
    words = (
        word
        for value in request.form.getlist(BOX)[:MOST_PASSAGES]
        for word in value.split(",")[:MOST_PASSAGES]
    )
    return frozenset(int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 6)


def _accept(page: Page, found: Contribution, message: str, form: MessageForm) -> ResponseReturnValue:
    acceptance = deciding.Acceptance(
        page.id,
        found.id,
        form.mark.data or "",
        None if request.form.get("action") == "accept_all" else _chosen(),
        message,
        request.form,
        number_of(request.form.get("resolving")),
        form.form_key.data,
    )
    with transaction() as session:
        taken = deciding.accept(session, current_actor(), acceptance)
    return _taken(page, taken)


def _taken(page: Page, taken: Contribution) -> ResponseReturnValue:
    told = {
        "accepted": _("La proposition est reprise dans la page, et créditée."),
        "partly": _("Une partie de la proposition est reprise dans la page, et créditée."),
    }
    if taken.number is None:
        flash(_("La page disait déjà tout cela : la proposition est close."), "info")
    else:
        flash(told[taken.state], "success")
    return redirect(f"/{page.path}", 303)


def _decline(page: Page, found: Contribution, message: str, form: MessageForm) -> ResponseReturnValue:
    with transaction() as session:
        deciding.decline(session, current_actor(), page.id, found.id, message)
    flash(_("La proposition est déclinée ; votre réponse est montrée à qui l'a faite."), "success")
    return redirect(f"/{page.path}/propositions", 303)


def _say(page: Page, found: Contribution, message: str, form: MessageForm) -> ResponseReturnValue:
    with transaction() as session:
        deciding.ask(session, current_actor(), page.id, found.id, message)
    flash(_("Votre message est envoyé à la personne qui propose."), "success")
    return redirect(_address(page, found) + "#echanges", 303)


def _remove(page: Page, found: Contribution, message: str, form: MessageForm) -> ResponseReturnValue:
    with transaction() as session:
        deciding.remove(session, current_actor(), page.id, found.id)
    flash(_("La proposition indésirable est supprimée."), "success")
    return redirect(f"/{page.path}/propositions", 303)


_ACTS = {"accept": _accept, "accept_all": _accept, "decline": _decline, "message": _say, "remove": _remove}


def _ask(page: Page, found: Contribution, merged: Merge) -> str:
    """The passages that both sides changed, side by side, with everything else that was said."""
    hidden = {name: readable(request.form[name]) for name in _CARRIED if name in request.form}
    hidden |= {BOX: ",".join(map(str, sorted(_chosen()))), "resolving": str(page.current.number)}
    is_sent = number_of(request.form.get("resolving")) == page.current.number
    return render_template(
        "contributions/conflict.html",
        page=page,
        found=found,
        questions=questions(merged, request.form if is_sent else {}),
        hidden=hidden,
        action=_address(page, found),
        is_sent=is_sent,
    )


# --- the editor ------------------------------------------------------------------------------------------


def _opened_editor(page: Page, found: Contribution) -> str:
    text = with_offer(merge_of(queries.base_text(read_session(), found), found))
    form = TakeUpForm(text=text, summary=found.summary, base=str(page.current.number), mark=found.mark)
    return _editor(page, found, form)


def _editor(page: Page, found: Contribution, form: TakeUpForm, preview: str | None = None) -> str:
    return editor("take_up", page, form, found=found, preview=preview, write_action=_address(page, found))


def _edited(page: Page, found: Contribution, form: TakeUpForm) -> ResponseReturnValue:
    if request.form.get("action") in LOOKS:
        return _editor(page, found, form, look(page, form))
    if not form.validate():
        return _editor(page, found, form), 422
    try:
        with transaction() as session:
            taken = deciding.take_up(session, current_actor(), _taken_up(page, found, form))
    except Invalid as error:
        form.take_errors(error.errors)
        return _editor(page, found, form), 422
    return _taken(page, taken)


def _taken_up(page: Page, found: Contribution, form: TakeUpForm) -> deciding.TakenUp:
    """What the form says, each passage that the page changed meanwhile settled as chosen.

    Raises:
        Invalid: the text cannot be kept.
        Unsettled: a choice is missing.
    """
    text, base = tidy_text(form.text.data or ""), form.base_number
    if "resolving" in request.form:
        session, number = read_session(), number_of(request.form["resolving"])
        before, theirs = (pages.version(session, page, wanted).text for wanted in (base, number))
        text, base = settled(tools_of(page.kind).merge(before, text, theirs), request.form), number
    mark, summary = form.mark.data or "", form.summary.data or ""
    return deciding.TakenUp(page.id, found.id, mark, base, text, summary, form.form_key.data)
