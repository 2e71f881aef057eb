"""How numbers grew, month by month."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate

from scenarios.measures.queries import Month

MOST_MONTHS = 36
"""Months that are told one by one; what was before is in the first of them."""


def months_until(first: Month, last: Month) -> list[Month]:
    """Every month from one to another.

    >>> months_until((2025, 12), (2026, 2))
    [(2025, 12), (2026, 1), (2026, 2)]
    """
    start, end = (year * 12 + month - 1 for year, month in (first, last))
    return [(number // 12, number % 12 + 1) for number in range(start, end + 1)]


def by_month(moments: Iterable[datetime]) -> Counter[Month]:
    """How many of some moments, in universal time, are in each month."""
    return Counter((moment.year, moment.month) for moment in moments)


def shown_months(counts: Iterable[Mapping[Month, int]], last: Month) -> list[Month]:
    """The months that several numbers are told for alike: from the first in which anything happened."""
    first = min((month for added in counts for month in added), default=last)
    return months_until(min(first, last), last)[-MOST_MONTHS:]


def growth(added: Mapping[Month, int], months: Sequence[Month]) -> list[int]:
    """The totals at the end of some months, which follow one another, from what came in each month."""
    before = sum(number for month, number in added.items() if month < months[0])
    steps = accumulate((added.get(month, 0) for month in months), initial=before)
    return list(steps)[1:]
