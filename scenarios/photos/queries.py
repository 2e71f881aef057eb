"""Reads of photos and of what was agreed about them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from scenarios.photos.models import PhotoConsent
from wiki.attachments.consents import AWAITED, GIVEN
from wiki.attachments.models import File, FileVersion
from wiki.nested import Rows
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page

KIND = "enactment"
"""Pages that tell of people who were there."""
MOST_PHOTOS = 30
"""Of one page."""


class Photo(NamedTuple):
    """A photo as its page shows it; `consent` is that of `wiki.attachments.consents`."""

    id: int
    name: str
    alt: str
    caption: str
    number: int
    width: int
    height: int
    consent: str
    sender: int | None

    @property
    def url(self) -> str:
        """Where its content is, in the version that was agreed to."""
        return f"/fichiers/{self.id}/{self.name}?version={self.number}"


def photos_beside(told: Told) -> list[Photo]:
    """The photos that may be shown, oldest first, from what a reader was told beside a page."""
    return [photo for photo in _told(told) if photo.consent == GIVEN]


def held_back_beside(told: Told) -> list[Photo]:
    """The photos that wait for an agreement."""
    return [photo for photo in _told(told) if photo.consent == AWAITED]


def held_back(session: Session, page_id: int) -> Sequence[File]:
    """What a page has and nobody but who sent it sees, oldest first."""
    waiting = _there().where(File.page_id == page_id, File.consent == AWAITED)
    return session.scalars(waiting.order_by(File.id).limit(MOST_PHOTOS)).all()


def shown(session: Session, page_id: int) -> Sequence[tuple[File, PhotoConsent]]:
    """The photos of a page that everybody sees who reads it, with what was agreed, oldest first."""
    rows = session.execute(
        select(File, PhotoConsent)
        .join(FileVersion, FileVersion.id == File.current_id)
        .join(PhotoConsent, PhotoConsent.file_id == File.id)
        .where(File.page_id == page_id, File.deleted_at.is_(None), File.consent == GIVEN)
        .options(contains_eager(File.current), joinedload(PhotoConsent.author))
        .order_by(File.id)
        .limit(MOST_PHOTOS)
    )
    return [(file, consent) for file, consent in rows]


def count_of(session: Session, page_id: int) -> int:
    """How many photos a page has, shown or held back."""
    there = select(func.count()).where(File.page_id == page_id, File.deleted_at.is_(None), File.consent != "")
    return session.scalar(there) or 0


def consent_of(session: Session, file_id: int) -> PhotoConsent | None:
    """What was agreed about a photo."""
    asked = select(PhotoConsent).where(PhotoConsent.file_id == file_id)
    return session.scalar(asked.options(joinedload(PhotoConsent.author)))


def sent_before(session: Session, author_id: int | None, key: str) -> PhotoConsent | None:
    """What the same photo of the same person became when it was sent the first time."""
    return session.scalar(
        select(PhotoConsent).where(PhotoConsent.author_id == author_id, PhotoConsent.key == key)
    )


def _there() -> Any:
    current = select(File).join(FileVersion, FileVersion.id == File.current_id)
    return current.where(File.deleted_at.is_(None)).options(contains_eager(File.current))


def _told(told: Told) -> list[Photo]:
    return sorted(Photo(*row) for row in told[PHOTOS.name] or ())


def _photos(readable: Readable) -> ColumnElement[Any]:
    inner = (
        select(
            File.id, File.name, File.alt, File.caption, FileVersion.number, FileVersion.width,
            FileVersion.height, File.consent, File.created_by,
        )
        .join(FileVersion, FileVersion.id == File.current_id)
        .where(File.page_id == Page.id, Page.kind == KIND, File.deleted_at.is_(None), File.consent != "")
        .where(FileVersion.width.is_not(None))
        .order_by(File.id)
        .limit(MOST_PHOTOS)
        .correlate(Page)
        .subquery()
    )  # fmt: skip
    return select(Rows(*inner.c)).correlate(Page).scalar_subquery()


PHOTOS = Beside("photos", _photos)
"""The photos of a retour, whatever was agreed."""
