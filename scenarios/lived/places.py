"""Where sessions took place, for the map and for the list beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.lived.sessions import Session, names_territory
from wiki.territories.map import Point

SIDE_BY_SIDE = 0.56
"""How far dots at one place stand apart, in degrees of the drawing: as wide as they are."""


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

    @property
    def names_territory(self) -> bool:
        """Whether the name says in which territory the place is."""
        return names_territory(self.name, self.territory)


def places_of(sessions: Sequence[Session]) -> list[Place]:
    """Each place once, the one with most sessions first."""
    found: dict[tuple[str, str], list[Session]] = {}
    for session in sessions:
        found.setdefault((session.territory_slug, session.place.casefold()), []).append(session)
    order = sorted(found.values(), key=lambda here: (-len(here), here[0].territory, here[0].place))
    spots: list[tuple[float, float, int]] = []
    return [_place(number, tuple(here), spots) for number, here in enumerate(order, start=1)]


def _place(number: int, here: tuple[Session, ...], spots: list[tuple[float, float, int]]) -> Place:
    point = next((one.at for one in here if one.at is not None), None)
    first = here[0]
    place = (number, first.place or first.territory, first.territory, first.territory_slug, here)
    if point is None or not point.is_on_map:
        return Place(*place)
    return Place(*place, *_spot(point, spots))


def _spot(point: Point, spots: list[tuple[float, float, int]]) -> tuple[float, float]:
    """Where a dot stands: in a row with those that it would cover, each of which says where its row begins."""
    for index, (x, y, count) in enumerate(spots):
        if abs(point.x - x) < SIDE_BY_SIDE and abs(point.y - y) < SIDE_BY_SIDE:
            spots[index] = (x, y, count + 1)
            return round(x + SIDE_BY_SIDE * count, 3), y
    spots.append((point.x, point.y, 1))
    return point.x, point.y
