"""A file's own page: what it shows, what it is called, its versions, where it is used."""

from collections.abc import Callable, Sequence

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from wiki.attachments import purging, queries, service
from wiki.attachments.blueprint import BOTH, blueprint
from wiki.attachments.forms import DescriptionForm, PurgeForm
from wiki.attachments.markdown import line_for
from wiki.attachments.models import File
from wiki.attachments.shelf import shelf
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.pages.forms import number_of
from wiki.permissions import Permission, can, require
from wiki.web.actor import current_actor

_FILE = "/fichiers/<int(max=999999999):file_id>"


@blueprint.route(_FILE, methods=BOTH)
def show(file_id: int) -> ResponseReturnValue:
    """A file; who may edit its page says what it shows."""
    file = queries.file_at(read_session(), current_actor(), file_id)
    form = DescriptionForm.of_request(alt=file.alt, caption=file.caption, is_decorative=file.is_decorative)
    if request.method == "POST":
        require(current_actor(), Permission.PAGE_EDIT, file.page)
        if form.validate():
            with transaction() as session:
                service.describe(session, current_actor(), file_id, form.said())
            flash(_("La description est enregistrée."), "success")
            return redirect(f"/fichiers/{file_id}", 303)
    return _page(file_id, form, []), 422 if form.errors else 200


@blueprint.post(f"{_FILE}/remplacer")
def replace(file_id: int) -> ResponseReturnValue:
    """Give the file another content, under the same address."""
    file = queries.file_at(read_session(), current_actor(), file_id)
    require(current_actor(), Permission.PAGE_EDIT, file.page)
    upload = request.files.get("file")
    form = DescriptionForm(None, alt=file.alt, caption=file.caption, is_decorative=file.is_decorative)
    if upload is None or not upload.filename:
        return make_response(_page(file_id, form, [_("Choisissez un fichier.")]), 422)
    try:
        with shelf().taking(upload.stream, upload.filename) as received, transaction() as session:
            version = service.replace(session, current_actor(), file_id, received, shelf().quotas)
    except Invalid as error:
        return make_response(_page(file_id, form, [str(fault) for fault in error.errors.values()]), 422)
    flash(
        _("Le fichier est remplacé : version %(number)s. Son adresse reste la même.", number=version.number),
        "success",
    )
    return redirect(f"/fichiers/{file_id}", 303)


@blueprint.get(f"{_FILE}/comparer")
def compare(file_id: int) -> str:
    """Two versions of a picture, side by side."""
    session = read_session()
    file = queries.file_at(session, current_actor(), file_id)
    newer = queries.version_of(session, file, number_of(request.args.get("a")) or file.current.number)
    older = queries.version_of(session, file, number_of(request.args.get("de")) or newer.number - 1)
    if file.deleted_at is not None or not (older.kind.is_picture and newer.kind.is_picture):
        raise NotFound
    return render_template("attachments/compare.html", file=file, older=older, newer=newer)


@blueprint.post(f"{_FILE}/versions/<int(max=999999999):number>")
def restore_version(file_id: int, number: int) -> ResponseReturnValue:
    """Make an earlier version the current one again."""
    return _act(
        file_id,
        lambda session: service.restore_version(session, current_actor(), file_id, number),
        _("La version %(number)s est rétablie.", number=number),
    )


@blueprint.route(f"{_FILE}/retirer", methods=BOTH)
def remove(file_id: int) -> ResponseReturnValue:
    """Ask, telling which pages show the file; then take it away, until somebody brings it back."""
    session, actor = read_session(), current_actor()
    file = queries.file_at(session, actor, file_id)
    require(actor, Permission.PAGE_EDIT, file.page)
    if request.method == "GET":
        pages = queries.pages_naming(session, actor, file)
        return render_template("attachments/remove.html", file=file, pages=pages)
    with transaction() as writing:
        removed = service.remove(writing, actor, file_id)
        back = f"/{removed.page.path}/fichiers"
    flash(_("« %(name)s » est retiré. Vous pouvez le rétablir au bas de la page.", name=file.name), "success")
    return redirect(back, 303)


@blueprint.route(f"{_FILE}/effacer", methods=BOTH)
def purge(file_id: int) -> ResponseReturnValue:
    """Take a file, or one version of it, out for good; for administrators."""
    session, actor = read_session(), current_actor()
    file = queries.file_at(session, actor, file_id)
    require(actor, Permission.PAGE_PURGE, file.page)
    form = PurgeForm.of_request()
    form.offer(queries.versions_of(session, file))
    back = f"/{file.page.path}/fichiers"
    if request.method == "POST" and form.validate():
        with transaction() as writing:
            if form.number is None:
                purging.purge_file(writing, actor, file_id, reason=str(form.reason.data))
            else:
                purging.purge_version(writing, actor, file_id, form.number, reason=str(form.reason.data))
        flash(_("C'est effacé pour toujours. Le journal garde la raison."), "success")
        return redirect(back, 303)
    page = render_template("attachments/purge.html", file=file, form=form)
    return page, 422 if form.errors else 200


@blueprint.post(f"{_FILE}/retablir")
def bring_back(file_id: int) -> ResponseReturnValue:
    """Bring a removed file back."""
    return _act(
        file_id,
        lambda session: service.bring_back(session, current_actor(), file_id),
        _("Le fichier est rétabli."),
    )


def _act(file_id: int, act: Callable[[Session], object], told: str) -> ResponseReturnValue:
    # Whoever may not see the file is told what is told of one that does not exist.
    queries.file_at(read_session(), current_actor(), file_id)
    with transaction() as session:
        act(session)
    flash(told, "success")
    return redirect(f"/fichiers/{file_id}", 303)


def _page(file_id: int, form: DescriptionForm, faults: Sequence[str]) -> str:
    session, actor = read_session(), current_actor()
    file: File = queries.file_at(session, actor, file_id)
    return render_template(
        "attachments/file.html",
        file=file,
        form=form,
        faults=faults,
        versions=queries.versions_of(session, file),
        pages=queries.pages_naming(session, actor, file),
        may_edit=can(actor, Permission.PAGE_EDIT, file.page),
        line_for=line_for,
    )
