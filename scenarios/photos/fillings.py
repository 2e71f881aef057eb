"""What pages show of photos: on a retour, in the form that tells one, beside the files of a page."""

from typing import Any

from flask import Flask, render_template

from scenarios.photos import queries
from scenarios.photos.forms import PhotosForm
from wiki.pages.forms import new_form_key
from wiki.pages.models import Page
from wiki.pages.queries import PageView
from wiki.permissions import Permission, can
from wiki.web.actor import current_actor
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Fill the places that pages leave."""
    places = slots(app)
    places.fill("page.bottom", gallery)
    places.fill("enactment.form", fields)
    places.fill("page.files", beside_files)


def gallery(view: PageView, **context: Any) -> str:
    """The photos that may be shown; to who may write the retour, the way to add some."""
    if view.page.kind != queries.KIND:
        return ""
    return render_template(
        "photos/fillings/gallery.html",
        page=view.page,
        photos=queries.photos_beside(view.beside),
        held_back=queries.held_back_beside(view.beside),
        may_edit=can(current_actor(), Permission.PAGE_EDIT, view.page),
    )


def fields(**context: Any) -> str:
    """Photos, and what people agreed to, within the form of a retour."""
    form = PhotosForm.of_request()
    form.photo_key.data = form.photo_key.data or new_form_key()
    return render_template("photos/fillings/fields.html", photos=form)


def beside_files(page: Page, **context: Any) -> str:
    """On a retour, that photos have a place of their own."""
    return (
        render_template("photos/fillings/beside_files.html", page=page) if page.kind == queries.KIND else ""
    )
