"""The order of steps, and what they add up to."""

from hypothesis import given
from hypothesis import strategies as st

from scenarios.collections.arranging import DOWN, FIRST, LAST, UP, WAYS, moved
from scenarios.collections.summing import Sizes, as_hours, sizes, total

ORDERS = st.lists(st.integers(), min_size=1, max_size=60, unique=True)
WAYS_TYPED = st.one_of(st.sampled_from(WAYS), st.integers(-5, 99999).map(str), st.text(max_size=8))


@given(ORDERS, st.data(), WAYS_TYPED)
def test_moving_loses_nothing_and_keeps_the_order_of_the_others(
    order: list[int], data: st.DataObject, way: str
) -> None:
    thing = data.draw(st.sampled_from(order))
    after = moved(order, thing, way)

    assert sorted(after) == sorted(order)
    assert [one for one in after if one != thing] == [one for one in order if one != thing]


@given(ORDERS, st.data())
def test_up_then_down_is_where_it_was_but_at_the_top(order: list[int], data: st.DataObject) -> None:
    thing = data.draw(st.sampled_from(order))
    back = moved(moved(order, thing, UP), thing, DOWN)

    assert back == order or order[0] == thing
    assert moved(order, thing, FIRST)[0] == moved(order, thing, LAST)[-1] == thing


@given(ORDERS, st.data(), st.integers(1, 60))
def test_a_place_is_where_it_stands_afterwards(order: list[int], data: st.DataObject, place: int) -> None:
    thing = data.draw(st.sampled_from(order))

    assert moved(order, thing, str(place)).index(thing) == min(place, len(order)) - 1


@given(st.lists(st.one_of(st.none(), st.integers(1, 10_000)), max_size=60))
def test_the_sum_is_of_what_is_known_in_any_order(lengths: list[int | None]) -> None:
    found = total(lengths)

    assert found == total(reversed(lengths))
    assert found.minutes == sum(length for length in lengths if length is not None)
    assert found.unknown == lengths.count(None)


@given(st.integers(0, 100_000))
def test_hours_and_minutes_say_the_same_time(minutes: int) -> None:
    told = as_hours(minutes)
    hours, _, rest = told.partition(" h") if " h" in told else ("0", "", told.removesuffix(" min"))

    assert int(hours) * 60 + int(rest or 0) == minutes


def test_group_sizes_go_from_the_smallest_to_the_largest() -> None:
    assert sizes(["12 à 24", "8", "une classe", "de 0 à 30 personnes"]) == Sizes(8, 30)
    assert sizes(["un groupe"]) is None
    assert sizes([]) is None
