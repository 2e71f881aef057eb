"""Photos that come with a request: those of the form of a retour, or of its page of photos."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from scenarios.photos import service
from scenarios.photos.forms import PhotosForm
from scenarios.photos.service import NewPhoto
from wiki.attachments.media.receiving import MEGABYTE
from wiki.attachments.models import File
from wiki.attachments.shelf import shelf
from wiki.db import transaction
from wiki.errors import Invalid
from wiki.pages.models import Page
from wiki.web.actor import current_actor

FIELD = "photos"
MOST_AT_ONCE = 10
LONGEST_KEY = 34
_BESIDE_PHOTOS = MEGABYTE


@dataclass
class Taken:
    """What became of the photos of a request: those that are there, how many wait, and why others are not there."""

    files: list[File] = field(default_factory=list)
    waiting: int = 0
    withdrawn: int = 0
    faults: list[str] = field(default_factory=list)


def allow_photos() -> None:
    """Let the request at hand be as long as photos are, if somebody is signed in; before its form is read."""
    if current_user.is_authenticated:
        request.max_content_length = shelf().limits.longest + _BESIDE_PHOTOS


def receive(page: Page) -> Taken:
    """Give a retour the photos of the request at hand, each in a transaction of its own.

    A retour is never lost for a photo: what is wrong with one is told in `faults`.

    Raises:
        NotFound, Forbidden: the page is no retour, or not this person's to edit.
    """
    taken = Taken()
    form = PhotosForm(request.form)
    if not form.validate():
        taken.faults.extend(str(error) for errors in form.errors.values() for error in errors)
        return taken
    sent = [photo for photo in request.files.getlist(FIELD) if photo.filename]
    for index, photo in enumerate(sent[:MOST_AT_ONCE]):
        _take(page, form, f"{form.key[:LONGEST_KEY]}-{index}", photo, taken)
    if len(sent) > MOST_AT_ONCE:
        taken.faults.append(_("Envoyez %(most)s photos au plus à la fois.", most=MOST_AT_ONCE))
    return taken


def told(taken: Taken) -> Sequence[tuple[str, str]]:
    """What to tell who sent photos: (category, sentence)."""
    lines = [("warning", fault) for fault in taken.faults]
    if taken.waiting:
        lines.append(("warning", _("Vos photos sont gardées. Dites ce que les personnes photographiées ont "
                                   "accepté : d'ici là, personne d'autre ne les voit.")))  # fmt: skip
    return lines


def _take(page: Page, form: PhotosForm, key: str, photo: FileStorage, taken: Taken) -> None:
    said = form.said()
    try:
        with shelf().taking(photo.stream, str(photo.filename)) as received, transaction() as session:
            new = NewPhoto(key, received, form.description(), said)
            file = service.add(session, current_actor(), page.id, new, shelf().quotas)
    except Invalid as error:
        taken.faults.extend(map(str, error.errors.values()))
        return
    if file is None:
        taken.withdrawn += 1
        return
    taken.files.append(file)
    taken.waiting += said is None
