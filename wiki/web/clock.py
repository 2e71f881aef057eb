"""Moments as people say them ("il y a 3 jours"), with the exact time at hand."""

from datetime import UTC, date, datetime, timedelta

from babel.dates import format_timedelta
from flask_babel import format_time, get_locale, to_user_timezone

from wiki.days import in_words

_A_SECOND = timedelta(seconds=1)


def relative_time(moment: datetime, now: datetime | None = None) -> str:
    """How long ago `moment` was, in the reader's language; a moment without zone is read as UTC."""
    away = _aware(moment) - (now or datetime.now(UTC))
    if -_A_SECOND < away <= timedelta():  # nobody says "0 seconds ago"
        away = -_A_SECOND
    return format_timedelta(away, add_direction=True, threshold=1, locale=get_locale() or "fr")


def exact_time(moment: datetime) -> str:
    """The day and hour of `moment` in the reader's language and time zone."""
    return f"{day_in_words(moment)}, {format_time(moment, 'short')}"


def day_in_words(day: date, form: str = "long", rebase: bool = True) -> str:
    """A day in the reader's language; that of a moment by the reader's zone, unless told otherwise."""
    here = to_user_timezone(day) if rebase and isinstance(day, datetime) else day
    return in_words(here, form, get_locale() or "fr")


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
