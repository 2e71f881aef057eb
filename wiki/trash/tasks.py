"""Later work of the trash."""

from collections.abc import Sequence
from typing import Any

from flask import current_app

from wiki.config import Settings
from wiki.db import database, read_session, transaction
from wiki.outbox.service import ask_for_everything
from wiki.trash.queries import drafts_of_the_gone
from wiki.trash.service import empty, erase_drafts_of


class StillRead(Exception):
    """Somebody reads an old state of the database: what was purged stands in its journal until they are done."""


def scour(payloads: Sequence[dict[str, Any]]) -> None:
    """Leave nothing behind of what was purged: neither in the database's journal nor in old parts of the index.

    Raises:
        StillRead: the journal is in use; the job comes again.
    """
    settings: Settings = current_app.extensions["wiki.settings"]
    if not settings.search_is_in_database:
        with transaction() as session:
            ask_for_everything(session)
    if not database().empty_journal():
        raise StillRead


def empty_trash() -> int:
    """Purge what was deleted long ago, where the settings say so; returns how many pages."""
    settings: Settings = current_app.extensions["wiki.settings"]
    if not settings.trash_days:
        return 0
    with transaction() as session:
        return empty(session, settings.trash_days)


def forget_the_gone() -> None:
    """Take away what may be left in the trash of the private drafts of accounts that were deleted."""
    for user_id in drafts_of_the_gone(read_session()):
        with transaction() as session:
            erase_drafts_of(session, user_id)
