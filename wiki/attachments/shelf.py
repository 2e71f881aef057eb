"""What an application has for files: its store and its limits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from flask import current_app

from wiki.attachments.blobs import note_blob
from wiki.attachments.media.kinds import Family
from wiki.attachments.media.receiving import MEGABYTE, Limits, Received, received
from wiki.attachments.quotas import Quotas
from wiki.attachments.store.base import Store
from wiki.attachments.store.opening import open_store
from wiki.config import Settings
from wiki.db import transaction

EXTENSION = "wiki.attachments"


@dataclass(frozen=True)
class Shelf:
    """Where files are kept, and how large they may be."""

    store: Store
    limits: Limits
    quotas: Quotas

    @contextmanager
    def taking(self, source: IO[bytes], name: str) -> Iterator[Received]:
        """A file as it is kept, whose bytes are in the store until nothing has named them for a day.

        Raises:
            Invalid: it cannot be kept.
            OSError: the store cannot be reached.
        """
        with received(source, name, self.limits) as taken:
            with transaction() as session:
                note_blob(session, taken.hash, taken.size)
            self.store.put(taken.hash, taken.content)
            yield taken


def make_shelf(settings: Settings) -> Shelf:
    """The shelf that an installation chose."""
    document = settings.largest_document * MEGABYTE
    recording = settings.largest_recording * MEGABYTE
    limits = Limits(
        {
            Family.IMAGE: settings.largest_image * MEGABYTE,
            Family.SOUND: recording,
            Family.FILM: recording,
            Family.DOCUMENT: document,
            Family.ARCHIVE: document,
        },
        settings.most_pixels * 1_000_000,
    )
    quotas = Quotas(
        settings.page_quota * MEGABYTE, settings.territory_quota * MEGABYTE, settings.person_quota * MEGABYTE
    )
    return Shelf(open_store(settings), limits, quotas)


def shelf() -> Shelf:
    """The shelf of the current application."""
    found: Shelf = current_app.extensions[EXTENSION]
    return found
