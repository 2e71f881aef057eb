"""Days as people write them: `2026-06-14`, `14/06/2026`, `samedi 14 juin`, `hier`."""

import re
from datetime import date, timedelta

from wiki.rendering.slugs import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "january"), ("fevrier", "fevr", "february"), ("mars", "march"),
            ("avril", "avr", "april"), ("mai", "may"), ("juin", "june"), ("juillet", "juil", "july"),
            ("aout", "august"), ("septembre", "sept", "september"), ("octobre", "oct", "october"),
            ("novembre", "nov", "november"), ("decembre", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_DAYS_AGO = {"aujourd'hui": 0, "today": 0, "hier": 1, "yesterday": 1, "avant-hier": 2}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_WORDS = re.compile(r"(?:[a-z]{5,9},? )?(?:le )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]{3,9})\.?(?:,? (\d{4}))?")
_FIRST_YEAR = 1900


def read_date(text: str, today: date | None = None) -> date | None:
    """The day that a text says; None when it says none.

    Args:
        today: lets `hier` and a day without its year be understood; such a day is the last one that was.

    >>> read_date("Samedi 14 juin 2025"), read_date("14.6.25")
    (datetime.date(2025, 6, 14), datetime.date(2025, 6, 14))
    """
    said = fold(text[:60]).strip(" .")
    if today is not None and said in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[said])
    if found := _ISO.fullmatch(said):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(said):
        year = int(found[3])
        return _day(year if year > 99 else 2000 + year, int(found[2]), int(found[1]))
    found = _WORDS.fullmatch(said)
    month = _MONTHS.get(found[2], 0) if found else 0
    if found is None or not month:
        return None
    return _day(int(found[3]), month, int(found[1])) if found[3] else _last(int(found[1]), month, today)


def _last(day: int, month: int, today: date | None) -> date | None:
    """The last such day that was."""
    if today is None:
        return None
    this_year = _day(today.year, month, day)
    return this_year if this_year and this_year <= today else _day(today.year - 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


def write_date(day: date) -> str:
    """A day as French texts say it: `14 juin 2026`, `1er mai 2026`."""
    return f"{'1er' if day.day == 1 else day.day} {_FRENCH[day.month - 1]} {day.year}"
