"""The talk of a page: its threads, opening one, reading and answering one, resolving it."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.discussion import moderation, queries, service
from wiki.discussion.blueprint import ID, blueprint
from wiki.discussion.forms import AnswerForm, NewThreadForm
from wiki.discussion.models import Message, Thread
from wiki.discussion.placing import Standing, standings, text_of
from wiki.discussion.queries import ALL, CLOSED, OPEN
from wiki.discussion.showing import REACTION_LOOKS, Shown, shown
from wiki.discussion.texts import quoted
from wiki.errors import Invalid
from wiki.pages import queries as pages
from wiki.pages.checks import readable
from wiki.pages.forms import number_of
from wiki.pages.models import Page
from wiki.pages.unsaved import gives_text_back, sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.pagination import Slice, slice_of, start_key

BOTH = ("GET", "POST")
THREADS_SLICE = 20
MESSAGES_SLICE = 50
STATES = {"ouverts": OPEN, "resolus": CLOSED, "tous": ALL}


@dataclass(frozen=True)
class Talk:
    """A thread as its page shows it: the message that opened it, then the last ones, oldest first."""

    thread: Thread
    standing: Standing | None
    opening: Shown
    answers: Slice[Shown]


@blueprint.get("/<territory>/<slug>/discussion")
def listing(territory: str, slug: str) -> str:
    """The threads of a page, the liveliest first."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    asked = request.args.get("etat", "ouverts")
    state = STATES.get(asked, OPEN)
    found = queries.threads(session, page, state, start_key(), THREADS_SLICE + 1)
    passages = [row.thread.passage for row in found if row.thread.passage is not None]
    return render_template(
        "discussion/listing.html",
        page=page,
        state=state,
        counts=queries.counts(session, page),
        threads=slice_of(found, THREADS_SLICE, lambda row: row.thread.id),
        standings=standings(session, page, passages),
        states=STATES,
    )


@blueprint.route("/<territory>/<slug>/discussion/ecrire", methods=BOTH)
@keeps_typed_text
@gives_text_back
def write(territory: str, slug: str) -> ResponseReturnValue:
    """Open a thread about a page, a section or a passage of it."""
    if request.method == "POST" and _is_lost():
        return sign_in_and_go_on() or write(territory, slug)
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    require(actor, Permission.THREAD_WRITE, page)
    form = NewThreadForm.of_request(**_passage_of_address())
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                made = service.open_thread(writing, actor, form.thread(page.id))
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Votre fil est ouvert."), "success")
            return redirect(url_for("discussion.go", thread_id=made.id), 303)
    form.offer_sections([words for _offset, words in text_of(read_session(), page).headings], page.language)
    return render_template("discussion/write.html", page=page, form=form), 422 if form.errors else 200


@blueprint.route(f"/<territory>/<slug>/discussion/<{ID}:thread_id>", methods=BOTH)
@keeps_typed_text
@gives_text_back
def show(territory: str, slug: str, thread_id: int) -> ResponseReturnValue:
    """A thread; one answers under it."""
    if request.method == "POST" and _is_lost():
        return sign_in_and_go_on() or show(territory, slug, thread_id)
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    thread = queries.thread(session, actor, thread_id)
    if thread.page_id != page.id:
        return redirect(url_for("discussion.go", thread_id=thread_id))
    form = AnswerForm.of_request(text=_quotation(thread))
    if request.method == "POST" and form.validate():
        try:
            return _answered(thread, form)
        except Invalid as error:
            form.take_errors(error.errors)
    return _thread_page(page, thread_id, form), 422 if form.errors else 200


@blueprint.get(f"/discussions/<{ID}:thread_id>")
def go(thread_id: int) -> ResponseReturnValue:
    """The address of a thread that never changes, wherever its page is moved."""
    return redirect(queries.thread(read_session(), current_actor(), thread_id).path)


