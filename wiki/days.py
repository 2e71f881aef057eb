"""Days in words, as the languages of the interface write them."""

import re
from datetime import date

from babel import Locale
from babel.dates import format_date

_FIRST = re.compile(r"\b1(?= [^\W\d_])")


def in_words(day: date, form: str, locale: Locale | str) -> str:
    """A day by a form of CLDR ("long", "full", or a pattern); French says « 1er mars », which CLDR leaves to us."""
    text = format_date(day, form, locale=locale)
    return _FIRST.sub("1er", text, count=1) if str(locale).startswith("fr") else text
