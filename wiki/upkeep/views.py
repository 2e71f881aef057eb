"""What people look for in vain, what they ask most, and the state of the index with what can be done about it."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.finding.finder import finder_of
from wiki.finding.service import ask_to_rebuild
from wiki.permissions import Permission, require
from wiki.searchlog import queries as searches
from wiki.upkeep import queries, service
from wiki.upkeep.table import as_table
from wiki.web.actor import current_actor

blueprint = Blueprint("upkeep", __name__)
PERIODS = (7, 30, 90)


@blueprint.get("/admin/recherche")
def show() -> str:
    session, actor, days = read_session(), current_actor(), _days()
    return render_template(
        "upkeep/show.html",
        days=days,
        periods=PERIODS,
        vain=searches.asked(session, actor, days=days, order="empty"),
        frequent=searches.asked(session, actor, days=days),
        state=queries.index_state(session, actor, finder_of(current_app)),
        refused=queries.refused(session, actor),
    )


@blueprint.get("/admin/recherche/demandes.csv")
def table() -> Response:
    """The searches of the period as a table to download."""
    days = _days()
    rows = searches.asked(read_session(), current_actor(), days=days, limit=searches.MOST)
    response = Response(as_table(rows).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="recherches-{days}-jours.csv"'
    return response


@blueprint.route("/admin/recherche/reconstruire", methods=["GET", "POST"])
def rebuild() -> ResponseReturnValue:
    """Ask for the index to be built again, once told what that means."""
    require(current_actor(), Permission.SEARCH_MANAGE)
    if request.method == "GET":
        return render_template("upkeep/rebuild.html")
    with transaction() as session:
        ask_to_rebuild(session)
    flash(_("L'index va être reconstruit ; la recherche répond pendant ce temps."), "success")
    return redirect(url_for("upkeep.show"), 303)


@blueprint.post("/admin/recherche/reessayer")
def retry() -> ResponseReturnValue:
    """Try again at once what could not be indexed."""
    with transaction() as session:
        service.retry_failing(session, current_actor())
    flash(_("Ces pages vont être réessayées."), "success")
    return redirect(url_for("upkeep.show"), 303)


def _days() -> int:
    """The period asked for; a month unless it is one of those offered."""
    asked = request.args.get("jours", "")
    return next((days for days in PERIODS if str(days) == asked), 30)
