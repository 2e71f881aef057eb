"""What was found, by territory."""

from collections.abc import Callable
from itertools import combinations
from math import hypot
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.reading import select, words
from tests.wiki.finding.results import count, facet, found, titles
from wiki.finding.forms import Asked
from wiki.finding.places import LARGEST, MOST_SPREAD, SMALLEST, Spot, places, spread
from wiki.jobs.worker import drain
from wiki.territories.map import Point
from wiki.territories.queries import TerritorySummary

Client = Callable[..., FlaskClient]
Publish = Callable[..., int]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_territories_with_their_counts(client_of: Client, publish: Publish, write: Any, app: Flask) -> None:
    with write() as session:
        trappes = factories.territory(session, "trappes")
        trappes.latitude, trappes.longitude = 48.77, 2.0
    publish("# Une ruche\n\nDes abeilles.\n", indexed=False)
    publish("# Deux ruches\n\nDes abeilles.\n", territory="nantes", kind="tool", indexed=False)
    publish("# Ruche cachée\n\nDes abeilles.\n", audience="territory", indexed=False)
    drain(app)
    page = found(client_of(), q="abeilles", vue="carte")
    listed = [words(line) for line in select(page, ".place-list li")]
    assert listed == ["Nantes 1 page hors de la carte", "Trappes 1 page"]
    [circle] = select(page, "a.map-point")
    assert circle.get("href") == "/recherche?q=abeilles&territoire=trappes"
    assert circle.get("tabindex") == "-1"
    assert titles(page) == []
    assert count(page) == 2
    assert [words(line) for line in select(found(client_of("membre"), vue="carte"), ".place-list li")] == [
        "Trappes 2 pages", "Nantes 1 page hors de la carte",
    ]  # fmt: skip
    # The filters keep the map, and count the territories as if none were chosen.
    narrow = found(client_of(), vue="carte", territoire="nantes")
    assert facet(narrow, "territoire") == {"trappes": 1, "nantes": 1}
    assert len(select(narrow, ".place-list li")) == 2
    assert [field.get("value") for field in select(narrow, "input[name=vue]")] == ["carte"]


def test_circles_grow_with_the_number_of_pages() -> None:
    there = [TerritorySummary(n, f"t{n}", f"T{n}", "", "", "") for n in range(4)]
    counts = {"t0": 1, "t1": 100, "t2": 25}
    points = {"t0": Point(48, 2), "t1": Point(45, 5), "t2": Point(-21, 55)}
    found_there = places(Asked(filters={"territory": ("t1",)}), counts, there, points)
    assert [place.name for place in found_there] == ["T1", "T2", "T0"]
    assert [place.chosen for place in found_there] == [True, False, False]
    assert [place.is_on_map for place in found_there] == [True, False, True]
    large, _none, small = (place.spot for place in found_there)
    assert large is not None
    assert small is not None
    assert SMALLEST < small.radius < large.radius == LARGEST
    assert found_there[2].asked == Asked(filters={"territory": ("t0",)})


def test_circles_that_cover_one_another_are_moved_apart() -> None:
    spots = [Spot(1, 1, 0.3), Spot(1, 1, 0.3), Spot(1.1, 1, 0.3), Spot(5, 5, 0.3)]
    spread(spots)
    for one, other in combinations(spots, 2):
        assert hypot(one.x - other.x, one.y - other.y) > 0.5
    assert (spots[3].x, spots[3].y) == (5, 5)


def test_where_it_is_too_crowded_circles_come_to_rest() -> None:
    spots = [Spot(1, 1, 0.3) for _ in range(MOST_SPREAD)]
    spread(spots)
    assert len({(spot.x, spot.y) for spot in spots}) > MOST_SPREAD / 2


def test_too_many_circles_stay_where_they_are() -> None:
    spots = [Spot(1, 1, 0.3) for _ in range(MOST_SPREAD + 1)]
    spread(spots)
    assert {(spot.x, spot.y) for spot in spots} == {(1, 1)}
