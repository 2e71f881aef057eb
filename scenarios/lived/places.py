"""Where sessions took place, for the map and for the list beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.lived.sessions import Session
from wiki.territories.map import Point

SIDE_BY_SIDE = 0.56
"""How far dots at one place stand apart, in degrees of the drawing."""
_ABOUT = 1
"""Decimals of a degree within which sessions of one place and territory count as the same place."""


@dataclass(frozen=True)
class Place:
    """A place, by its number in the list; `x` and `y` on the map, None where it is not on it."""

    number: int
    name: str
    territory: str
    territory_slug: str
    sessions: tuple[Session, ...]
    x: float | None = None
    y: float | None = None


def places_of(sessions: Sequence[Session]) -> list[Place]:
    """Each place once, the one with most sessions first."""
    found: dict[tuple[str, str], list[Session]] = {}
    for session in sessions:
        found.setdefault((session.territory_slug, session.place.casefold()), []).append(session)
    order = sorted(found.values(), key=lambda here: (-len(here), here[0].territory, here[0].place))
    taken: Counter[tuple[float, float]] = Counter()
    return [_place(number, tuple(here), taken) for number, here in enumerate(order, start=1)]


def _place(number: int, here: tuple[Session, ...], taken: Counter[tuple[float, float]]) -> Place:
    point = next((one.at for one in here if one.at is not None), None)
    first = here[0]
    place = (number, first.place or first.territory, first.territory, first.territory_slug, here)
    if point is None or not point.is_on_map:
        return Place(*place)
    return Place(*place, *_spot(point, taken))


def _spot(point: Point, taken: Counter[tuple[float, float]]) -> tuple[float, float]:
    """Where a dot stands: beside those that are at the same spot already."""
    at = round(point.x, _ABOUT), round(point.y, _ABOUT)
    x = point.x + SIDE_BY_SIDE * taken[at]
    taken[at] += 1
    return round(x, 3), point.y
