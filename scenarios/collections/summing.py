"""What the pages of a parcours add up to: minutes, group sizes. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class Sum:
    """Minutes of several pages; `unknown`: how many pages do not say how long they take."""

    minutes: int
    unknown: int

    @property
    def told(self) -> str:
        """The minutes as people say them."""
        return as_hours(self.minutes)


@dataclass(frozen=True)
class Sizes:
    """The smallest and the largest group that some page is made for."""

    least: int
    most: int


def total(lengths: Iterable[int | None]) -> Sum:
    """The sum of what is known, and how much is not.

    >>> total([30, None, 90])
    Sum(minutes=120, unknown=1)
    """
    known = list(lengths)
    return Sum(sum(length or 0 for length in known), sum(length is None for length in known))


def sizes(texts: Sequence[str]) -> Sizes | None:
    """From the smallest to the largest group, as `effectif` says it (`12 à 24`); None where nothing says a number."""
    numbers = [int(number) for text in texts for number in _NUMBER.findall(text[:60]) if int(number)]
    return Sizes(min(numbers), max(numbers)) if numbers else None


def as_hours(minutes: int) -> str:
    """Minutes as hours and minutes, however many: days of learning have no common length.

    >>> as_hours(45), as_hours(120), as_hours(905)
    ('45 min', '2 h', '15 h 05')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"
