"""*Modifications à vérifier*: look at edits, undo one, undo all that somebody did."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.accounts.models import User
from wiki.accounts.queries import by_handle
from wiki.db import now, read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.pages.comparison.sentences import Sentence, shortened
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page, Revision
from wiki.pages.queries import page_at
from wiki.patrol import queries, service
from wiki.patrol.forms import RollbackForm, ids
from wiki.patrol.models import EditToReview
from wiki.permissions import Permission, can, require
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("patrol", __name__)
SLICE = 30
_SENTENCES = 4
_BOTH = ("GET", "POST")


@dataclass(frozen=True)
class Shown:
    """An edit of the list, with what it changed."""

    edit: EditToReview
    sentences: list[Sentence]


@blueprint.get("/verification")
def listing() -> str:
    """Edits that wait for a look, newest first."""
    session, actor = read_session(), current_actor()
    territory, handle = request.args.get("territoire", ""), request.args.get("personne", "")
    author = _author(handle) if handle else None
    edits = queries.waiting(
        session, actor, territory=territory, author_id=author.id if author else None,
        first_only="premieres" in request.args, before=start_key(), limit=SLICE + 1,
    )  # fmt: skip
    return render_template(
        "patrol/listing.html",
        shown=slice_of(_with_changes(edits), SLICE, lambda shown: shown.edit.revision_id),
        territories=queries.reviewed_territories(session, actor),
        territory=territory,
        author=author,
        first_only="premieres" in request.args,
    )


@blueprint.post("/verification")
def decide() -> ResponseReturnValue:
    """Mark the ticked edits as seen."""
    with transaction() as session:
        count = service.mark_seen(session, current_actor(), ids(request.form.getlist(_ticked())))
    if count:
        told = ngettext(
            "%(num)s modification marquée comme vue.", "%(num)s modifications marquées comme vues.", count
        )
        flash(told, "success")
    else:
        flash(_("Cochez les modifications que vous avez regardées."), "info")
    return redirect(request.full_path.rstrip("?"), 303)


@blueprint.route("/<territory>/<slug>/annuler/<int(max=999999999):number>", methods=_BOTH)
def undo(territory: str, slug: str, number: int) -> ResponseReturnValue:
    """Ask, then take one version back."""
    session, actor = read_session(), current_actor()
    page = page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    if request.method == "GET" and number > 1:
        return _asked_to_undo(page, number)
    try:
        with transaction() as writing:
            saved = service.undo(writing, actor, page.id, number)
    except service.Clash:
        return render_template("patrol/clash.html", page=page, number=number), 409
    except Invalid as refused:
        flash(str(refused.errors[""]), "warning")
        return redirect(f"/{page.path}/historique", 303)
    flash(_told(saved.outcome, number), "success")
    return redirect(f"/{page.path}", 303)


@blueprint.route("/personnes/<handle>/annulation", methods=_BOTH)
def roll_back(handle: str) -> ResponseReturnValue:
    """Show what somebody changed, then undo all of it."""
    session, actor = read_session(), current_actor()
    require(actor, Permission.EDITS_REVIEW)
    author = by_handle(session, handle)
    # The period is chosen with GET, by a form of its own, and sent along with the reason.
    form = RollbackForm(request.form if request.method == "POST" else request.args, since="")
    is_known = "since" not in request.values or form.validate()
    if request.method == "POST" and is_known:
        try:
            with transaction() as writing:
                started = service.start_rollback(
                    writing, actor, author.id, since=_moment(form.age), reason=form.reason.data or ""
                )
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            return redirect(url_for("patrol.progress", rollback_id=started.id), 303)
    touched = queries.pages_changed_by(session, actor, author.id, _moment(form.age) if is_known else None,
                                       service.AT_ONCE)  # fmt: skip
    page = render_template("patrol/roll_back.html", author=author, form=form, touched=touched,
                           most=service.AT_ONCE)  # fmt: skip
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/verification/annulations/<int(max=999999999):rollback_id>")
def progress(rollback_id: int) -> str:
    """What became of each page so far."""
    session, actor = read_session(), current_actor()
    found = queries.rollback(session, actor, rollback_id)
    rows = queries.pages_of(session, actor, rollback_id)
    return render_template("patrol/progress.html", rollback=found, rows=rows)


def undo_link(page: Page, version: Revision, **context: Any) -> str:
    """The door to taking a version back, where it is shown."""
    if version.number == 1 or not can(current_actor(), Permission.PAGE_EDIT, page):
        return ""
    return render_template("patrol/undo_link.html", page=page, version=version)


def profile_act(user_id: int, **context: Any) -> str:
    """The door to undoing all that somebody did, on their page."""
    actor = current_actor()
    if user_id == actor.user_id or not can(actor, Permission.EDITS_REVIEW):
        return ""
    author = read_session().get_one(User, user_id)
    return render_template("patrol/profile.html", author=author)


def territory_step(territory: Territory, **context: Any) -> str:
    """What waits in a territory, among the next steps of its referent."""
    count = queries.count_in(read_session(), current_actor(), territory.id)
    return render_template("patrol/step.html", territory=territory, count=count) if count else ""


def _ticked() -> str:
    """The field that names the edits: those ticked, or all that were shown."""
    return "shown" if request.form.get("action") == "all" else "edit"


def _asked_to_undo(page: Page, number: int) -> str:
    texts = queries.texts_of(read_session(), page.id, [number - 1, number])
    if len(texts) != 2:
        raise NotFound
    told = tools_of(page.kind).sentences(texts[number - 1], texts[number])
    return render_template(
        "patrol/undo.html", page=page, number=number, sentences=shortened(told, _SENTENCES * 3)
    )


def _author(handle: str) -> User | None:
    try:
        return by_handle(read_session(), handle)
    except NotFound:
        return None


def _moment(age: timedelta | None) -> datetime | None:
    return now() - age if age is not None else None


def _with_changes(edits: Any) -> list[Shown]:
    before = queries.texts_before(read_session(), edits)
    return [Shown(edit, _sentences(edit, before.get(edit.revision_id))) for edit in edits]


def _sentences(edit: EditToReview, before: str | None) -> list[Sentence]:
    if before is None:
        return []
    tools = tools_of(edit.revision.page.kind)
    return shortened(tools.sentences(before, edit.revision.text), _SENTENCES)


def _told(outcome: str, number: int) -> str:
    if outcome == "unchanged":
        return str(_("Il ne restait rien de la version %(number)s dans la page.", number=number))
    return str(_("Ce que la version %(number)s avait changé est annulé. Le reste est intact.", number=number))
