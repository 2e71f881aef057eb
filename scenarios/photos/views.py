"""The photos of a retour: add some, say what was agreed, hide one at once, withdraw one for good."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scenarios.photos import queries, service
from scenarios.photos.forms import AgreementForm, PhotosForm
from scenarios.photos.receiving import Taken, allow_photos, receive, told
from wiki.attachments import queries as files
from wiki.attachments.consents import AWAITED
from wiki.attachments.models import File
from wiki.db import read_session, transaction
from wiki.errors import NotFound
from wiki.pages import queries as pages
from wiki.pages.forms import new_form_key
from wiki.pages.models import Page
from wiki.permissions import Permission, can, require
from wiki.web.actor import current_actor
from wiki.web.errors import problem

blueprint = Blueprint("photos", __name__)
_BOTH = ("GET", "POST")
_FILE = "/fichiers/<int(max=999999999):file_id>"


@blueprint.url_value_preprocessor
def allow_longer_requests(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Called before the token of the form is looked for, which reads the form."""
    if endpoint == "photos.listing":
        allow_photos()


@blueprint.route("/<territory>/<slug>/photos", methods=_BOTH)
def listing(territory: str, slug: str) -> ResponseReturnValue:
    """The photos of a retour; a form or a device adds some."""
    page = pages.page_at(read_session(), current_actor(), territory, slug)
    if page.kind != queries.KIND:
        raise NotFound
    if request.method == "GET":
        return _listing(page, [])
    require(current_actor(), Permission.PAGE_EDIT, page)
    taken = receive(page)
    if not (taken.files or taken.withdrawn or taken.faults):
        taken.faults.append(_("Choisissez au moins une photo."))
    if request.accept_mimetypes.best in ("application/json", "application/problem+json"):
        return _for_device(taken)
    if taken.faults:
        return _listing(page, taken.faults), 422
    for category, words in told(taken):
        flash(words, category)
    if not taken.waiting:
        flash(ngettext("La photo est ajoutée.", "%(num)s photos sont ajoutées.", len(taken.files)), "success")
    return redirect(f"/{page.path}/photos", 303)


@blueprint.route(f"{_FILE}/accord", methods=_BOTH)
def consent(file_id: int) -> ResponseReturnValue:
    """What was agreed about a photo; who sent one that is held back says it here."""
    file = _photo(file_id)
    if request.method == "POST":
        service.require_may_agree(current_actor(), file)
    form = AgreementForm.of_request()
    if request.method == "POST" and form.validate() and (said := form.said()) is not None:
        with transaction() as session:
            service.agree(session, current_actor(), file_id, said)
        flash(_("L'accord est noté : la photo est montrée."), "success")
        return redirect(f"/{file.page.path}/photos", 303)
    return _consent_page(file, form), 422 if form.errors else 200


@blueprint.post(f"{_FILE}/masquer")
def hide(file_id: int) -> ResponseReturnValue:
    """Somebody recognises themselves: nobody sees the photo from now on."""
    path = _photo(file_id).page.path
    with transaction() as session:
        service.hide(session, current_actor(), file_id)
    flash(_("La photo est masquée : plus personne ne la voit, sauf qui l'a envoyée."), "success")
    return redirect(f"/{path}", 303)


@blueprint.route(f"{_FILE}/retrait", methods=_BOTH)
def withdraw(file_id: int) -> ResponseReturnValue:
    """Ask, then erase a photo whose agreement is withdrawn."""
    file = _photo(file_id)
    agreed = queries.consent_of(read_session(), file_id)
    if request.method == "GET":
        if not service.may_withdraw(current_actor(), file, agreed):
            require(current_actor(), Permission.PAGE_EDIT, file.page)
        return render_template("photos/withdraw.html", file=file, page=file.page)
    path = file.page.path
    with transaction() as session:
        service.withdraw(session, current_actor(), file_id)
    flash(_("L'accord est retiré et la photo est effacée. Le journal garde la date."), "success")
    return redirect(f"/{path}", 303)


def _photo(file_id: int) -> File:
    """A photo that this person may know of.

    Raises:
        NotFound: there is none, or it is a file about which nobody asks.
    """
    file = files.file_at(read_session(), current_actor(), file_id)
    if not file.consent or file.deleted_at is not None:
        raise NotFound
    return file


def _consent_page(file: File, form: AgreementForm) -> str:
    actor, agreed = current_actor(), queries.consent_of(read_session(), file.id)
    is_waiting = file.consent == AWAITED
    return render_template(
        "photos/consent.html",
        file=file,
        page=file.page,
        consent=agreed if agreed is not None and agreed.agreement else None,
        form=form,
        is_waiting=is_waiting,
        may_agree=is_waiting and file.created_by == actor.user_id,
        may_withdraw=service.may_withdraw(actor, file, agreed),
        may_hide=not is_waiting and can(actor, Permission.THREAD_WRITE, file.page),
    )


def _listing(page: Page, faults: list[str]) -> str:
    session, actor = read_session(), current_actor()
    may_edit = can(actor, Permission.PAGE_EDIT, page)
    form = PhotosForm.of_request()
    form.photo_key.data = new_form_key()
    return render_template(
        "photos/listing.html",
        page=page,
        form=form,
        faults=faults,
        shown=queries.shown(session, page.id),
        held_back=queries.held_back(session, page.id) if may_edit else (),
        may_edit=may_edit,
    )


def _for_device(taken: Taken) -> ResponseReturnValue:
    """What a device is told that sends one photo after the other: it forgets those that are here."""
    if taken.faults:
        return problem(422, _("La photo n'est pas enregistrée"), " ".join(taken.faults))
    kept = [{"id": file.id, "url": file.url} for file in taken.files]
    return jsonify(photos=kept, withdrawn=taken.withdrawn), 201
