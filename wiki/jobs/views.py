"""The administrator's view of later work: what waits, what was given up, and what to do about it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session, transaction
from wiki.jobs import queries, service
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor

blueprint = Blueprint("jobs", __name__)


@blueprint.get("/admin/travaux")
def listing() -> str:
    session, actor = read_session(), current_actor()
    return render_template(
        "jobs/listing.html",
        dead=queries.given_up(session, actor),
        waiting=queries.waiting_by_kind(session, actor),
    )


@blueprint.post("/admin/travaux/<int(max=2147483647):job_id>")
def decide(job_id: int) -> ResponseReturnValue:
    """Try a job again, or forget it."""
    actor, action = current_actor(), request.form.get("action")
    with transaction() as session:
        if action == "retry":
            service.retry(session, actor, job_id)
            flash(_("Ce travail va être repris."), "success")
        elif action == "discard":
            service.discard(session, actor, job_id)
            flash(_("Ce travail est abandonné."), "success")
        else:
            require(actor, Permission.JOBS_MANAGE)
            abort(400)
    return redirect(url_for("jobs.listing"), 303)
