"""Where places are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.geography.outlines import outlines, read_topology
from wiki.geography.regions import ABROAD, distance, region_at, region_named, region_of, regions
from wiki.territories.map import Point

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Île-de-France", "Île-de-France"),
        ("ile de france", "Île-de-France"),
        ("Provence-Alpes-Côte d’Azur", "Provence-Alpes-Côte d'Azur"),
        ("Loire-Atlantique", "Pays de la Loire"),
        ("Var", "Provence-Alpes-Côte d'Azur"),
        ("Polynésie française", "Polynésie française"),
        ("La Réunion", "La Réunion"),
        ("Bretagne / Finistère", "Bretagne"),
    ],
)
def test_a_region_is_known_by_its_name_and_by_those_of_its_departments(text: str, name: str) -> None:
    found = region_named(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["", "Bretagne/Normandie", "International et local", "Wallonie", "  "])
def test_what_names_no_region_or_two_is_no_region(text: str) -> None:
    assert region_named(text) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [
        (48.774, 2.009, "Île-de-France"),
        (47.3475, -3.154, "Bretagne"),  # Belle-Île
        (43.001, 6.203, "Provence-Alpes-Côte d'Azur"),  # Porquerolles
        (48.6361, -1.5115, "Normandie"),  # Mont-Saint-Michel
        (48.0389, -4.853, "Bretagne"),  # Île de Sein
        (44.384, 4.989, "Provence-Alpes-Côte d'Azur"),  # Valréas, an enclave in the Drôme
        (48.39, -4.486, "Bretagne"),  # Brest, at the roadstead
        (-20.88, 55.45, "La Réunion"),
        (4.93, -52.33, "Guyane"),
        (-17.53, -149.57, "Polynésie française"),
        (46.78, -56.17, "Saint-Pierre-et-Miquelon"),
        (50.8467, 4.3525, ""),  # Brussels
        (46.2, 6.15, ""),  # Geneva
        (49.61, 6.13, ""),  # Luxembourg
        (49.2, -2.1, ""),  # Jersey
        (14.69, -17.45, ""),  # Dakar
    ],
)
def test_a_region_is_known_by_coordinates(latitude: float, longitude: float, name: str) -> None:
    assert region_at(Point(latitude, longitude)).name == name


def test_what_is_said_in_words_goes_before_coordinates() -> None:
    paris, rennes = Point(48.85, 2.35), Point(48.11, -1.68)
    assert region_of("Bretagne", paris) == region_at(rennes)
    assert region_of("Bretagne/Normandie", rennes) == region_at(rennes)
    assert region_of("Wallonie", Point(50.46, 4.86)) is ABROAD
    assert region_of("Wallonie", None) is None


def test_every_region_holds_a_point_of_its_own_and_its_rings_are_closed() -> None:
    assert len(outlines()) == 18
    for outline in outlines():
        assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in outline.rings)
        west, south, east, north = outline.box
        inside = [
            (west + (east - west) * i / 20, south + (north - south) * j / 20)
            for i in range(20)
            for j in range(20)
            if outline.holds(west + (east - west) * i / 20, south + (north - south) * j / 20)
        ]
        assert inside, outline.name
        others = [other for other in outlines() if other is not outline]
        assert not any(other.holds(*inside[len(inside) // 2]) for other in others)


def test_a_hole_is_not_inside() -> None:
    square = [[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]
    hole = [[3, 3], [4, 0], [0, 4], [-4, 0], [0, -4]]
    shape = {"type": "Polygon", "id": "1", "properties": {"name": "x"}, "arcs": [[0], [~1]]}
    transform = {"scale": [1, 1], "translate": [0, 0]}
    [outline] = read_topology(
        {"arcs": [square, hole], "transform": transform, "objects": {"a": {"geometries": [shape]}}}
    )
    assert outline.holds(1, 1)
    assert not outline.holds(5, 5)
    assert not outline.holds(11, 5)


@given(points, points)
def test_distances_are_as_long_both_ways_and_never_more_than_half_around(one: Point, other: Point) -> None:
    there = distance(one, other)
    assert there == pytest.approx(distance(other, one), abs=1e-6)
    assert 0 <= there <= 20_016
    assert distance(one, one) == 0


@given(points)
def test_any_place_on_earth_has_an_answer(point: Point) -> None:
    assert region_at(point) in {*regions().values(), ABROAD}
