"""The queue, one file at a time, and the opinion that one gives beside the scenario."""

from datetime import datetime

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_babel import gettext as _

from scenarios.criteria.queries import grid_of
from scenarios.curation import queries as nominations
from scenarios.curation.interests import Interested
from scenarios.curation.models import Nomination
from scenarios.deliberation import opinions
from scenarios.deliberation.opinions import LeftToOthers
from scenarios.examination import queries
from scenarios.examination.forms import OpinionForm, form_for
from scenarios.examination.showing import age, file_page
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.permissions import Permission, can
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("examination", __name__)
ID = "int(max=999999999)"
FILE = f"/examen/<{ID}:nomination_id>"
BOTH = ("GET", "POST")
SLICE = 20
MOST_IN_SITEMAP = 1_000


@blueprint.get("/examen")
def queue() -> str:
    """What is being examined, oldest first; for everybody, what was decided."""
    session, actor = read_session(), current_actor()
    is_college = can(actor, Permission.CURATION_READ)
    asked = request.args.get("etat", "")
    answers = any(role == "referent" for role in actor.territories.values())
    of_others = [queries.DECISIONS, *([queries.MINE] if answers else [])]
    allowed = list(queries.FILTERS) if is_college else of_others
    only = asked if asked in allowed else "" if is_college else queries.DECISIONS
    rules = nominations.settings(session)
    rows = queries.queue(session, actor, only, rules, start_key(), SLICE + 1)
    return render_template(
        "examination/queue.html",
        shown=slice_of(rows, SLICE, lambda row: row.nomination.id),
        only=only,
        filters=allowed,
        rules=rules,
        is_college=is_college,
        age=age,
    )


@blueprint.get(FILE)
def show(nomination_id: int) -> str:
    """One file: the scenario as it was proposed with the grid beside it, then the record."""
    return file_page(nominations.nomination(read_session(), current_actor(), nomination_id))


@blueprint.post(f"{FILE}/avis")
@keeps_typed_text
def give(nomination_id: int) -> ResponseReturnValue:
    """Give one's opinion, or keep it for later."""
    if is_lost():
        return sign_in_and_go_on() or give(nomination_id)
    found = nominations.nomination(read_session(), current_actor(), nomination_id)
    grid = grid_of(read_session(), found.grid_id)
    form = form_for(grid, None)
    if request.form.get("action") == "keep":
        return _kept(found, form)
    try:
        with transaction() as writing:
            opinions.give(writing, current_actor(), found.id, form.written(grid))
    except Invalid as error:
        form.take_errors(error.errors)
        return file_page(found, form), 422
    except Conflict:
        return _too_late(found, form)
    except (Interested, LeftToOthers) as refused:
        return _refused(found, refused)
    flash(_("Votre avis est donné. Vous pouvez le changer tant qu'aucune décision n'est prise."), "success")
    return redirect(f"{found.url}#avis", 303)


@blueprint.post(f"{FILE}/avis/brouillon")
def keep(nomination_id: int) -> Response:
    """Keep what is being written, in passing; answers when it was kept."""
    found = nominations.nomination(read_session(), current_actor(), nomination_id)
    grid = grid_of(read_session(), found.grid_id)
    with transaction() as writing:
        kept = opinions.keep(writing, current_actor(), found.id, form_for(grid, None).written(grid))
    return jsonify(said=_("Brouillon gardé à %(hour)s", hour=_hour(kept.draft_at)))


@blueprint.post(f"{FILE}/avis/abandonner")
def drop_draft(nomination_id: int) -> ResponseReturnValue:
    """Give up what one was writing."""
    found = nominations.nomination(read_session(), current_actor(), nomination_id)
    with transaction() as writing:
        opinions.drop_draft(writing, current_actor(), found.id)
    flash(_("Votre brouillon est effacé."), "info")
    return redirect(f"{found.url}#grille", 303)


@blueprint.post(f"{FILE}/avis/confirmer")
def confirm(nomination_id: int) -> ResponseReturnValue:
    """Say that one's opinion on a former version still holds."""
    found = nominations.nomination(read_session(), current_actor(), nomination_id)
    with transaction() as writing:
        opinions.confirm(writing, current_actor(), found.id)
    flash(_("Votre avis vaut maintenant pour la version %(number)s.", number=found.number), "success")
    return redirect(f"{found.url}#avis", 303)


def addresses() -> list[str]:
    """What the map of the site lists: decisions are for everybody."""
    return ["/examen", *queries.public_paths(read_session(), MOST_IN_SITEMAP)]


def is_lost() -> bool:
    """Whether the session ended, or the token is not ours: what was typed is given back."""
    return token_refused() or not current_actor().is_authenticated


def _kept(found: Nomination, form: OpinionForm) -> ResponseReturnValue:
    grid = grid_of(read_session(), found.grid_id)
    try:
        with transaction() as writing:
            opinions.keep(writing, current_actor(), found.id, form.written(grid))
    except Conflict:
        return _too_late(found, form)
    except (Interested, LeftToOthers) as refused:
        return _refused(found, refused)
    flash(_("Votre brouillon est gardé : vous seul le voyez."), "success")
    return redirect(f"{found.url}#grille", 303)


def _too_late(found: Nomination, form: OpinionForm) -> ResponseReturnValue:
    """It is not being examined any more; what was typed is given back to who wrote it."""
    return render_template("examination/too_late.html", found=found, form=form), 409


def _refused(found: Nomination, refused: Interested | LeftToOthers) -> ResponseReturnValue:
    return file_page(found, refused=refused.sentence), 403


def _hour(moment: datetime | None) -> str:
    return str(format_time(moment, "short")) if moment is not None else ""
