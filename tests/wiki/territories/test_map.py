"""Where things are on the map of France."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.territories.map import Point, read_point


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("48.774, 2.009", Point(48.774, 2.009)),
        ("48,774 ; -1,5", Point(48.774, -1.5)),
        ("91, 2", None),
        ("48, 200", None),
        ("à la gare", None),
        ("", None),
        ("1" * 5000, None),
    ],
)
def test_coordinates(text: str, point: Point | None) -> None:
    assert read_point(text) == point


def test_only_what_is_on_the_map_is_drawn() -> None:
    assert Point(48.774, 2.009).is_on_map
    assert not Point(14.6, -61.0).is_on_map
    assert (Point(48.0, 2.0).x, Point(48.0, 2.0).y) == (1.368, -48.0)


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    point = read_point(text)
    assert point is None or abs(point.latitude) <= 90
