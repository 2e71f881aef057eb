"""The map as the server draws it, and in which order the list beside it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil

from scenarios.maps.queries import Home, Spread, kilometres
from wiki.geography.outlines import Outline, Ring, outlines
from wiki.geography.regions import ABROAD, Region
from wiki.rendering.slugs import fold
from wiki.territories.map import Point

SHADES = 4
"""Shades of regions, the darkest for the most sessions; the number stands in each."""


@dataclass(frozen=True)
class Shaded:
    """A region on the drawing: how dark it is, and where its number stands, in degrees of the map."""

    code: str
    name: str
    number: int
    shade: int
    x: float
    y: float


@dataclass(frozen=True)
class Near:
    """A territory in the list, as far from the one asked as it is."""

    home: Home
    kilometres: int | None


@dataclass(frozen=True)
class RegionRow:
    """A region in the table beside the drawing; `name` is empty abroad and where nothing is known."""

    name: str
    is_abroad: bool
    territories: int
    retours: int


def shaded(counts: Mapping[Region | None, int]) -> list[Shaded]:
    """The regions that are on the map of France."""
    numbers = {region.code: number for region, number in counts.items() if region}
    most = max([*numbers.values(), 1])
    return [
        Shaded(outline.code, outline.name, number, ceil(SHADES * number / most), middle.x, middle.y)
        for outline in outlines()
        if (middle := _middle(outline.code)).is_on_map
        for number in [numbers.get(outline.code, 0)]
    ]


def region_rows(found: Spread) -> list[RegionRow]:
    """Regions with a territory or a session, by name; then other countries, then what is not located."""
    regions = [region for region in {*found.territories, *found.retours} if region]
    named = sorted((region for region in regions if region.code), key=lambda region: fold(region.name))
    others = [region for region in (ABROAD, None) if region in found.territories or region in found.retours]
    return [
        RegionRow(
            region.name if region else "",
            region is ABROAD,
            found.territories.get(region, 0),
            found.retours.get(region, 0),
        )
        for region in [*named, *others]
    ]


def nearest_first(homes: Sequence[Home], origin: Point | None) -> list[Near]:
    """The territories by name, or the nearest first; those of which nobody knows where they are last."""
    rows = [Near(home, kilometres(origin, home.point)) for home in homes]
    return sorted(rows, key=lambda row: (row.kilometres is None, row.kilometres or 0, fold(row.home.name)))


@cache
def _middle(code: str) -> Point:
    """The centre of gravity of the largest part of a region: https://en.wikipedia.org/wiki/Centroid#Of_a_polygon."""
    outline = next(outline for outline in outlines() if outline.code == code)
    return _centroid(_largest(outline))


def _largest(outline: Outline) -> Ring:
    return max(outline.rings, key=lambda ring: abs(sum(_across(ring))))


def _centroid(ring: Ring) -> Point:
    across = _across(ring)
    area = sum(across) * 3
    pairs = [(one, other, crossed) for (one, other), crossed in zip(pairwise(ring), across, strict=True)]
    longitude = sum((one[0] + other[0]) * crossed for one, other, crossed in pairs) / area
    latitude = sum((one[1] + other[1]) * crossed for one, other, crossed in pairs) / area
    return Point(latitude, longitude)


def _across(ring: Ring) -> list[float]:
    """Twice the signed areas between the origin and each side."""
    return [one[0] * other[1] - other[0] * one[1] for one, other in pairwise(ring)]
