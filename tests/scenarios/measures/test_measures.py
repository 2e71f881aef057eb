"""How far things went and how they grew, in small cases that one reckons in one's head."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.measures.growth import MOST_MONTHS, by_month, growth, months_until, shown_months
from scenarios.measures.queries import Adaptation, Retour
from scenarios.measures.reach import Rung, reach, rung
from wiki.geography.regions import ABROAD, regions
from wiki.territories.map import Point

BRETAGNE, NORMANDIE = regions()["53"], regions()["28"]
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
months = st.tuples(st.integers(2015, 2030), st.integers(1, 12))


@pytest.mark.parametrize(
    ("to_id", "origin", "place", "expected"),
    [
        (1, BRETAGNE, BRETAGNE, Rung.TERRITORY),
        (2, BRETAGNE, BRETAGNE, Rung.REGION),
        (2, BRETAGNE, NORMANDIE, Rung.NATION),
        (1, BRETAGNE, NORMANDIE, Rung.NATION),  # played while travelling
        (2, BRETAGNE, ABROAD, Rung.ABROAD),
        (2, ABROAD, BRETAGNE, Rung.ABROAD),
        (1, ABROAD, ABROAD, Rung.TERRITORY),
        (2, ABROAD, ABROAD, Rung.ABROAD),
        (1, None, None, Rung.TERRITORY),
        (2, None, BRETAGNE, Rung.UNKNOWN),
        (2, BRETAGNE, None, Rung.UNKNOWN),
    ],
)
def test_how_far_it_is(to_id: int, origin: object, place: object, expected: Rung) -> None:
    assert rung(1, to_id, origin, place) is expected  # type: ignore[arg-type]


def adapted(page_id: int, source_id: int | None, to_id: int, *, is_direct: bool = True) -> Adaptation:
    return Adaptation(page_id, "scenario", source_id, 1, to_id, is_direct, MOMENT)


def told(page_id: int, scenario_id: int | None, to_id: int, point: Point | None = None) -> Retour:
    return Retour(page_id, scenario_id, 1 if scenario_id else None, to_id, point, MOMENT)


def test_a_scenario_counts_on_the_farthest_rung_that_it_reached() -> None:
    known = {1: BRETAGNE, 2: BRETAGNE, 3: NORMANDIE, 4: None}
    found = reach(
        [10, 11, 12, 13],
        [adapted(20, 10, 2), adapted(21, 10, 3), adapted(22, 12, 3, is_direct=False), adapted(23, None, 4)],
        [
            told(30, 10, 1),
            told(31, 11, 1),
            told(32, 11, 1, Point(50.85, 4.35)),  # Brussels
            told(33, None, 2),  # what was played is not told
            told(34, 99, 2),  # a scenario that is not counted
        ],
        known,
    )

    assert found.adaptations == {Rung.REGION: 1, Rung.NATION: 1, Rung.UNKNOWN: 1}
    assert found.retours == {Rung.TERRITORY: 2, Rung.ABROAD: 1, Rung.REGION: 1}
    assert found.scenarios == {Rung.NATION: 2, Rung.ABROAD: 1}
    assert found.stayed == 1


@given(st.dictionaries(months, st.integers(0, 50), min_size=1, max_size=10))
def test_totals_only_grow_and_end_at_the_sum(added: dict[tuple[int, int], int]) -> None:
    last = max(added)
    shown = shown_months([added], last)
    totals = growth(added, shown)

    assert len(totals) == len(shown) <= MOST_MONTHS
    assert totals == sorted(totals)
    assert totals[-1] == sum(added.values())


@given(months, months)
def test_months_follow_one_another(one: tuple[int, int], other: tuple[int, int]) -> None:
    first, last = sorted((one, other))
    found = months_until(first, last)

    assert (found[0], found[-1]) == (first, last)
    assert all(1 <= month <= 12 for _year, month in found)
    assert len(set(found)) == len(found) == (last[0] - first[0]) * 12 + last[1] - first[1] + 1


def test_nothing_at_all_is_this_month() -> None:
    assert shown_months([{}, {}], (2026, 11)) == [(2026, 11)]
    assert growth({}, [(2026, 11)]) == [0]
    assert by_month([MOMENT, MOMENT]) == Counter({(2026, 3): 2})
