"""The change of scale: how far scenarios went from the territory where they were written.

A local, discreet experience becomes something that other territories take up: by adapting it, and by playing it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from scenarios.measures.queries import Adaptation, Retour
from wiki.geography.regions import ABROAD, Region, region_at


class Rung(IntEnum):
    """How far it is from one place to another, nearest first."""

    UNKNOWN = 0
    TERRITORY = 1
    REGION = 2
    NATION = 3
    ABROAD = 4


STEPS = (Rung.TERRITORY, Rung.REGION, Rung.NATION, Rung.ABROAD)
"""The rungs that a scenario climbs."""


@dataclass(frozen=True)
class Reach:
    """How many adaptations and sessions happened on each rung, and how many scenarios came as far as it.

    `stayed`: scenarios that nobody adapted or played, as far as this person may know.
    """

    adaptations: Mapping[Rung, int]
    retours: Mapping[Rung, int]
    scenarios: Mapping[Rung, int]
    stayed: int


def rung(from_id: int, to_id: int, origin: Region | None, place: Region | None) -> Rung:
    """How far it is from the territory of a scenario to where it was taken.

    Regions say more than territories: what a territory plays while it travels happened elsewhere. Of two places
    abroad nobody knows whether they share a country: they count as two.

    Args:
        from_id, to_id: the territories.
        origin, place: the regions, `ABROAD`, or None where it is not known.
    """
    if origin is None or place is None:
        return Rung.TERRITORY if from_id == to_id else Rung.UNKNOWN
    if origin != place:
        return Rung.ABROAD if ABROAD in (origin, place) else Rung.NATION
    if from_id == to_id:
        return Rung.TERRITORY
    return Rung.ABROAD if origin is ABROAD else Rung.REGION


def reach(
    scenario_ids: Iterable[int],
    adaptations: Iterable[Adaptation],
    retours: Iterable[Retour],
    regions: Mapping[int, Region | None],
) -> Reach:
    """How far the scenarios went.

    Args:
        scenario_ids: those of which it is told how far each came.
        regions: by territory.
    """
    adapted = [(made, rung(made.from_id, made.to_id, regions[made.from_id], regions[made.to_id]))
               for made in adaptations]  # fmt: skip
    played = [(told, _rung_of(told, regions)) for told in retours if told.from_id is not None]
    farthest: dict[int, Rung] = {}
    for source_id, reached in (
        *((made.source_id, step) for made, step in adapted),
        *((told.scenario_id, step) for told, step in played),
    ):
        if source_id is not None:
            farthest[source_id] = max(reached, farthest.get(source_id, Rung.UNKNOWN))
    counted = set(scenario_ids)
    return Reach(
        Counter(step for made, step in adapted if made.is_direct),
        Counter(step for _told, step in played),
        Counter(step for page_id, step in farthest.items() if page_id in counted),
        len(counted - farthest.keys()),
    )


def place_of(told: Retour, regions: Mapping[int, Region | None]) -> Region | None:
    """Where a session was played: where its text says, else in the territory that tells it."""
    return region_at(told.point) if told.point else regions[told.to_id]


def _rung_of(told: Retour, regions: Mapping[int, Region | None]) -> Rung:
    origin = told.from_id or 0
    return rung(origin, told.to_id, regions[origin], place_of(told, regions))
