"""The sessions of a scenario, as far as the reader may know of them: rows beside its page, and a list of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from wiki.rendering.slugs import fold
from wiki.territories.categories import LABELS, ActorCategory
from wiki.territories.map import Point


def names_territory(place: str, territory: str) -> bool:
    """Whether a place says of itself in which territory it is: « Gare de Caen », or nothing but the territory."""
    return fold(territory) in fold(place or territory)


def joined_place(place: str, territory: str) -> str:
    """A place with its territory, each told once."""
    return (place or territory) if names_territory(place, territory) else f"{place}, {territory}"


@dataclass(frozen=True)
class Session:
    """One session told. `at` is the place on the map, of the session or else of the territory that tells it."""

    page_id: int
    title: str
    path: str
    territory: str
    territory_slug: str
    audience: str
    played_on: date | None
    version: int | None
    place: str
    at: Point | None
    headcount: int | None
    categories: Sequence[str] = ()
    ratings: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    minutes: Sequence[Sequence[Any]] = ()

    @cached_property
    def whom(self) -> list[Any]:
        """The categories of actors, lazily translated; of a code that there is no more nothing."""
        return [LABELS[ActorCategory(code)] for code in self.categories if code in LABELS]

    @property
    def where(self) -> str:
        """The place that was told, with its territory unless it names it."""
        return joined_place(self.place, self.territory)

    @property
    def lived(self) -> int:
        """How long it took in all, as far as it was measured."""
        return sum(minutes for _, minutes, _ in self.minutes)


def session_of(row: Sequence[Any]) -> Session:
    """A session from what a statement brought: see `columns.session_columns` for the order."""
    (page_id, title, place_slug, slug, territory, audience_key, played_on, version, place, latitude, longitude,
     north, east, headcount, categories, ratings, words, minutes) = row  # fmt: skip
    told = latitude is not None and longitude is not None
    at = (latitude, longitude) if told else (north, east)
    return Session(
        page_id=page_id,
        title=title,
        path=f"{place_slug}/{slug}",
        territory=territory,
        territory_slug=place_slug,
        audience=audience_key.partition(":")[0],
        played_on=date.fromisoformat(str(played_on)[:10]) if played_on else None,
        version=version,
        place=place,
        at=Point(*at) if at[0] is not None and at[1] is not None else None,
        headcount=headcount,
        categories=categories or (),
        ratings=ratings or {},
        words=words or {},
        minutes=minutes or (),
    )
