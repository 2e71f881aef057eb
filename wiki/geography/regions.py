"""The region of a place, by what people write and by coordinates, and distances."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, cos, hypot, inf, radians, sin, sqrt

from wiki.geography.outlines import Outline, outlines
from wiki.rendering.slugs import slugify
from wiki.territories.map import Point

EARTH_RADIUS = 6371.0
"""Kilometres; the mean radius of the International Union of Geodesy and Geophysics."""
COAST = 3.0
"""Kilometres: so far from an outline a place still belongs to the region; outlines are simplified."""
_ONE_DEGREE = 111.2
"""Kilometres of a degree of latitude."""
_NEAR = 0.06
"""Degrees that are more than `COAST`, up to 60° of latitude."""
_SEPARATORS = re.compile(r"[/,;·]")


@dataclass(frozen=True)
class Region:
    """A region of France, or a collectivity overseas; `code` is that of INSEE."""

    code: str
    name: str


ABROAD = Region("", "")
"""Where a place is that lies in another country."""

_COLLECTIVITIES = {
    # code: (name, west, south, east, north). Without outlines; a box of sea around islands is enough.
    "975": ("Saint-Pierre-et-Miquelon", -56.6, 46.6, -56.0, 47.2),
    "977": ("Saint-Barthélemy", -62.95, 17.8, -62.7, 18.0),
    "978": ("Saint-Martin", -63.2, 18.0, -62.95, 18.15),
    "986": ("Wallis-et-Futuna", -178.4, -14.5, -176.0, -13.0),
    "987": ("Polynésie française", -155.0, -28.0, -134.0, -7.5),
    "988": ("Nouvelle-Calédonie", 158.0, -23.0, 172.5, -18.0),
}


@cache
def regions() -> Mapping[str, Region]:
    """Every region and collectivity by its code, the regions of France first."""
    drawn = {outline.code: Region(outline.code, outline.name) for outline in outlines()}
    return drawn | {code: Region(code, name) for code, (name, *_box) in _COLLECTIVITIES.items()}


def region_named(text: str) -> Region | None:
    """The region that people name, or the region of the department that they name.

    None where nothing is recognised, or more than one: « Bretagne/Normandie ».

    >>> region_named("Loire-Atlantique").name
    'Pays de la Loire'
    """
    known = _by_name()
    found = {known[key] for part in _SEPARATORS.split(text) if (key := slugify(part)) in known}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def region_at(point: Point) -> Region:
    """The region where a place is; `ABROAD` where it is in none."""
    longitude, latitude = point.longitude, point.latitude
    near = [outline for outline in outlines() if _is_around(outline.code, longitude, latitude)]
    for outline in near:
        if outline.holds(longitude, latitude):
            return regions()[outline.code]
    return _by_box(longitude, latitude) or _on_the_coast(point, near) or ABROAD


def region_of(text: str, point: Point | None) -> Region | None:
    """The region of a place that says where it is in words, in coordinates, or both; words go first.

    None where neither tells.
    """
    named = region_named(text)
    if named is None and point is not None:
        return region_at(point)
    return named


def distance(one: Point, other: Point) -> float:
    """Kilometres as the crow flies, by the haversine formula.

    >>> round(distance(Point(48.774, 2.009), Point(47.2184, -1.5536)))
    315
    """
    south, north = radians(one.latitude), radians(other.latitude)
    up, across = (north - south) / 2, radians(other.longitude - one.longitude) / 2
    return 2 * EARTH_RADIUS * asin(sqrt(sin(up) ** 2 + cos(south) * cos(north) * sin(across) ** 2))


@cache
def _by_name() -> Mapping[str, Region]:
    """Regions by their folded names and by those of their departments; where both have one, the region's counts."""
    text = (files("wiki.geography") / "departments.csv").read_text(encoding="utf-8")
    departments = {
        slugify(row["department"]): regions()[row["region"]] for row in csv.DictReader(text.splitlines())
    }
    return departments | {slugify(region.name): region for region in regions().values()}


@cache
def _box(code: str) -> tuple[float, float, float, float]:
    return next(outline.box for outline in outlines() if outline.code == code)


def _by_box(longitude: float, latitude: float) -> Region | None:
    for code, (_name, west, south, east, north) in _COLLECTIVITIES.items():
        if west <= longitude <= east and south <= latitude <= north:
            return regions()[code]
    return None


def _is_around(code: str, longitude: float, latitude: float) -> bool:
    """Whether a point is in the box of a region, or so near that it may be on its coast."""
    west, south, east, north = _box(code)
    return west - _NEAR <= longitude <= east + _NEAR and south - _NEAR <= latitude <= north + _NEAR


def _on_the_coast(point: Point, near: Sequence[Outline]) -> Region | None:
    """That of some regions whose outline passes nearest, within `COAST`."""
    narrowing = cos(radians(point.latitude))
    apart, code = min(
        (
            (hypot((longitude - point.longitude) * narrowing, latitude - point.latitude), outline.code)
            for outline in near
            for ring in outline.rings
            for longitude, latitude in ring
        ),
        default=(inf, ""),
    )
    return regions()[code] if apart * _ONE_DEGREE <= COAST else None
