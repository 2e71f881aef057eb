"""The places of the map, as far as a person may know of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from scenarios.enactments.models import Enactment
from scenarios.enactments.projection import PLAYED_KIND
from scenarios.enactments.queries import tells
from scenarios.measures import queries as measures
from scenarios.measures.numbers import RETOUR, SCENARIO
from scenarios.measures.reach import place_of
from wiki.geography.regions import Region, distance, region_of
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.territories.map import Point
from wiki.territories.models import Territory
from wiki.territories.queries import TerritorySummary, listing, points


@dataclass(frozen=True)
class Home:
    """A territory on the map, with its pages of two kinds."""

    slug: str
    name: str
    region: str
    point: Point | None
    scenarios: int
    retours: int


@dataclass(frozen=True)
class Played:
    """A session that a page tells of; `is_near`: only its territory is known, not the place itself."""

    page_id: int
    title: str
    path: str
    scenario: str
    territory: str
    place: str
    played_on: date | None
    point: Point | None
    is_near: bool


@dataclass(frozen=True)
class Spread:
    """What the map tells of all: territories, and in which region how many of them are and sessions were.

    The empty code stands for other countries, None for what is not located.
    """

    homes: Sequence[Home]
    territories: Mapping[Region | None, int]
    retours: Mapping[Region | None, int]


def spread(session: Session, actor: Actor) -> Spread:
    """Territories with what they have, and the regions, in four statements; the national space is nowhere."""
    places, known = listing(session), points(session)
    everyone = listing(session, national=True)
    regions = {place.id: region_of(place.region, known.get(place.slug)) for place in everyone}
    by_kind: Counter[tuple[int, str]] = Counter()
    for (territory, kind, _month), number in measures.begun(session, actor).items():
        by_kind[territory, kind] += number
    told = measures.retours(session, actor)
    return Spread(
        [_home(place, known.get(place.slug), by_kind) for place in places],
        Counter(regions[place.id] for place in places),
        Counter(place_of(one, regions) for one in told),
    )


def played(session: Session, actor: Actor, *, before: int | None, limit: int) -> list[Played]:
    """Sessions, the last told first, below a number; with coordinates of their own or their territory's."""
    scenario = aliased(Page)
    query = (
        select(Page, Territory, Enactment, scenario.title)
        .join(Territory, Territory.id == Page.territory_id)
        .join(Enactment, Enactment.page_id == Page.id)
        .outerjoin(
            scenario,
            (scenario.id == Enactment.scenario_id)
            & visible_to(actor, scenario)
            & (scenario.kind == PLAYED_KIND),
        )
        .where(tells(), visible_to(actor))
        .order_by(Page.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Page.id < before)
    return [_played(*row) for row in session.execute(query)]


def kilometres(origin: Point | None, point: Point | None) -> int | None:
    """How far it is from one place to another; None where either is not known."""
    return None if origin is None or point is None else round(distance(origin, point))


def _home(place: TerritorySummary, point: Point | None, by_kind: Mapping[tuple[int, str], int]) -> Home:
    counts = (by_kind.get((place.id, kind), 0) for kind in (SCENARIO, RETOUR))
    return Home(place.slug, place.name, place.region, point, *counts)


def _played(page: Page, territory: Territory, told: Enactment, scenario: str | None) -> Played:
    own, home = _point(told), _point(territory)
    return Played(
        page_id=page.id,
        title=page.title,
        path=f"/{territory.slug}/{page.slug}",
        scenario=scenario or "",
        territory=territory.name,
        place=told.place,
        played_on=told.played_on,
        point=own or home,
        is_near=own is None and home is not None,
    )


def _point(thing: Enactment | Territory) -> Point | None:
    latitude, longitude = thing.latitude, thing.longitude
    return None if latitude is None or longitude is None else Point(latitude, longitude)
