"""The trash: delete a page, find it again, restore it, and for administrators purge it."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages.queries import html_of, page_at
from wiki.permissions import Permission, require
from wiki.territories.models import Territory
from wiki.territories.queries import by_slug
from wiki.trash import purge as purging
from wiki.trash import queries, service
from wiki.trash.forms import DeleteForm, PurgeForm
from wiki.trash.models import TrashedPage
from wiki.web.actor import current_actor
from wiki.web.forms import tidy
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("trash", __name__)
SLICE = 30
LINKS_SHOWN = 20
_BOTH = ("GET", "POST")
_ONE = "/pages/corbeille/<int(max=999999999):page_id>"


@blueprint.route("/<territory>/<slug>/supprimer", methods=_BOTH)
def delete(territory: str, slug: str) -> ResponseReturnValue:
    """Tell what deleting means, ask why, then put the page into the trash."""
    session, actor = read_session(), current_actor()
    page = page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_DELETE, page)
    form = DeleteForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.delete(writing, actor, page.id, str(form.reason.data))
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("« %(title)s » est dans la corbeille.", title=page.title), "success")
            return redirect(url_for("trash.show", page_id=page.id), 303)
    body = render_template("trash/delete.html", page=page, form=form, links_shown=LINKS_SHOWN,
                           told=queries.consequences(session, actor, page))  # fmt: skip
    return body, 422 if form.errors else 200


@blueprint.get("/pages/corbeille")
def mine() -> str:
    """Every deleted page that this person may restore."""
    if not current_actor().is_authenticated:
        raise Forbidden
    return _listing(None)


@blueprint.get("/territoires/<territory>/corbeille")
def of_territory(territory: str) -> str:
    """The deleted pages of a territory, for who looks after it."""
    place = by_slug(read_session(), territory)
    require(current_actor(), Permission.TERRITORY_UPKEEP, place)
    return _listing(place)


@blueprint.post("/pages/corbeille")
def restore_several() -> ResponseReturnValue:
    """Restore what was ticked in the list."""
    if not current_actor().is_authenticated:
        raise Forbidden
    chosen = [
        int(text) for text in request.form.getlist("pages")[:SLICE] if text.isdigit() and len(text) < 10
    ]
    with transaction() as session:
        done = [service.restore(session, current_actor(), page_id) for page_id in chosen]
    if done:
        _tell_restored(done)
    else:
        flash(_("Cochez d'abord les pages à rétablir."), "warning")
    return redirect(_back(), 303)


@blueprint.get(_ONE)
def show(page_id: int) -> str:
    """One deleted page, for who may restore it."""
    return _notice(queries.trashed(read_session(), current_actor(), page_id))


@blueprint.post(f"{_ONE}/retablir")
def restore(page_id: int) -> ResponseReturnValue:
    """Bring the page back."""
    with transaction() as session:
        restored = service.restore(session, current_actor(), page_id)
        path = restored.page.path
    _tell_restored([restored])
    return redirect(f"/{path}", 303)


@blueprint.route(f"{_ONE}/retirer", methods=_BOTH)
def purge(page_id: int) -> ResponseReturnValue:
    """Take the page out for good."""
    actor = current_actor()
    require(actor, Permission.PAGE_PURGE)
    trashed = queries.trashed(read_session(), actor, page_id)
    form = PurgeForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as session:
                purging.purge(
                    session, actor, page_id, title=str(form.title.data), reason=str(form.reason.data),
                    with_name=form.with_name.data,
                )  # fmt: skip
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("La page est retirée définitivement."), "success")
            return redirect(url_for("trash.mine"), 303)
    body = render_template("trash/purge.html", trashed=trashed, page=trashed.page, form=form,
                           versions=queries.count_versions(read_session(), page_id))  # fmt: skip
    return body, 422 if form.errors else 200


def at_former_address(territory: str, slug: str) -> ResponseReturnValue | None:
    """What stands where a page was deleted, for who may restore it: 410, as RFC 9110 (15.5.11) has it."""
    actor = current_actor()
    if not actor.is_authenticated:
        return None
    trashed = queries.last_at(read_session(), actor, territory, slug)
    if trashed is None:
        return None
    answer = make_response(_notice(trashed), 410)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _notice(trashed: TrashedPage) -> str:
    session, page = read_session(), trashed.page
    html, _contents = html_of(session, page, page.current)
    return render_template("trash/show.html", trashed=trashed, page=page, html=html,
                           versions=queries.count_versions(session, page.id))  # fmt: skip


def _listing(place: Territory | None) -> str:
    words = tidy(request.args.get("q", ""))[:200]
    found = queries.listing(
        read_session(),
        current_actor(),
        territory_id=place.id if place else None,
        words=words,
        before=start_key(),
        limit=SLICE + 1,
    )
    return render_template(
        "trash/listing.html", territory=place, words=words, trashed=slice_of(found, SLICE, lambda row: row.id)
    )


def _tell_restored(done: list[service.Restored]) -> None:
    told = ngettext("La page est rétablie, avec tout ce qu'elle avait.",
                    "%(num)s pages sont rétablies, avec tout ce qu'elles avaient.", len(done))  # fmt: skip
    flash(told, "success")
    for restored in done:
        if restored.is_moved:
            flash(
                _(
                    "L'adresse de « %(title)s » était prise entre-temps : la page est maintenant à /%(path)s.",
                    title=restored.page.title,
                    path=restored.page.path,
                ),
                "warning",
            )


def _back() -> str:
    """The list that the form stood in."""
    slug = request.form.get("territory", "")
    try:
        return url_for("trash.of_territory", territory=by_slug(read_session(), slug).slug)
    except NotFound:
        return url_for("trash.mine")
