"""When mails leave."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.watching.models import DAILY, NEVER, ONCE, WEEKLY, WatchSettings
from wiki.watching.queries import fresh_settings
from wiki.watching.timing import LONGEST_WAIT, PATIENCE, after_quiet, due_at, next_digest

PARIS = ZoneInfo("Europe/Paris")
THURSDAY = datetime(2026, 11, 26, 10, 30, tzinfo=UTC)
hours = st.integers(0, 23)
_FIRST, _LAST = THURSDAY.replace(tzinfo=None, month=1), THURSDAY.replace(tzinfo=None, year=2028)
moments = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))


def habits(**chosen: int) -> WatchSettings:
    settings = fresh_settings(1)
    for name, value in chosen.items():
        setattr(settings, name, value)
    return settings


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def test_at_once_waits_for_the_last_edit_but_not_for_ever() -> None:
    began = THURSDAY
    assert due_at(ONCE, habits(), PARIS, began, began) == began + PATIENCE
    later = began + timedelta(minutes=55)
    assert due_at(ONCE, habits(), PARIS, later, began) == began + LONGEST_WAIT
    much_later = began + timedelta(hours=5)
    assert due_at(ONCE, habits(), PARIS, much_later, began) == much_later


def test_never_is_never() -> None:
    assert due_at(NEVER, habits(), PARIS, THURSDAY, THURSDAY) is None


@pytest.mark.parametrize(
    ("rhythm", "chosen", "expected"),
    [
        (DAILY, {}, "2026-11-27T07:00"),
        (DAILY, {"digest_hour": 18}, "2026-11-26T18:00"),
        (DAILY, {"digest_hour": 11}, "2026-11-27T11:00"),
        (WEEKLY, {}, "2026-11-30T07:00"),
        (WEEKLY, {"digest_day": 3}, "2026-12-03T07:00"),
        (WEEKLY, {"digest_day": 3, "digest_hour": 20}, "2026-11-26T20:00"),
    ],
)
def test_digests_leave_at_the_person_s_hour(rhythm: str, chosen: dict[str, int], expected: str) -> None:
    assert due_at(rhythm, habits(**chosen), PARIS, THURSDAY, THURSDAY) == local(expected)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-26T19:59", "2026-11-26T19:59"),
        ("2026-11-26T20:00", "2026-11-27T08:00"),
        ("2026-11-27T03:15", "2026-11-27T08:00"),
        ("2026-11-27T08:00", "2026-11-27T08:00"),
    ],
)
def test_quiet_nights(at: str, expected: str) -> None:
    assert after_quiet(habits(quiet_from=20, quiet_until=8), PARIS, local(at)) == local(expected)


def test_quiet_middays_and_no_quiet_at_all() -> None:
    at = local("2026-11-26T12:30")
    assert after_quiet(habits(quiet_from=12, quiet_until=14), PARIS, at) == local("2026-11-26T14:00")
    assert after_quiet(habits(quiet_from=12, quiet_until=12), PARIS, at) == at
    assert after_quiet(habits(quiet_from=12), PARIS, at) == at


@given(moments, hours, st.integers(0, 6), st.sampled_from([DAILY, WEEKLY]))
def test_the_next_digest_is_after_now_and_soon_enough(at: datetime, hour: int, day: int, rhythm: str) -> None:
    found = next_digest(rhythm, habits(digest_hour=hour, digest_day=day), PARIS, at)
    days = 1 if rhythm == DAILY else 7
    assert at < found <= at + timedelta(days=days, hours=2)
    # An hour that does not exist, in the night when clocks go forward, is the one after.
    assert found.astimezone(PARIS).hour in (hour, (hour + 1) % 24)


@given(moments, hours, hours)
def test_quiet_hours_only_put_off_and_never_by_a_day(at: datetime, start: int, end: int) -> None:
    found = after_quiet(habits(quiet_from=start, quiet_until=end), PARIS, at)
    assert at <= found <= at + timedelta(hours=25)
