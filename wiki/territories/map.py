"""Where things are: coordinates, projected on a map of France and its neighbours.

The map is plate carrée, narrowed for the latitude of Bourges: `x = longitude × NARROWING`, `y = −latitude`, in
degrees. Its outline is made when the front end is built, in degrees as well: nothing is projected in two places.
"""

import re
from dataclasses import dataclass

NARROWING = 0.684
WEST, EAST, SOUTH, NORTH = -5.6, 10.2, 41.0, 51.6
VIEW_BOX = f"{WEST * NARROWING:.2f} {-NORTH} {(EAST - WEST) * NARROWING:.2f} {NORTH - SOUTH:.1f}"

_COORDINATES = re.compile(r"\s*([+-]?\d{1,2}(?:[.,]\d{1,9})?)\s*[,; ]\s*([+-]?\d{1,3}(?:[.,]\d{1,9})?)\s*")


@dataclass(frozen=True)
class Point:
    """A place in degrees."""

    latitude: float
    longitude: float

    @property
    def x(self) -> float:
        return round(self.longitude * NARROWING, 3)

    @property
    def y(self) -> float:
        return round(-self.latitude, 3)

    @property
    def is_on_map(self) -> bool:
        return SOUTH <= self.latitude <= NORTH and WEST <= self.longitude <= EAST


def read_point(text: str) -> Point | None:
    """The place that a head names as `latitude, longitude`; None when it cannot be read or is nowhere on Earth.

    >>> read_point("48.774, 2.009")
    Point(latitude=48.774, longitude=2.009)
    """
    found = _COORDINATES.fullmatch(text[:60])
    if found is None:
        return None
    latitude, longitude = (float(number.replace(",", ".")) for number in found.groups())
    return Point(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
