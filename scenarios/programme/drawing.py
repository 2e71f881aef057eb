"""Where milestones stand on a drawn line of time. Pure; lengths are those of the drawing's own box."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from scenarios.programme.models import Milestone

WIDTH, MARGIN = 360, 14
LANE, TOP, MARK = 24, 10, 9
"""Height of a lane, room above the first, and half the width of a mark: its number is still read on a phone."""
_GAP = 2
_MOST_TICKS = 7
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class Mark:
    """A milestone in the drawing: a bar from `x` on, `width` long, with its number; `lane` 0 is the top one."""

    number: int
    x: float
    width: float
    lane: int
    state: str

    @property
    def y(self) -> int:
        return TOP + self.lane * LANE

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Drawing:
    """All marks, the months or years that are named below them, and where today is (None when out of sight)."""

    marks: Sequence[Mark]
    ticks: Sequence[tuple[float, date]]
    today: float | None
    lanes: int

    @property
    def bottom(self) -> int:
        """Where the line of time is."""
        return TOP + self.lanes * LANE

    @property
    def height(self) -> int:
        return self.bottom + 22

    @property
    def by_year(self) -> bool:
        """Whether naming the years is enough."""
        return all(first.year != second.year for (_x, first), (_y, second) in pairwise(self.ticks))


def state_of(milestone: Milestone, today: date) -> str:
    """`done`, `late` (its last day is over), `now` or `ahead`."""
    if milestone.is_done:
        return "done"
    if milestone.last_day < today:
        return "late"
    return "now" if milestone.starts_on <= today else "ahead"


def draw(milestones: Sequence[Milestone], today: date) -> Drawing | None:
    """Milestones in the order of their first days, numbered from 1; None for none."""
    if not milestones:
        return None
    first = _month(min(milestone.starts_on for milestone in milestones))
    last = _month(max(milestone.last_day for milestone in milestones), 1)
    scale = _Scale(first, last)
    marks: list[Mark] = []
    ends: list[float] = []
    for number, milestone in enumerate(milestones, 1):
        x, end = scale.bar(milestone.starts_on, milestone.last_day)
        lane = next((lane for lane, taken in enumerate(ends) if taken + _GAP <= x), len(ends))
        ends[lane : lane + 1] = [end]
        marks.append(Mark(number, round(x, 1), round(end - x, 1), lane, state_of(milestone, today)))
    seen = round(scale.x(today), 1) if first <= today <= last else None
    return Drawing(marks, scale.ticks(), seen, len(ends))


@dataclass(frozen=True)
class _Scale:
    """From days to places; begins and ends with a month."""

    first: date
    last: date

    def x(self, day: date) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (day - self.first) / (self.last - self.first)

    def bar(self, starts_on: date, last_day: date) -> tuple[float, float]:
        """From the first day to the end of the last, at least as wide as a mark and within the drawing."""
        x, end = self.x(starts_on), self.x(last_day + timedelta(days=1))
        if end - x < 2 * MARK:
            x = min(max((x + end) / 2 - MARK, 0), WIDTH - 2 * MARK)
            end = x + 2 * MARK
        return x, end

    def ticks(self) -> list[tuple[float, date]]:
        """The first days of months to name, as many as there is room for."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((step for step in _MONTHS if months / step < _MOST_TICKS), _MONTHS[-1])
        start = self.first.year * 12 + self.first.month - 1
        aligned = range(-(-start // step) * step, start + months + 1, step)
        days = [date(number // 12, number % 12 + 1, 1) for number in aligned]
        return [(round(self.x(day), 1), day) for day in days]


def _month(day: date, later: int = 0) -> date:
    """The first day of a day's month, or of a later one."""
    number = day.year * 12 + day.month - 1 + later
    return date(number // 12, number % 12 + 1, 1)
