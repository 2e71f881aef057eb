"""What was found, by territory: circles on the map, the larger the more pages, and the list that says the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot, sqrt

from wiki.finding.forms import Asked
from wiki.territories.map import Point
from wiki.territories.queries import TerritorySummary

SMALLEST, LARGEST = 0.19, 0.36
"""Radius of a circle in degrees of the map."""
ROUNDS, MOST_SPREAD = 30, 60
"""How often circles that cover one another are moved apart; with more circles than this they are left as they lie."""


@dataclass
class Spot:
    """A circle in degrees of the map."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Place:
    """A territory with pages found; `asked` is the same search in it alone."""

    name: str
    count: int
    chosen: bool
    asked: Asked
    spot: Spot | None

    @property
    def is_on_map(self) -> bool:
        return self.spot is not None


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
            if count := counts.get(territory.slug, 0):
                spot = _spot(points.get(territory.slug), count / most)
                there = asked.having("territory", territory.slug)
                chosen = territory.slug in asked.chosen("territory")
                yield Place(territory.name, count, chosen, there, spot)

    listed = sorted(found(), key=lambda place: -place.count)
    spread([place.spot for place in listed if place.spot])
    return listed


def spread(spots: Sequence[Spot]) -> None:
    """Move circles that cover one another apart; a little is left where it is crowded."""
    if len(spots) > MOST_SPREAD:
        return
    for _round in range(ROUNDS):
        moved = [_part(one, other) for one, other in combinations(spots, 2)]
        if not any(moved):
            return


def _part(one: Spot, other: Spot) -> bool:
    """Move two circles half of what they share, each its way; whether they shared anything."""
    x, y = other.x - one.x, other.y - one.y
    apart, wanted = hypot(x, y), one.radius + other.radius
    if apart >= wanted - 0.01:
        return False
    # Two at one place part sideways.
    right, down = (x / apart, y / apart) if apart else (1.0, 0.0)
    step = (wanted - apart) / 2
    one.x, one.y = round(one.x - right * step, 3), round(one.y - down * step, 3)
    other.x, other.y = round(other.x + right * step, 3), round(other.y + down * step, 3)
    return True


def _spot(point: Point | None, share: float) -> Spot | None:
    """The circle of a share of the largest count, where the map shows the place."""
    if point is None or not point.is_on_map:
        return None
    return Spot(point.x, point.y, round(SMALLEST + (LARGEST - SMALLEST) * sqrt(share), 2))
