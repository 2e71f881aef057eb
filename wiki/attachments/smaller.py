"""Smaller pictures: made once, by a job or when first asked for, and kept in the store like any other blob."""

import hashlib
import io

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.attachments.blobs import note_blob
from wiki.attachments.media import kinds, pictures
from wiki.attachments.media.kinds import Kind
from wiki.attachments.media.stripping import Broken
from wiki.attachments.models import FileVersion, SmallerPicture
from wiki.attachments.shelf import Shelf
from wiki.attachments.store.base import Missing
from wiki.db import read_session, transaction


def smaller_of(shelf: Shelf, version: FileVersion, width: int, kind: Kind) -> SmallerPicture | None:
    """The picture in a smaller width and another kind, made if it is missing; None where that cannot be, or saves
    nothing."""
    source, media_type = version.blob_hash, version.media_type
    found = _kept(read_session(), source, width, kind)
    if found is None:
        try:
            found = _make(shelf, source, media_type, width, kind)
        except pictures.Busy:
            return None
    return found if found is not None and found.blob_hash is not None else None


def prepare(shelf: Shelf, version: FileVersion) -> None:
    """Make all smaller pictures of a version."""
    for width in pictures.widths_below(version.width or 0):
        for kind in pictures.SMALLER:
            smaller_of(shelf, version, width, kind)


def _kept(session: Session, source: str, width: int, kind: Kind) -> SmallerPicture | None:
    return session.get(SmallerPicture, (source, width, kind.media_type))


def _make(shelf: Shelf, source: str, media_type: str, width: int, kind: Kind) -> SmallerPicture | None:
    data = _reduced(shelf, source, media_type, width, kind)
    # A picture in the newer kind is kept only where it is the smaller one.
    most = _size_of(shelf, source, width, kind)
    made = SmallerPicture(source_hash=source, width=width, media_type=kind.media_type)
    if data and (most is None or len(data) < most):
        made.blob_hash, made.size = hashlib.sha256(data).hexdigest(), len(data)
        with transaction() as session:
            note_blob(session, made.blob_hash, made.size)
        shelf.store.put(made.blob_hash, io.BytesIO(data))
    try:
        with transaction() as session:
            session.add(made)
    except IntegrityError:
        # Another process made it meanwhile, or the version was purged.
        return _kept(read_session(), source, width, kind)
    return made


def _reduced(shelf: Shelf, source: str, media_type: str, width: int, kind: Kind) -> bytes:
    """The bytes; none where the picture cannot be made, so that nobody tries again and again."""
    try:
        with shelf.store.open(source) as file:
            return pictures.smaller(file.read(), kinds.kind_of(media_type), width, kind, shelf.limits.pixels)
    except (Broken, pictures.TooManyPixels, Missing):
        return b""


def _size_of(shelf: Shelf, source: str, width: int, kind: Kind) -> int | None:
    if kind is kinds.WEBP:
        return None
    other = _kept(read_session(), source, width, kinds.WEBP)
    return other.size if other is not None and other.blob_hash is not None else None
