"""Durations as people write them, in minutes: `10 min`, `1 h 30`, `1h30`, `2 jours` (a day is 7 h of work)."""

import re

DAY = 7 * 60
HOUR = 60
LONGEST = 366 * DAY
"""Beyond, it is no duration of a learning situation but a slip of the hand."""

_SPACE = r"[ \t\u00a0\u202f]*"
_NUMBER = r"(\d{1,6}(?:[.,]\d{1,3})?)"
_DAYS = re.compile(rf"{_NUMBER}{_SPACE}(?:jours?|journées?|days?|j|d)\b\.?", re.IGNORECASE)
_HALF_DAY = re.compile(
    rf"(?:(\d{{1,4}}){_SPACE}|une{_SPACE}|a{_SPACE})?(?:demi-journées?|half[ -]days?)\b", re.IGNORECASE
)
_HOURS = re.compile(
    rf"{_NUMBER}{_SPACE}(?:heures?|hours?|hrs?|h)(?:{_SPACE}([0-5]?\d)(?!\d)(?!{_SPACE}(?:min|mn|m\b|['′]|jour|h)))?\.?",
    re.IGNORECASE,
)
_MINUTES = re.compile(rf"{_NUMBER}{_SPACE}(?:minutes?|mins?|mn|m|['′])(?![\w])\.?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:[\s\u00a0\u202f,+]|et|and)*")


def read_duration(text: str) -> int | None:
    """The minutes that a text says, rounded; None when it is no duration, zero or absurdly long.

    A text that says more than a duration (`environ 2 h`, `35`, `10 à 15 min`) is none: nothing is guessed.

    >>> read_duration("1 h 30"), read_duration("2 jours"), read_duration("1:30")
    (90, 840, None)
    """
    rest, total, found = text.strip()[:60], 0.0, False
    for pattern, unit in ((_HALF_DAY, DAY / 2), (_DAYS, DAY), (_HOURS, HOUR), (_MINUTES, 1)):
        part = pattern.match(rest)
        if part is None:
            continue
        found = True
        total += _number(part[1] or "1") * unit
        if pattern is _HOURS and part[2]:
            total += int(part[2])
        between = _BETWEEN.match(rest, part.end())
        rest = rest[between.end() if between else part.end() :]
    minutes = round(total)
    return minutes if found and not rest and 0 < minutes <= LONGEST else None


def write_duration(minutes: int) -> str:
    """Minutes as a scenario writes them: `35 min`, `1 h 30`, `2 jours` for whole days of work.

    Reading it back gives the same number.

    >>> write_duration(90), write_duration(840), write_duration(35)
    ('1 h 30', '2 jours', '35 min')
    """
    if minutes >= 2 * DAY and minutes % DAY == 0:
        return f"{minutes // DAY} jours"
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def _number(text: str) -> float:
    return float(text.replace(",", "."))
