"""When a mail leaves: some minutes after the last edit, at the hour of digests, never in the quiet hours. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from wiki.watching.models import DAILY, NEVER, ONCE, WatchSettings

PATIENCE = timedelta(minutes=10)
"""Whoever edits a page edits it again: a mail at once waits so long after the last edit."""
LONGEST_WAIT = timedelta(hours=1)
"""… but not longer than this after the first."""


def due_at(
    rhythm: str, settings: WatchSettings, zone: ZoneInfo, at: datetime, began_at: datetime
) -> datetime | None:
    """When what happened at a moment, first at another, is to leave by mail; None for never."""
    if rhythm == NEVER:
        return None
    if rhythm == ONCE:
        return after_quiet(settings, zone, min(at + PATIENCE, max(began_at + LONGEST_WAIT, at)))
    return next_digest(rhythm, settings, zone, at)


def next_digest(rhythm: str, settings: WatchSettings, zone: ZoneInfo, at: datetime) -> datetime:
    """The first digest after a moment: at the person's hour, every day or on the person's day of the week."""
    local = at.astimezone(zone)
    days = 0 if rhythm == DAILY else (settings.digest_day - local.weekday()) % 7
    found = _at_hour(local + timedelta(days=days), settings.digest_hour)
    if found <= at:
        found = _at_hour(local + timedelta(days=days + (1 if rhythm == DAILY else 7)), settings.digest_hour)
    return found


def after_quiet(settings: WatchSettings, zone: ZoneInfo, at: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into."""
    start, end = settings.quiet_from, settings.quiet_until
    if start is None or end is None or start == end:
        return at
    local = at.astimezone(zone)
    hours = (local.hour - start) % 24
    if hours >= (end - start) % 24:
        return at
    until_end = (end - local.hour) % 24
    return _at_hour(local + timedelta(days=1 if local.hour + until_end >= 24 else 0), end)


def _at_hour(local: datetime, hour: int) -> datetime:
    return local.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)
