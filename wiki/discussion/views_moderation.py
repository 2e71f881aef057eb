"""Looking after the talk: what is reported, hiding and showing messages, what they said before."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.discussion import moderation, queries
from wiki.discussion.blueprint import ID, blueprint
from wiki.discussion.forms import HideForm
from wiki.discussion.models import HIDDEN, KEPT
from wiki.discussion.views import BOTH
from wiki.errors import Forbidden, Invalid
from wiki.permissions import Actor, Permission, require
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

REPORTS_SLICE = 20


@blueprint.get("/discussions/signalements")
def reports() -> str:
    """What is reported to the person at hand: what waits, or what was decided."""
    return _reports_page(None)


@blueprint.post(f"/discussions/signalements/<{ID}:report_id>")
def decide(report_id: int) -> ResponseReturnValue:
    """Keep a reported message, or hide it with a reason."""
    actor, form = current_actor(), HideForm.of_request()
    _require_moderator(actor)
    decision = KEPT if request.form.get("action") == "keep" else HIDDEN
    try:
        with transaction() as writing:
            moderation.decide(writing, actor, report_id, decision, form.reason.data or "")
    except Invalid as error:
        form.take_errors(error.errors)
        return _reports_page(report_id, form), 422
    flash(_("Le message est gardé.") if decision == KEPT else _("Le message est masqué."), "success")
    return redirect("/discussions/signalements", 303)


@blueprint.route(f"/discussions/message/<{ID}:message_id>/masquer", methods=BOTH)
def hide(message_id: int) -> ResponseReturnValue:
    """Hide a message, saying why."""
    actor = current_actor()
    found = queries.message(read_session(), actor, message_id)
    require(actor, Permission.MESSAGE_MODERATE, found.thread.page)
    form = HideForm.of_request()
    if request.method == "POST" and form.validate():
        with transaction() as writing:
            moderation.hide(writing, actor, message_id, form.reason.data or "")
        flash(_("Le message est masqué ; son auteur lit pourquoi."), "success")
        return redirect(f"/discussions/message/{message_id}", 303)
    return render_template("discussion/hide.html", message=found, page=found.thread.page, form=form), (
        422 if form.errors else 200
    )


@blueprint.post(f"/discussions/message/<{ID}:message_id>/montrer")
def unhide(message_id: int) -> ResponseReturnValue:
    """Show a hidden message again."""
    with transaction() as writing:
        moderation.show(writing, current_actor(), message_id)
    flash(_("Le message est de nouveau montré."), "success")
    return redirect(f"/discussions/message/{message_id}", 303)


@blueprint.get(f"/discussions/message/<{ID}:message_id>/versions")
def versions(message_id: int) -> str:
    """What a message said before it was edited."""
    session, actor = read_session(), current_actor()
    found = queries.message(session, actor, message_id)
    former = queries.former_texts(session, actor, found)
    return render_template("discussion/versions.html", message=found, page=found.thread.page, former=former)


def _require_moderator(actor: Actor) -> None:
    """Refuse who looks after no talk at all.

    Raises:
        Forbidden: as said.
    """
    if not actor.is_curator and not any(map(actor.is_referent, actor.territories)):
        raise Forbidden


def _reports_page(refused: int | None, form: HideForm | None = None) -> str:
    """The list, with what was typed under the report that could not be decided."""
    session, actor = read_session(), current_actor()
    _require_moderator(actor)
    is_decided = request.args.get("etat") == "decides"
    found = queries.reports(
        session, actor, is_decided=is_decided, before=start_key(), limit=REPORTS_SLICE + 1
    )
    return render_template(
        "discussion/reports.html",
        reports=slice_of(found, REPORTS_SLICE, lambda report: report.id),
        is_decided=is_decided,
        refused=refused,
        form=form,
    )
