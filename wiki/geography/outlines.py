"""The outlines of the regions: TopoJSON read into rings, and whether a point lies within them.

Format: https://github.com/topojson/topojson-specification. A ring is a list of arcs that neighbours share; `~n` is
arc `n` run backwards.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

Position = tuple[float, float]
"""Longitude, latitude in degrees, as in GeoJSON."""
Ring = tuple[Position, ...]


@dataclass(frozen=True)
class Outline:
    """The shape of a region: rings of its parts and of the holes in them, each closed."""

    code: str
    name: str
    rings: tuple[Ring, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        longitudes, latitudes = zip(*(position for ring in self.rings for position in ring), strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point is inside: a line from it to the east crosses the rings an odd number of times."""
        return sum(_crossings(ring, longitude, latitude) for ring in self.rings) % 2 == 1


@cache
def outlines() -> tuple[Outline, ...]:
    """The regions of France by INSEE code."""
    text = (files("wiki.geography") / "regions.topojson").read_text(encoding="utf-8")
    return read_topology(json.loads(text))


def read_topology(topology: dict[str, Any]) -> tuple[Outline, ...]:
    """The polygons of a quantized topology with one object, in its order."""
    arcs = [tuple(_positions(arc, **topology["transform"])) for arc in topology["arcs"]]
    (collection,) = topology["objects"].values()
    return tuple(
        Outline(shape["id"], shape["properties"]["name"], tuple(_rings(shape, arcs)))
        for shape in collection["geometries"]
    )


def _positions(
    arc: Sequence[Sequence[int]], scale: Sequence[float], translate: Sequence[float]
) -> Iterator[Position]:
    """The points of an arc, of which each is kept as a step from the one before."""
    x = y = 0
    for right, up in arc:
        x, y = x + right, y + up
        yield round(x * scale[0] + translate[0], 5), round(y * scale[1] + translate[1], 5)


def _rings(shape: dict[str, Any], arcs: Sequence[Ring]) -> Iterator[Ring]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            yield _joined(arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring)


def _joined(arcs: Iterator[Ring]) -> Ring:
    """Arcs after one another; each begins where the one before ended."""
    joined = list(next(arcs))
    for arc in arcs:
        joined += arc[1:]
    return tuple(joined)


def _crossings(ring: Ring, longitude: float, latitude: float) -> int:
    return sum(
        (south > latitude) != (north > latitude)
        and longitude < west + (latitude - south) / (north - south) * (east - west)
        for (west, south), (east, north) in pairwise(ring)
    )
