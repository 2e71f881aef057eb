"""Blobs in the database: noted before their bytes are written, let go when nothing has named them for a while.

Who writes notes the blob first, in a transaction of its own; who cleans up takes only blobs that nobody noted lately,
and removes their bytes while the row is held. So bytes that somebody is about to name are never removed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.attachments.copies import copied_blobs
from wiki.attachments.models import Blob, FileVersion, SmallerPicture
from wiki.attachments.store.base import Store
from wiki.db import now

GRACE = timedelta(days=1)
"""How long a blob that nothing names stays; an upload takes minutes at most."""


def note_blob(session: Session, name: str, size: int) -> None:
    """Say that somebody is about to write and name these bytes."""
    touched = update(Blob).where(Blob.hash == name).values(touched_at=now())
    if session.execute(touched).rowcount:  # type: ignore[attr-defined]  # an update has a cursor
        return
    try:
        with session.begin_nested():
            session.add(Blob(hash=name, size=size))
    except IntegrityError:
        session.execute(touched)


def unnamed(session: Session, before: datetime, limit: int) -> Sequence[str]:
    """Blobs that nothing names and nobody noted since a moment."""
    return session.scalars(
        select(Blob.hash).where(Blob.touched_at < before, ~_is_named()).order_by(Blob.hash).limit(limit)
    ).all()


def let_go(session: Session, store: Store, name: str, before: datetime) -> bool:
    """Remove a blob and its bytes, if it is still named by nothing; whether it was."""
    asked = select(Blob.hash).where(Blob.hash == name, Blob.touched_at < before, ~_is_named())
    held = session.scalar(asked.with_for_update())
    if held is None:
        return False
    store.remove(name)
    session.execute(delete(Blob).where(Blob.hash == name))
    return True


def forget_smaller_pictures(session: Session) -> None:
    """Forget the smaller pictures of what no version holds any more; their blobs are then named by nothing."""
    held = or_(
        exists().where(FileVersion.blob_hash == SmallerPicture.source_hash),
        *(exists().where(column == SmallerPicture.source_hash) for column in copied_blobs()),
    )
    session.execute(
        delete(SmallerPicture).where(~held).execution_options(synchronize_session=False)
    )  # fmt: skip


def _is_named() -> ColumnElement[bool]:
    return or_(
        exists().where(FileVersion.blob_hash == Blob.hash),
        exists().where(SmallerPicture.blob_hash == Blob.hash),
        *(exists().where(column == Blob.hash) for column in copied_blobs()),
    )
