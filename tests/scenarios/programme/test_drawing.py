"""Where milestones stand on the line of time."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from scenarios.programme.drawing import WIDTH, draw, state_of
from scenarios.programme.models import Milestone

TODAY = date(2026, 11, 26)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def milestone(starts_on: date, length: int = 0, *, is_done: bool = False) -> Milestone:
    ends_on = starts_on + timedelta(days=length) if length else None
    return Milestone(title="Un pas", starts_on=starts_on, ends_on=ends_on, is_done=is_done)


milestones = st.lists(st.builds(milestone, days, st.integers(0, 400)), min_size=1, max_size=20).map(
    lambda found: sorted(found, key=lambda one: one.starts_on)
)


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw([], TODAY) is None


def test_a_milestone_is_done_late_under_way_or_ahead() -> None:
    assert state_of(milestone(date(2026, 1, 1), is_done=True), TODAY) == "done"
    assert state_of(milestone(TODAY - timedelta(days=1)), TODAY) == "late"
    assert state_of(milestone(TODAY - timedelta(days=9), 20), TODAY) == "now"
    assert state_of(milestone(TODAY), TODAY) == "now"
    assert state_of(milestone(TODAY + timedelta(days=1)), TODAY) == "ahead"


def test_today_is_drawn_where_it_is_in_sight() -> None:
    near = draw([milestone(TODAY - timedelta(days=3)), milestone(TODAY + timedelta(days=40))], TODAY)
    far = draw([milestone(date(2010, 5, 1))], TODAY)

    assert near is not None
    assert near.today is not None
    assert near.marks[0].middle < near.today
    assert far is not None
    assert far.today is None


def test_years_alone_are_named_where_there_are_many() -> None:
    many = draw([milestone(date(2015, 9, 15)), milestone(TODAY)], TODAY)
    few = draw([milestone(TODAY), milestone(TODAY + timedelta(days=90))], TODAY)

    assert many is not None
    assert many.by_year
    assert few is not None
    assert not few.by_year


@given(milestones)
def test_marks_stay_in_the_drawing_and_never_lie_on_one_another(found: list[Milestone]) -> None:
    drawing = draw(found, TODAY)

    assert drawing is not None
    assert [mark.number for mark in drawing.marks] == list(range(1, len(found) + 1))
    assert 1 <= len(drawing.ticks) <= 12
    for mark in drawing.marks:
        assert mark.x >= 0
        assert mark.x + mark.width <= WIDTH
        assert mark.y < drawing.bottom < drawing.height
    for one, other in combinations(drawing.marks, 2):
        assert one.lane != other.lane or one.x + one.width <= other.x or other.x + other.width <= one.x
