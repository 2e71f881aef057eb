"""Add photos with what was agreed, say it later, hide and withdraw; never commits.

A photo that nobody answers for is held back (`wiki.attachments.consents`). When an agreement is withdrawn, the photo
is erased.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from scenarios.photos.models import LONGEST_KEY, Agreement, PhotoConsent
from scenarios.photos.queries import KIND, MOST_PHOTOS, consent_of, count_of, sent_before
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.attachments import service as attachments
from wiki.attachments.consents import AWAITED, GIVEN, SHOWS_PEOPLE
from wiki.attachments.media.receiving import FIELD, Received
from wiki.attachments.models import File, FileVersion
from wiki.attachments.purging import erase_file
from wiki.attachments.quotas import Quotas
from wiki.attachments.service import Description
from wiki.attachments.uses import show_again
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.outbox.service import announce
from wiki.pages.models import Page
from wiki.permissions import Actor, Permission, can, require


@dataclass(frozen=True)
class Said:
    """What somebody says of the people on a photo; `words` may tell who keeps their written agreements."""

    agreement: Agreement
    words: str = ""


@dataclass(frozen=True)
class NewPhoto:
    """A photo whose bytes are in the store; `key` is what the device calls it, `said` may follow later."""

    key: str
    received: Received
    description: Description
    said: Said | None = None


def add(session: Session, actor: Actor, page_id: int, photo: NewPhoto, quotas: Quotas) -> File | None:
    """Give a retour a photo, which is held back until somebody says what was agreed.

    The same photo sent again is the first one; None where its agreement was withdrawn meanwhile.

    Raises:
        NotFound, Forbidden: there is no such retour, or it is not this person's to edit.
        Invalid: it is no picture, there are too many, or there is no room.
    """
    page = session.get(Page, page_id)
    if page is None or page.kind != KIND:
        raise NotFound
    require(actor, Permission.PAGE_EDIT, page)
    before = sent_before(session, actor.user_id, photo.key)
    if before is not None:
        return session.get(File, before.file_id) if before.file_id is not None else None
    if not photo.received.kind.is_picture:
        raise Invalid({FIELD: _l("« %(name)s » n'est pas une photo.", name=photo.received.name)})
    if count_of(session, page.id) >= MOST_PHOTOS:
        raise Invalid({FIELD: _l("Un retour montre %(most)s photos au plus.", most=MOST_PHOTOS)})
    file = attachments.add(session, actor, page.id, photo.received, photo.description, quotas)
    consent = PhotoConsent(file_id=file.id, key=photo.key[:LONGEST_KEY], author_id=actor.user_id)
    session.add(consent)
    if photo.said is not None:
        _show(session, actor, file, consent, photo.said)
    return file


def agree(session: Session, actor: Actor, file_id: int, said: Said) -> File:
    """Say of a photo that is held back that it may be shown; only who sent it knows what it shows.

    Raises:
        NotFound: there is no such photo for this person.
        Forbidden: somebody else sent it, or its page is no longer theirs to edit.
    """
    file = _held(session, file_id)
    require_may_agree(actor, file)
    consent = consent_of(session, file.id) or PhotoConsent(file_id=file.id, key=f"file-{file.id}")
    _show(session, actor, file, consent, said)
    return file


def require_may_agree(actor: Actor, file: File) -> None:
    """Refuse who may not say what was agreed about a photo.

    Raises:
        NotFound: it is not held back.
        Forbidden: somebody else sent it, or its page is no longer theirs to edit.
    """
    if file.consent != AWAITED:
        raise NotFound
    require(actor, Permission.PAGE_EDIT, file.page)
    if file.created_by != actor.user_id:
        raise Forbidden


def hide(session: Session, actor: Actor, file_id: int) -> File:
    """Hold a photo back at once because somebody recognises themselves; who sent it answers or withdraws it.

    Raises:
        NotFound, Forbidden: there is no such photo, or this person may not write on its page.
    """
    file = _held(session, file_id)
    if file.consent != GIVEN:
        raise NotFound
    require(actor, Permission.PAGE_VIEW, file.page)
    require(actor, Permission.THREAD_WRITE, file.page)
    _note(session, actor, "photo.hidden", file)
    file.consent = AWAITED
    _changed(session, file)
    if file.created_by is not None:
        _tell(session, actor, happens.PHOTO_HIDDEN, file, user_ids=[file.created_by])
    return file


def withdraw(session: Session, actor: Actor, file_id: int) -> Page:
    """Withdraw what was agreed: the photo disappears at once, and its bytes with it; of which page it was.

    Raises:
        NotFound: there is no such photo for this person.
        Forbidden: they neither said it themselves nor may edit the page.
    """
    file = _held(session, file_id)
    if not file.consent:
        raise NotFound
    consent, page = consent_of(session, file.id), file.page
    if not may_withdraw(actor, file, consent):
        raise Forbidden
    if consent is not None:
        consent.withdrawn_at, consent.withdrawn_by, consent.file_id = now(), actor.user_id, None
    _note(session, actor, "photo.withdrawn", file)
    session.flush()
    erase_file(session, file)
    return page


def may_withdraw(actor: Actor, file: File, consent: PhotoConsent | None) -> bool:
    """Who may edit the page, and who said what was agreed even if they no longer may."""
    said_it = consent is not None and actor.user_id is not None and consent.author_id == actor.user_id
    return can(actor, Permission.PAGE_EDIT, file.page) or said_it


def hold_back(session: Session) -> int:
    """The guard: hold back what may show people and came to a retour in any other way; of how many files."""
    retours = select(Page.id).where(Page.kind == KIND)
    shows_people = exists().where(FileVersion.id == File.current_id, FileVersion.family.in_(SHOWS_PEOPLE))
    held = update(File).where(File.page_id.in_(retours), File.consent == "", shows_people)
    done = session.execute(held.values(consent=AWAITED).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update has a cursor


def _held(session: Session, file_id: int) -> File:
    """A file, held until the transaction ends."""
    file = session.get(File, file_id, with_for_update=True, populate_existing=True)
    if file is None or file.deleted_at is not None:
        raise NotFound
    return file


def _show(session: Session, actor: Actor, file: File, consent: PhotoConsent, said: Said) -> None:
    if not consent.agreement:
        _tell(session, actor, happens.FILE_ADDED, file, name=file.name)
    consent.agreement, consent.words = said.agreement, said.words
    consent.author_id, consent.said_at = actor.user_id, now()
    session.add(consent)
    file.consent = GIVEN
    _note(session, actor, "photo.agreed", file, agreement=said.agreement)
    _changed(session, file)


def _tell(session: Session, actor: Actor, kind: str, file: File, **details: Any) -> None:
    page = file.page
    tell(
        session, actor.user_id, kind, page_id=page.id, territory_id=page.territory_id, about_id=file.id, **details
    )  # fmt: skip


def _changed(session: Session, file: File) -> None:
    session.flush()
    show_again(session, file.id)
    announce(session, file.page_id)


def _note(session: Session, actor: Actor, act: str, file: File, **details: str) -> None:
    record(
        session, actor, act, kind="file", thing_id=file.id, name=f"{file.page.path}/{file.name}", **details
    )