@blueprint.get(f"/discussions/message/<{ID}:message_id>")
def go_to_message(message_id: int) -> ResponseReturnValue:
    """The address of a message that never changes: its thread, from where it stands."""
    session = read_session()
    found = queries.message(session, current_actor(), message_id)
    is_far = queries.newer_than(session, found) >= MESSAGES_SLICE
    start = f"?avant={found.id + MESSAGES_SLICE // 2}" if is_far else ""
    return redirect(f"{found.thread.path}{start}#message-{found.id}")


@blueprint.post(f"/discussions/<{ID}:thread_id>/etat")
def change_state(thread_id: int) -> ResponseReturnValue:
    """Resolve, reopen, lock or unlock a thread."""
    acts = {
        "resolve": (service.resolve, _("Le fil est résolu.")),
        "reopen": (service.reopen, _("Le fil est rouvert.")),
        "lock": (moderation.lock, _("Le fil est verrouillé : on peut le lire, plus y écrire.")),
        "unlock": (moderation.unlock, _("Le fil est déverrouillé.")),
    }
    wanted = acts.get(request.form.get("action", ""))
    if wanted is None:
        thread = queries.thread(read_session(), current_actor(), thread_id)
        require(current_actor(), Permission.THREAD_RESOLVE, thread)
        raise Invalid({"": _("Choisissez ce qu'il faut faire de ce fil.")})
    act, told = wanted
    with transaction() as writing:
        thread = act(writing, current_actor(), thread_id)
        path = thread.path
    flash(told, "success")
    return redirect(path, 303)


def _is_lost() -> bool:
    """Whether the session ended, or the token is not ours: what was typed is given back."""
    return token_refused() or not current_actor().is_authenticated


def _passage_of_address() -> dict[str, str]:
    """What was selected on the page, as its script puts it into the address; or the section of a link."""
    names = {"passage": "passage", "devant": "before", "derriere": "after", "section": "section"}
    return {field: readable(request.args.get(name, "")[:1000]) for name, field in names.items()}


def _quotation(thread: Thread) -> str:
    """What the answer begins with: a message of the thread that the reader asked to quote."""
    number = number_of(request.args.get("citer"))
    if not number or request.method == "POST":
        return ""
    quoted_one = queries.message(read_session(), current_actor(), number)
    if quoted_one.thread_id != thread.id or not quoted_one.is_shown:
        return ""
    author = quoted_one.author
    return quoted(quoted_one.text, _("Compte supprimé") if author.deleted_at else f"@{author.handle}")


def _answered(thread: Thread, form: AnswerForm) -> ResponseReturnValue:
    actor, then_resolve = current_actor(), request.form.get("then") == "resolve"
    with transaction() as writing:
        said = service.answer(writing, actor, thread.id, form.words, form.form_key.data or "")
        if then_resolve:
            service.resolve(writing, actor, thread.id)
    flash(
        _("Votre réponse est publiée, et le fil résolu.")
        if then_resolve
        else _("Votre réponse est publiée."),
        "success",
    )
    return redirect(f"{thread.path}#message-{said.id}", 303)


def _thread_page(page: Page, thread_id: int, form: AnswerForm) -> str:
    session, actor = read_session(), current_actor()
    thread = queries.thread(session, actor, thread_id)
    return render_template(
        "discussion/thread.html",
        page=page,
        talk=_talk(thread),
        form=form,
        looks=REACTION_LOOKS,
        may_write=actor.is_authenticated,
    )


def _talk(thread: Thread) -> Talk:
    session, actor = read_session(), current_actor()
    passages = [thread.passage] if thread.passage is not None else []
    last = slice_of(
        queries.messages(session, thread.id, start_key(), MESSAGES_SLICE + 1),
        MESSAGES_SLICE,
        lambda message: message.id,
    )
    first, *others = shown(session, actor, thread, [queries.opening(session, thread.id), *_in_order(last)])
    return Talk(
        thread=thread,
        standing=standings(session, thread.page, passages).get(thread.id),
        opening=first,
        answers=Slice(others, last.older_url, last.newer_url),
    )


def _in_order(last: Slice[Message]) -> list[Message]:
    return list(reversed(last.rows))
