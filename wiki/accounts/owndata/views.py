"""Pages to take one's data away, and to leave."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts import browser
from wiki.accounts.owndata import queries, service
from wiki.accounts.posted import BOTH, account_pages, myself
from wiki.accounts.proof.guard import freshly_proved
from wiki.db import database, read_session, transaction
from wiki.errors import Invalid
from wiki.web.actor import current_actor

blueprint = account_pages("own_data")


@blueprint.get("/compte/donnees")
def overview() -> str:
    """What the archive holds, and how far it is."""
    archive = queries.latest_archive(read_session(), current_actor())
    return render_template("owndata/overview.html", archive=archive)


@blueprint.post("/compte/donnees")
@freshly_proved
def ask() -> ResponseReturnValue:
    """Have an archive made."""
    try:
        with transaction() as db:
            service.ask(db, current_actor())
    except Invalid as error:
        flash(str(error.errors[""]), "info")
    else:
        flash(_("Votre archive se prépare. Un message vous prévient dès qu'elle est prête."), "success")
    return redirect(url_for("own_data.overview"), 303)


@blueprint.get("/compte/donnees/<int(max=2147483647):archive_id>")
@freshly_proved
def take(archive_id: int) -> ResponseReturnValue:
    """Hand the archive out, a piece at a time."""
    archive = queries.open_archive(read_session(), current_actor(), archive_id)
    with transaction() as db:
        service.note_download(db, current_actor(), archive_id)
    session = database().reader()
    response = Response(service.read_pieces(session, archive), mimetype="application/zip")
    response.call_on_close(session.close)
    response.headers["Content-Disposition"] = 'attachment; filename="mes-donnees.zip"'
    response.content_length = archive.size
    return response


@blueprint.route("/compte/suppression", methods=BOTH)
@freshly_proved
def leave() -> ResponseReturnValue:
    """Say what goes and what stays; then leave at once, or in a week."""
    user = myself()
    if request.method == "GET":
        return render_template("owndata/leave.html", user=user)
    try:
        return _leave_now() if request.form.get("action") == "now" else _leave_later()
    except Invalid as error:
        return render_template("owndata/leave.html", user=user, refusal=error.errors[""]), 422


@blueprint.post("/compte/suppression/annulation")
def stay() -> ResponseReturnValue:
    """Keep the account after all."""
    with transaction() as db:
        service.stay(db, current_actor())
    flash(_("Votre compte reste. Merci !"), "success")
    return redirect("/compte", 303)


def _leave_now() -> ResponseReturnValue:
    with transaction() as db:
        service.leave_now(db, current_actor())
    browser.sign_out_here()
    flash(_("Votre compte est supprimé. Merci pour ce que vous avez apporté."), "success")
    return redirect("/", 303)


def _leave_later() -> ResponseReturnValue:
    person = browser.person_here()
    with transaction() as db:
        service.leave_later(db, current_actor(), person.session_id if person is not None else 0)
    flash(
        _("Votre compte sera supprimé dans sept jours. D'ici là, vous pouvez changer d'avis ici."), "success"
    )
    return redirect("/compte", 303)
