"""Moments as people say them ("il y a 3 jours"), with the exact time at hand."""

from datetime import UTC, date, datetime, timedelta

from babel.dates import format_timedelta
from flask_babel import format_date, format_time, get_locale, to_user_timezone

_A_SECOND = timedelta(seconds=1)


def relative_time(moment: datetime, now: datetime | None = None) -> str:
    """How long ago `moment` was, in the reader's language; a moment without zone is read as UTC."""
    away = _aware(moment) - (now or datetime.now(UTC))
    if -_A_SECOND < away <= timedelta():  # nobody says "0 seconds ago"
        away = -_A_SECOND
    return format_timedelta(away, add_direction=True, threshold=1, locale=get_locale() or "fr")


def exact_time(moment: datetime) -> str:
    """The day and hour of `moment` in the reader's language and time zone."""
    here = to_user_timezone(moment)
    return f"{format_date(here.date(), 'long')}, {format_time(moment, 'short')}"


def day_of(moment: datetime) -> str:
    """The day of `moment` in the reader's language and time zone."""
    return str(format_date(to_user_timezone(moment).date(), "long"))


def today(now: datetime | None = None) -> date:
    """The day that it is for the reader: « hier » and « aujourd'hui » are theirs."""
    here: datetime = to_user_timezone(now or datetime.now(UTC))
    return here.date()


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
