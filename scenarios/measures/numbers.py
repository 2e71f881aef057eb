"""Everything that is counted of a part of the wiki, at once, as one reader may see it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from scenarios.measures import queries
from scenarios.measures.growth import by_month
from scenarios.measures.queries import Adaptation, Month, Retour
from scenarios.measures.reach import Reach, reach
from scenarios.measures.scope import EVERYTHING, Scope
from wiki.geography.regions import Region, region_of
from wiki.permissions import Actor
from wiki.territories.models import NATIONAL
from wiki.territories.queries import TerritorySummary, listing, points
from wiki.themes.queries import FamilyChoice, families

SCENARIO, RETOUR = "scenario", "enactment"


@dataclass(frozen=True)
class Numbers:
    """What a part of the wiki has; by territory where a territory is named.

    Attributes:
        territories: all of them, the national space included.
        begun: how many pages of each kind each territory began in each month, of those that are there.
        themes: how many pages are about each theme.
        scenario_ids: the scenarios of the part.
    """

    territories: Sequence[TerritorySummary]
    regions: Mapping[int, Region | None]
    families: Sequence[FamilyChoice]
    begun: Mapping[tuple[int, str, Month], int]
    themes: Mapping[int, int]
    adaptations: Sequence[Adaptation]
    retours: Sequence[Retour]
    scenario_ids: Sequence[int]
    needs: Mapping[int, int]
    featured: Mapping[int, int]

    @property
    def local(self) -> list[TerritorySummary]:
        """The territories; the national space is none."""
        return [place for place in self.territories if place.slug != NATIONAL]

    @cached_property
    def by_kind(self) -> Counter[tuple[int, str]]:
        """Pages of each kind of each territory."""
        found: Counter[tuple[int, str]] = Counter()
        for (territory, kind, _month), number in self.begun.items():
            found[territory, kind] += number
        return found

    @property
    def direct(self) -> list[Adaptation]:
        """Adaptations, each told once: of the page it was made from."""
        return [made for made in self.adaptations if made.is_direct]

    def pages(self, territory_id: int | None = None) -> int:
        """Pages of every kind, of one territory or of all."""
        return sum(number for (place, _kind), number in self.by_kind.items() if territory_id in (None, place))

    def of_kind(self, kind: str, territory_id: int | None = None) -> int:
        """Pages of one kind, of one territory or of all."""
        return sum(
            number
            for (place, found), number in self.by_kind.items()
            if found == kind and territory_id in (None, place)
        )

    def given(self, territory_id: int) -> int:
        """Adaptations that other territories made of pages of this one."""
        return sum(made.from_id == territory_id != made.to_id for made in self.direct)

    def received(self, territory_id: int) -> int:
        """Adaptations that this territory made of pages of others."""
        return sum(made.to_id == territory_id != made.from_id for made in self.direct)

    def reach(self, territory_id: int | None = None) -> Reach:
        """How far its scenarios went; those of one territory only where one is told."""
        return reach(
            self.scenario_ids,
            [made for made in self.adaptations if territory_id in (None, made.from_id)],
            [told for told in self.retours if territory_id in (None, told.from_id)],
            self.regions,
        )

    def pages_by_month(self, kind: str | None = None) -> Counter[Month]:
        """Pages of one kind, or of all, by the month in which they were begun."""
        found: Counter[Month] = Counter()
        for (_territory, each, month), number in self.begun.items():
            found[month] += number if kind in (None, each) else 0
        return found

    def adaptations_by_month(self, territory_id: int | None = None) -> Counter[Month]:
        """Adaptations, or those that others made of a territory's pages, by the month in which they were begun."""
        return by_month(
            made.made_at
            for made in self.direct
            if territory_id is None or made.from_id == territory_id != made.to_id
        )


def numbers(session: Session, actor: Actor, scope: Scope = EVERYTHING) -> Numbers:
    """Count a part of the wiki, in ten statements."""
    territories, places = listing(session, national=True), points(session)
    return Numbers(
        territories=territories,
        regions={place.id: region_of(place.region, places.get(place.slug)) for place in territories},
        families=families(session, retired=True),
        begun=queries.begun(session, actor, scope),
        themes=queries.themes(session, actor, scope),
        adaptations=queries.adaptations(session, actor, scope),
        retours=queries.retours(session, actor, scope),
        scenario_ids=queries.page_ids(session, actor, SCENARIO, scope),
        needs=queries.open_needs(session, actor, scope),
        featured=queries.featured(session, actor, scope),
    )
