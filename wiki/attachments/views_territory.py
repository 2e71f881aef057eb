"""The files of a territory: all that one may see, and those that no page shows."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.attachments import queries, service
from wiki.attachments.blueprint import BOTH, blueprint
from wiki.attachments.media.kinds import Family
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, NotFound
from wiki.permissions import Permission, can, require
from wiki.territories import queries as territories
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

SLICE = 48
MOST_AT_ONCE = 200
TYPES = {
    "image": Family.IMAGE, "document": Family.DOCUMENT, "son": Family.SOUND, "video": Family.FILM,
    "archive": Family.ARCHIVE,
}  # fmt: skip
"""What `?type=` says → the family of files."""


@blueprint.get("/territoires/<territory>/fichiers")
def of_territory(territory: str) -> str:
    """The files of a territory's pages, newest first, of one type or of all."""
    session, actor = read_session(), current_actor()
    place = territories.by_slug(session, territory)
    chosen = request.args.get("type", "")
    families = [TYPES[chosen]] if chosen in TYPES else []
    found = queries.of_territory(
        session, actor, place.id, families=families, before=start_key(), limit=SLICE + 1
    )
    return render_template(
        "attachments/territory.html",
        territory=place,
        files=slice_of(found, SLICE, lambda file: file.id),
        chosen=chosen if families else "",
        types=TYPES,
        may_edit=can(actor, Permission.PAGE_CREATE, place),
        looks_after=can(actor, Permission.TERRITORY_EDIT, place),
    )


@blueprint.route("/territoires/<territory>/fichiers/inutiles", methods=BOTH)
def unused(territory: str) -> ResponseReturnValue:
    """Files that no text names, for who looks after the territory: some or all are taken away together."""
    session, actor = read_session(), current_actor()
    place = territories.by_slug(session, territory)
    require(actor, Permission.TERRITORY_EDIT, place)
    if request.method == "POST":
        return _remove(place)
    return _unused_page(place)


def _remove(place: Territory) -> ResponseReturnValue:
    chosen = [int(text) for text in request.form.getlist("file") if text.isascii() and text.isdigit()]
    if not chosen:
        return _unused_page(place, _("Cochez au moins un fichier.")), 422
    try:
        with transaction() as session:
            done = service.remove_unused(session, current_actor(), place.id, chosen[:MOST_AT_ONCE])
    except (NotFound, Forbidden):
        return _unused_page(
            place, _("L'un de ces fichiers n'est pas à vous de retirer : rien n'a changé.")
        ), 422
    told = ngettext("Un fichier est retiré.", "%(num)s fichiers sont retirés.", done)
    flash(_("%(done)s Chacun peut être rétabli depuis sa page.", done=told), "success")
    return redirect(f"/territoires/{place.slug}/fichiers/inutiles", 303)


def _unused_page(place: Territory, fault: str = "") -> str:
    found = queries.of_territory(
        read_session(), current_actor(), place.id, only_unused=True, before=start_key(), limit=SLICE + 1
    )
    files = slice_of(found, SLICE, lambda file: file.id)
    return render_template("attachments/unused.html", territory=place, files=files, fault=fault)
