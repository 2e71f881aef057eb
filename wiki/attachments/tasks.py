"""Later work on files: smaller pictures, the words of documents, and blobs that nothing names any more."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wiki.attachments import blobs, smaller
from wiki.attachments.extracting.service import words_of
from wiki.attachments.models import FileVersion
from wiki.attachments.shelf import Shelf, shelf
from wiki.attachments.store.base import CHUNK, Missing
from wiki.db import now, read_session, transaction
from wiki.outbox.service import announce

AT_ONCE = 50
_READABLE = 64 * 1024 * 1024
"""Bytes of a document that is read for its words."""


def prepare(payloads: Sequence[dict[str, Any]]) -> None:
    """Make the smaller pictures of new versions and read their words; a version that is gone needs neither."""
    for payload in payloads:
        version = read_session().get(FileVersion, payload["version_id"])
        if version is None:
            continue
        if version.is_resizable:
            smaller.prepare(shelf(), version)
        elif version.kind.has_words and version.text is None and version.size <= _READABLE:
            _read_words(shelf(), version)


def sweep(payloads: Sequence[dict[str, Any]]) -> None:
    """Let go what nothing names and nobody is about to name."""
    clean_up(now() - blobs.GRACE)


def sweep_at_start() -> None:
    """The same when a worker begins, so that what was given up is gone some day without anybody asking."""
    clean_up(now() - blobs.GRACE)


def clean_up(before: datetime) -> int:
    """Remove the blobs that nothing names and nobody noted since a moment; how many.

    Each in a transaction of its own, so that nobody waits for long.
    """
    with transaction() as session:
        blobs.forget_smaller_pictures(session)
    done = 0
    while names := blobs.unnamed(read_session(), before, AT_ONCE):
        for name in names:
            with transaction() as session:
                done += blobs.let_go(session, shelf().store, name, before)
    return done


def _read_words(shelf: Shelf, version: FileVersion) -> None:
    version_id, media_type = version.id, version.media_type
    with tempfile.TemporaryFile() as document:
        try:
            with shelf.store.open(version.blob_hash) as source:
                shutil.copyfileobj(source, document, CHUNK)
        except Missing:
            return
        document.flush()
        document.seek(0)
        words = words_of(document, media_type)
    with transaction() as session:
        found = session.get(FileVersion, version_id)
        if found is not None:
            found.text = words
            announce(session, found.file.page_id)
