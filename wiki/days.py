"""Days: which it is where the site is, and how the languages of the interface write one."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from flask import current_app

from wiki.config import Settings
from wiki.db import now

_FIRST = re.compile(r"\b1(?= [^\W\d_])")


def today(moment: datetime | None = None) -> date:
    """The day of a moment (now) in the site's time zone, which is that of all its readers."""
    settings: Settings = current_app.extensions["wiki.settings"]
    return (moment or now()).astimezone(ZoneInfo(settings.time_zone)).date()


def in_words(day: date, form: str, locale: Locale | str) -> str:
    """A day by a form of CLDR ("long", "full", or a pattern); French says « 1er mars », which CLDR leaves to us."""
    text = format_date(day, form, locale=locale)
    return _FIRST.sub("1er", text, count=1) if str(locale).startswith("fr") else text
