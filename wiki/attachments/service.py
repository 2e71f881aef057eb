"""Add, replace, describe, remove and bring back files. Whoever may edit a page may do so with its files."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.activity.kinds import FILE_ADDED
from wiki.activity.service import tell
from wiki.attachments import queries
from wiki.attachments.consents import consent_of_new
from wiki.attachments.media.receiving import FIELD, Received
from wiki.attachments.models import LONGEST_ALT, LONGEST_CAPTION, File, FileVersion
from wiki.attachments.quotas import Quotas, check_room
from wiki.attachments.uses import show_again
from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Invalid, NotFound
from wiki.jobs.service import enqueue
from wiki.outbox.service import announce
from wiki.pages.models import Page
from wiki.permissions import Actor, Permission, require

PREPARE_JOB = "attachments.prepare"


@dataclass(frozen=True)
class Description:
    """What people say of a file."""

    alt: str = ""
    caption: str = ""
    is_decorative: bool = False


def check_may_add(session: Session, actor: Actor, page: Page, size: int, quotas: Quotas) -> None:
    """Refuse before anything is stored.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit.
        Invalid: there is no room.
    """
    require(actor, Permission.PAGE_EDIT, page)
    check_room(session, page, actor.user_id, size, quotas)


def add(
    session: Session, actor: Actor, page_id: int, received: Received, said: Description, quotas: Quotas
) -> File:
    """Give a page a file whose bytes are in the store; followers are told of it, unless it is held back.

    Raises:
        NotFound, Forbidden: the page is not this person's to edit.
        Invalid: there is no room.
    """
    page = _page(session, page_id)
    check_may_add(session, actor, page, received.size, quotas)
    file = File(page=page, name=received.name, created_by=actor.user_id, created_at=now())
    _describe(file, said)
    file.consent = consent_of_new(page, received.kind)
    session.add(file)
    session.flush()
    _add_version(session, actor, file, _version(received))
    if not file.consent:
        tell(
            session, actor.user_id, FILE_ADDED, page_id=page.id, territory_id=page.territory_id, about_id=file.id,
            name=file.name,
        )  # fmt: skip
    return file


def replace(session: Session, actor: Actor, file_id: int, received: Received, quotas: Quotas) -> FileVersion:
    """Give a file another content; its address stays, its former content is a version of it.

    The name follows only where the kind changed, so that its extension stays true.

    Raises:
        NotFound, Forbidden: the file is not this person's to change.
        Invalid: there is no room, or what people agreed to is another picture.
    """
    file = _changeable(session, actor, file_id)
    _refuse_consented(file)
    check_room(session, file.page, actor.user_id, received.size, quotas)
    if received.hash == file.current.blob_hash:
        return file.current
    file.name = _name_for(file, received)
    version = _add_version(session, actor, file, _version(received))
    show_again(session, file.id)
    return version


def restore_version(session: Session, actor: Actor, file_id: int, number: int) -> FileVersion:
    """Make an earlier version the current one again, as a new version.

    Raises:
        NotFound, Forbidden: file or version is not there, or not this person's to change.
        Invalid: what people agreed to is another picture.
    """
    file = _changeable(session, actor, file_id)
    _refuse_consented(file)
    earlier = queries.version_of(session, file, number)
    if earlier.blob_hash == file.current.blob_hash:
        return file.current
    again = FileVersion(
        blob_hash=earlier.blob_hash, size=earlier.size, media_type=earlier.media_type, family=earlier.family,
        width=earlier.width, height=earlier.height, is_animated=earlier.is_animated, text=earlier.text,
        restored_from=number,
    )  # fmt: skip
    file.name = f"{file.name.rpartition('.')[0]}.{_extension_for(file, earlier)}"
    version = _add_version(session, actor, file, again)
    show_again(session, file.id)
    return version


def describe(session: Session, actor: Actor, file_id: int, said: Description) -> File:
    """Say what a file shows.

    Raises:
        NotFound, Forbidden: the file is not this person's to change.
    """
    file = _changeable(session, actor, file_id)
    _describe(file, said)
    show_again(session, file.id)
    return file


def remove(session: Session, actor: Actor, file_id: int) -> File:
    """Take a file away; it can be brought back.

    Raises:
        NotFound, Forbidden: the file is not this person's to change.
    """
    file = _changeable(session, actor, file_id)
    file.deleted_at, file.deleted_by = now(), actor.user_id
    _note(session, actor, "file.deleted", file)
    _changed(session, file)
    return file


def remove_unused(session: Session, actor: Actor, territory_id: int, file_ids: Sequence[int]) -> int:
    """Take away those of the files that no text names and that this person may; how many they were."""
    done = 0
    for file_id in file_ids:
        file = session.get(File, file_id)
        if file is None or file.deleted_at is not None or file.page.territory_id != territory_id:
            continue
        if file_id in queries.unused_among(session, [file]):
            remove(session, actor, file_id)
            done += 1
    return done


def bring_back(session: Session, actor: Actor, file_id: int) -> File:
    """Bring a removed file back.

    Raises:
        NotFound, Forbidden: the file is not this person's to change.
    """
    file = _changeable(session, actor, file_id, removed=True)
    if file.deleted_at is not None:
        file.deleted_at = file.deleted_by = None
        _note(session, actor, "file.restored", file)
        _changed(session, file)
    return file


def _page(session: Session, page_id: int) -> Page:
    page = session.get(Page, page_id)
    if page is None:
        raise NotFound
    return page


def _changeable(session: Session, actor: Actor, file_id: int, *, removed: bool = False) -> File:
    """A file that this person may change, held until the transaction ends."""
    file = session.get(File, file_id, with_for_update=True, populate_existing=True)
    if file is None or (file.deleted_at is not None and not removed):
        raise NotFound
    require(actor, Permission.PAGE_EDIT, file.page)
    return file


def _refuse_consented(file: File) -> None:
    if file.consent:
        raise Invalid({FIELD: _l("L'accord vaut pour cette photo-ci : retirez-la, puis ajoutez l'autre.")})


def _describe(file: File, said: Description) -> None:
    file.alt = "" if said.is_decorative else said.alt[:LONGEST_ALT]
    file.caption, file.is_decorative = said.caption[:LONGEST_CAPTION], said.is_decorative


def _version(received: Received) -> FileVersion:
    return FileVersion(
        blob_hash=received.hash, size=received.size, media_type=received.kind.media_type,
        family=received.kind.family, width=received.width, height=received.height,
        is_animated=received.is_animated,
    )  # fmt: skip


def _add_version(session: Session, actor: Actor, file: File, version: FileVersion) -> FileVersion:
    last = session.scalar(select(func.max(FileVersion.number)).where(FileVersion.file_id == file.id))
    version.file_id, version.number, version.author_id = file.id, (last or 0) + 1, actor.user_id
    version.created_at = now()
    session.add(version)
    session.flush()
    file.current = version
    session.flush()
    enqueue(session, PREPARE_JOB, {"version_id": version.id})
    announce(session, file.page_id)
    return version


def _name_for(file: File, received: Received) -> str:
    stem, _dot, extension = file.name.rpartition(".")
    return file.name if extension in received.kind.extensions else f"{stem}.{received.kind.extension}"


def _extension_for(file: File, version: FileVersion) -> str:
    extension = file.name.rpartition(".")[2]
    return extension if extension in version.kind.extensions else version.kind.extension


def _changed(session: Session, file: File) -> None:
    show_again(session, file.id)
    announce(session, file.page_id)


def _note(session: Session, actor: Actor, act: str, file: File) -> None:
    record(session, actor, act, kind="file", thing_id=file.id, name=f"{file.page.path}/{file.name}")
