"""The page of one's own sessions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts import browser
from wiki.accounts.posted import account_pages, myself
from wiki.accounts.sessions import queries, service
from wiki.db import read_session, transaction
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

blueprint = account_pages("sessions")
_SHOWN = 30


@blueprint.get("/compte/sessions")
def listing() -> str:
    """Where one is signed in, this browser first of all."""
    user = myself()
    rows = queries.sessions_of(read_session(), current_actor(), start_key(), _SHOWN)
    found = slice_of(rows, _SHOWN, lambda row: row.id)
    return render_template("sessions/listing.html", sessions=found, this=_this_session(), user=user)


@blueprint.post("/compte/sessions/<int(max=2147483647):session_id>")
def end(session_id: int) -> ResponseReturnValue:
    """End one session, perhaps this one."""
    this = _this_session()
    with transaction() as db:
        service.end_one(db, current_actor(), session_id)
    if session_id == this:
        browser.sign_out_here()
        flash(_("Votre session est fermée."), "success")
        return redirect("/", 303)
    flash(_("L'appareil est déconnecté."), "success")
    return redirect(url_for("sessions.listing"), 303)


@blueprint.post("/compte/sessions")
def change() -> ResponseReturnValue:
    """End all others, or choose whether mails tell of new ones."""
    actor, this = current_actor(), _this_session()
    with transaction() as db:
        if request.form.get("action") == "others":
            service.end_others(db, actor, this)
            flash(_("Tous vos autres appareils sont déconnectés."), "success")
        else:
            service.be_told(db, actor, told="told" in request.form)
            flash(_("C'est enregistré."), "success")
    return redirect(url_for("sessions.listing"), 303)


def _this_session() -> int:
    person = browser.person_here()
    return person.session_id if person is not None else 0
