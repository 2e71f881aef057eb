"""*Notifications*: what one was told, by day; opened, read, to be read again."""

from datetime import date
from itertools import groupby

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import to_user_timezone

from wiki.db import read_session, transaction
from wiki.notifications import queries, service, wording
from wiki.notifications.queries import FILTERS, Line
from wiki.web.actor import current_actor
from wiki.web.clock import day_in_words
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("notifications", __name__)
SLICE = 30


@blueprint.get("/notifications")
def listing() -> str:
    """One's own, newest first."""
    session, actor = read_session(), current_actor()
    only = request.args.get("voir", "")
    only = only if only in FILTERS else FILTERS[0]
    found = queries.lines(session, actor, only=only, before=start_key(), limit=SLICE + 1)
    shown = slice_of(found, SLICE, lambda line: line.id)
    hidden = queries.hidden(session, actor)
    body = render_template(
        "notifications/listing.html",
        lines=shown,
        days=[(day_in_words(day, "full"), list(lines)) for day, lines in groupby(shown.rows, _day)],
        only=only,
        latest=max((line.id for line in shown.rows), default=0),
        wording=wording,
    )
    if hidden:
        # The bell counts without asking who may read what: what nobody can open must not wait there for ever.
        with transaction() as writing:
            service.drop(writing, actor, hidden)
    return body


@blueprint.get("/notifications/<int(max=999999999):notice_id>")
def open_one(notice_id: int) -> ResponseReturnValue:
    """Go where it leads; like reading a page, this is noted."""
    found = queries.line(read_session(), current_actor(), notice_id)
    target = wording.address(found)
    if found.notice.read_at is None and "Sec-Purpose" not in request.headers and request.method == "GET":
        with transaction() as session:
            service.mark_read(session, current_actor(), notice_id)
    return redirect(target, 303)


@blueprint.post("/notifications/<int(max=999999999):notice_id>/etat")
def mark(notice_id: int) -> ResponseReturnValue:
    """Read, or to be read again."""
    act = service.mark_unread if request.form.get("action") == "non-lue" else service.mark_read
    with transaction() as session:
        act(session, current_actor(), notice_id)
    return redirect(f"{url_for('notifications.listing')}#notice-{notice_id}", 303)


@blueprint.post("/notifications/lues")
def mark_all() -> ResponseReturnValue:
    """All that the page showed, and all before."""
    text = request.form.get("jusqu-a", "")
    until = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    with transaction() as session:
        service.mark_all_read(session, current_actor(), until)
    flash(_("Tout est marqué comme lu."), "success")
    return redirect(url_for("notifications.listing"), 303)


@blueprint.after_request
def keep_out_of_caches(response: Response) -> Response:
    """Going back after signing out must show nothing."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _day(line: Line) -> date:
    return to_user_timezone(line.notice.at).date()  # type: ignore[no-any-return]  # Flask-Babel ships no types
