"""What people do with one message: edit, take back, put back, react, report."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.discussion import moderation, queries, service
from wiki.discussion.blueprint import ID, blueprint
from wiki.discussion.forms import EditForm, ReportForm
from wiki.discussion.models import Message
from wiki.discussion.views import BOTH
from wiki.errors import Forbidden, Invalid
from wiki.pages.unsaved import gives_text_back, sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused


@blueprint.route(f"/discussions/message/<{ID}:message_id>/modifier", methods=BOTH)
@keeps_typed_text
@gives_text_back
def edit(message_id: int) -> ResponseReturnValue:
    """Change what one said."""
    actor = current_actor()
    if request.method == "POST" and (token_refused() or not actor.is_authenticated):
        return sign_in_and_go_on() or edit(message_id)
    found = queries.message(read_session(), actor, message_id)
    if found.author_id != actor.user_id or not found.is_shown:
        raise Forbidden
    form = EditForm.of_request(text=found.text)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.rewrite(writing, actor, message_id, form.words)
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Votre message est modifié."), "success")
            return _back(found)
    return render_template("discussion/edit.html", message=found, page=found.thread.page, form=form), (
        422 if form.errors else 200
    )


@blueprint.post(f"/discussions/message/<{ID}:message_id>/retirer")
def remove(message_id: int) -> ResponseReturnValue:
    """Take back what one said; it can be put back."""
    return _done(
        message_id, service.remove, _("Votre message est retiré. « Remettre » le montre de nouveau.")
    )


@blueprint.post(f"/discussions/message/<{ID}:message_id>/remettre")
def put_back(message_id: int) -> ResponseReturnValue:
    """Show again what one took back."""
    return _done(message_id, service.put_back, _("Votre message est remis."))


@blueprint.post(f"/discussions/message/<{ID}:message_id>/reaction")
def react(message_id: int) -> ResponseReturnValue:
    """Say one of the fixed words, or take it back."""
    with transaction() as writing:
        found = service.react(writing, current_actor(), message_id, request.form.get("reaction", ""))
    return _back(found)


@blueprint.route(f"/discussions/message/<{ID}:message_id>/signaler", methods=BOTH)
def report(message_id: int) -> ResponseReturnValue:
    """Ask those who look after the talk to read a message."""
    actor = current_actor()
    found = queries.message(read_session(), actor, message_id)
    require(actor, Permission.THREAD_WRITE, found.thread.page)
    form = ReportForm.of_request()
    if request.method == "POST" and form.validate():
        with transaction() as writing:
            moderation.report(writing, actor, message_id, form.reason.data or "")
        flash(_("Merci. Les personnes qui modèrent liront ce message."), "success")
        return _back(found)
    return render_template("discussion/report.html", message=found, page=found.thread.page, form=form), (
        422 if form.errors else 200
    )


def _done(message_id: int, act: Callable[..., Message], told: str) -> ResponseReturnValue:
    with transaction() as writing:
        answer = _back(act(writing, current_actor(), message_id))
    flash(told, "success")
    return answer


def _back(found: Message) -> ResponseReturnValue:
    """To the message, where it stands in its thread."""
    return redirect(f"/discussions/message/{found.id}", 303)
