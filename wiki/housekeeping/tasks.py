"""Later work: read texts that changed, ask other sites, let the audit log forget addresses."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from wiki.activity.models import Happening
from wiki.audit.service import forget_addresses
from wiki.config import Settings
from wiki.db import now, read_session, transaction
from wiki.housekeeping import checking
from wiki.housekeeping.findings import host_of
from wiki.housekeeping.service import forget_unlinked, look_at, unread

LOOK_JOB = "housekeeping.look"


def look(payloads: Sequence[dict[str, Any]]) -> None:
    """Read the pages where something happened."""
    numbers = [number for payload in payloads for number in payload["happenings"]]
    happened = select(Happening.page_id).where(Happening.id.in_(numbers), Happening.page_id.is_not(None))
    _look_at(read_session().scalars(happened.distinct()).all())


def look_at_unread() -> int:
    """Read some of the pages that were not read as they are now, as after an upgrade; returns how many."""
    waiting = unread(read_session())
    _look_at(waiting)
    with transaction() as session:
        forget_unlinked(session)
    return len(waiting)


def check_one_link() -> int:
    """Ask one address of another site, where the settings allow it; returns how many that was."""
    if not _settings().check_links or not checking.is_any_due(read_session()):
        return 0
    with transaction() as session:
        address = checking.take_one(session)
    if address is None:
        return 0
    finding = checking.ask(address.url)
    with transaction() as session:
        checking.put_back(session, address.id, finding)
    return 1


def forget_old_addresses() -> int:
    """Empty addresses in the audit log that are older than the settings say; returns of how many lines."""
    days = _settings().audit_address_days
    if not days:
        return 0
    with transaction() as session:
        return forget_addresses(session, now() - timedelta(days=days))


def _look_at(page_ids: Sequence[int | None]) -> None:
    for page_id in page_ids:
        if page_id is not None:
            with transaction() as session:
                look_at(session, page_id, host_of(_settings().site_url))


def _settings() -> Settings:
    found: Settings = current_app.extensions["wiki.settings"]
    return found
