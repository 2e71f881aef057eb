"""Take files out for good, for a legal request: for administrators, with a line in the audit log.

Their bytes go as soon as nothing names them, without the usual days of grace.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from wiki.attachments import queries
from wiki.attachments.copies import forget_copies
from wiki.attachments.models import Blob, File, FileUse, FileVersion, SmallerPicture
from wiki.attachments.uses import show_again
from wiki.audit.service import record
from wiki.errors import NotFound
from wiki.jobs.service import enqueue
from wiki.outbox.service import announce
from wiki.permissions import Actor, Permission, require

SWEEP_JOB = "attachments.sweep"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def purge_file(session: Session, actor: Actor, file_id: int, *, reason: str) -> None:
    """Take a file out with all its versions.

    Raises:
        NotFound: there is none, or its page is not for this person.
        Forbidden: the actor is no administrator.
    """
    file = _purgeable(session, actor, file_id)
    record(session, actor, "file.purged", kind="file", thing_id=file.id, name=_path(file), reason=reason)
    erase_file(session, file)


def erase_file(session: Session, file: File) -> None:
    """Take a file out with all its versions; who calls has asked for the right to."""
    forget_copies(session, file.id)
    show_again(session, file.id)
    announce(session, file.page_id)
    _erase(session, [file.id])


def purge_version(session: Session, actor: Actor, file_id: int, number: int, *, reason: str) -> None:
    """Take one version out; the last one that is left becomes the current one, and a file without any goes.

    Raises:
        NotFound: there is none, or its page is not for this person.
        Forbidden: the actor is no administrator.
    """
    file = _purgeable(session, actor, file_id)
    version = queries.version_of(session, file, number)
    others = [other for other in queries.versions_of(session, file) if other.id != version.id]
    if not others:
        purge_file(session, actor, file_id, reason=reason)
        return
    record(
        session, actor, "file.version_purged", kind="file", thing_id=file.id, name=_path(file), number=number,
        reason=reason,
    )  # fmt: skip
    forget_copies(session, file.id, version.number)
    if file.current_id == version.id:
        file.current = others[0]
        session.flush()
    release(session, [version.blob_hash])
    session.delete(version)
    show_again(session, file.id)
    announce(session, file.page_id)


def erase_files_of(session: Session, page_ids: Sequence[int]) -> None:
    """Take away the files of pages that vanish, and what is known of the files that they name."""
    _erase(session, session.scalars(select(File.id).where(File.page_id.in_(page_ids))).all())
    session.execute(delete(FileUse).where(FileUse.page_id.in_(page_ids)))


def release(session: Session, names: Collection[str]) -> None:
    """Let blobs go as soon as nothing names them, and the smaller pictures made of them."""
    smaller = select(SmallerPicture.blob_hash).where(SmallerPicture.source_hash.in_(names))
    released = or_(Blob.hash.in_(names), Blob.hash.in_(smaller))
    session.execute(
        update(Blob).where(released).values(touched_at=_LONG_AGO)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    enqueue(session, SWEEP_JOB, {})


def _erase(session: Session, file_ids: Sequence[int]) -> None:
    versions = select(FileVersion.blob_hash).where(FileVersion.file_id.in_(file_ids))
    names = session.scalars(versions).all()
    if not names:
        return
    release(session, names)
    session.execute(delete(FileVersion).where(FileVersion.file_id.in_(file_ids)))
    session.execute(delete(File).where(File.id.in_(file_ids)))


def _purgeable(session: Session, actor: Actor, file_id: int) -> File:
    file = session.get(File, file_id, with_for_update=True)
    if file is None:
        raise NotFound
    require(actor, Permission.PAGE_PURGE, file.page)
    return file


def _path(file: File) -> str:
    return f"{file.page.path}/{file.name}"
