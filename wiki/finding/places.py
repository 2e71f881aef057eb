"""What was found, by territory: circles on the map, the larger the more pages, and the list that says the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from wiki.finding.forms import Asked
from wiki.territories.map import Point
from wiki.territories.queries import TerritorySummary

SMALLEST, LARGEST = 0.2, 0.5
"""Radius of a circle in degrees of the map."""


@dataclass(frozen=True)
class Place:
    """A territory with pages found; `asked` is the same search in it alone."""

    name: str
    region: str
    count: int
    chosen: bool
    asked: Asked
    point: Point | None
    radius: float

    @property
    def is_on_map(self) -> bool:
        return self.point is not None and self.point.is_on_map


def places(
    asked: Asked,
    counts: Mapping[str, int],
    territories: Sequence[TerritorySummary],
    points: Mapping[str, Point],
) -> list[Place]:
    """The territories where something was found, most pages first, so that small circles lie on large ones."""
    most = max(counts.values(), default=0)

    def found() -> Iterator[Place]:
        for territory in territories:
            count = counts.get(territory.slug, 0)
            if count:
                radius = round(SMALLEST + (LARGEST - SMALLEST) * sqrt(count / most), 2)
                there = asked.having("territory", territory.slug)
                chosen = territory.slug in asked.chosen("territory")
                point = points.get(territory.slug)
                yield Place(territory.name, territory.region, count, chosen, there, point, radius)

    return sorted(found(), key=lambda place: -place.count)
