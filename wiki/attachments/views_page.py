"""*Fichiers* of a page: its pictures and documents, and a form to add some."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import flash, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.attachments import queries, service
from wiki.attachments.blueprint import BOTH, blueprint, problem, wants_json
from wiki.attachments.forms import DescriptionForm
from wiki.attachments.markdown import line_for
from wiki.attachments.models import File
from wiki.attachments.service import Description
from wiki.attachments.shelf import shelf
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.pages import queries as pages
from wiki.pages.models import Page
from wiki.permissions import Permission, can, require
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

SLICE = 60
MOST_AT_ONCE = 20


@blueprint.route("/<territory>/<slug>/fichiers", methods=BOTH)
def listing(territory: str, slug: str) -> ResponseReturnValue:
    """The files of a page; a form or a program adds some."""
    page = pages.page_at(read_session(), current_actor(), territory, slug)
    if request.method == "POST":
        return _add(page)
    if wants_json():
        return jsonify(files=[as_json(file) for file in queries.of_page(read_session(), page)])
    return _page(page, DescriptionForm.of_request(), [])


def _page(page: Page, form: DescriptionForm, faults: Sequence[str]) -> str:
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, page.territory.slug, page.slug)
    may_edit = can(actor, Permission.PAGE_EDIT, page)
    files = slice_of(queries.of_page(session, page, start_key(), SLICE + 1), SLICE, lambda file: file.id)
    return render_template(
        "attachments/listing.html",
        page=page,
        form=form,
        faults=faults,
        files=files,
        may_edit=may_edit,
        removed=queries.removed_from(session, page) if may_edit else (),
        unused=queries.unused_among(session, files.rows) if may_edit else (),
        limits=shelf().limits,
        line_for=line_for,
    )


def _add(page: Page) -> ResponseReturnValue:
    require(current_actor(), Permission.PAGE_EDIT, page)
    form = DescriptionForm.of_request()
    if not form.validate():
        return _refusal(page, form, [])
    added, faults = _take_all(page, form.said())
    if wants_json():
        return _json_answer(added, faults)
    if added:
        flash(ngettext("Le fichier est ajouté.", "%(num)s fichiers sont ajoutés.", len(added)), "success")
    if faults:
        return _refusal(page, form, faults)
    return redirect(f"/{page.path}/fichiers", 303)


def _take_all(page: Page, said: Description) -> tuple[list[dict[str, Any]], list[str]]:
    """Take what was sent; what was added, and why the others were not."""
    sent = [file for file in request.files.getlist("file") if file.filename]
    if not sent:
        return [], [_("Choisissez au moins un fichier.")]
    if len(sent) > 1:
        # One sentence cannot say what each of several pictures shows: it is asked of each.
        said = replace(said, alt="")
    added, faults = list[dict[str, Any]](), list[str]()
    for upload in sent[:MOST_AT_ONCE]:
        try:
            with shelf().taking(upload.stream, str(upload.filename)) as received, transaction() as session:
                file = service.add(session, current_actor(), page.id, received, said, shelf().quotas)
                added.append(as_json(file))
        except Invalid as error:
            faults.extend(map(str, error.errors.values()))
    if len(sent) > MOST_AT_ONCE:
        faults.append(_("Envoyez %(most)s fichiers au plus à la fois.", most=MOST_AT_ONCE))
    return added, faults


def _refusal(page: Page, form: DescriptionForm, faults: Sequence[str]) -> ResponseReturnValue:
    if wants_json():
        return problem(
            422, " ".join([*faults, *(str(error) for errors in form.errors.values() for error in errors)])
        )
    return make_response(_page(page, form, faults), 422)


def _json_answer(added: list[dict[str, Any]], faults: list[str]) -> ResponseReturnValue:
    if not added:
        return problem(422, " ".join(faults))
    answer = added[0] if len(added) == 1 and not faults else {"files": added, "faults": faults}
    return make_response(jsonify(answer), 201)


def as_json(file: File) -> dict[str, Any]:
    """A file as the editor is told of it; the reference documents it."""
    version = file.current
    return {
        "id": file.id,
        "name": file.name,
        "url": file.url,
        "markdown": line_for(file),
        "is_image": version.kind.is_picture,
        "alt": file.alt,
        "media_type": version.media_type,
        "size": version.size,
        "width": version.width,
        "height": version.height,
    }
