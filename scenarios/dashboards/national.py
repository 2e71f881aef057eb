"""The national dashboard: all territories together, and beside one another."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from scenarios.charts.drawing import bars, stacked
from scenarios.dashboards.parts import (
    counted,
    covered_of,
    growth_table,
    leading,
    names_and_numbers,
    reach_table,
    search_address,
    themes_table,
)
from scenarios.dashboards.tables import Cell, Column, Dashboard, Drawing, Figure, Table
from scenarios.measures import queries
from scenarios.measures.numbers import RETOUR, SCENARIO, Numbers, numbers
from scenarios.measures.queries import Month
from scenarios.programme.completeness import Completeness
from scenarios.programme.completing import completeness_of
from wiki.permissions import Actor
from wiki.territories.categories import LABELS, ActorCategory
from wiki.territories.models import NATIONAL, STATES
from wiki.territories.queries import TerritorySummary
from wiki.territories.states import STATE_LABELS

MOST_COMPARED = 20
"""Territories that the chart compares; the table has all of them."""
_NOT_SUMMED = 5
"""Columns of the comparison that have no sum: name, region, state and two shares."""


@dataclass(frozen=True)
class Nation:
    """What is counted of all territories."""

    counts: Numbers
    seats: Mapping[tuple[int, str], int]
    members: Mapping[int, int]
    sheets: Mapping[int, Completeness]
    people_by_month: Mapping[Month, int]

    def categories(self, territory_id: int) -> int:
        """How many of the fourteen categories have a seat in a college."""
        return sum((territory_id, category) in self.seats for category in ActorCategory)


def count(session: Session, actor: Actor) -> Nation:
    """Count everything, in fourteen statements."""
    counts = numbers(session, actor)
    return Nation(
        counts=counts,
        seats=queries.seats(session),
        members=queries.members(session),
        sheets=completeness_of(session, [place.id for place in counts.territories]),
        people_by_month=queries.people_by_month(session),
    )


def dashboard(found: Nation) -> Dashboard:
    """The page in the language of the request."""
    return Dashboard(
        figures=_figures(found),
        tables=[
            _territories(found),
            _growth(found),
            reach_table(found.counts.reach()),
            themes_table(found.counts.families, found.counts.themes),
            _college(found),
            _states(found.counts.local),
        ],
    )


def _figures(found: Nation) -> list[Figure]:
    counts = found.counts
    covered, offered = covered_of(counts.families, counts.themes)
    return [
        Figure(_("Territoires"), len(counts.local), "/territoires"),
        Figure(_("Pages"), counts.pages(), search_address()),
        Figure(_("Scénarios"), counts.of_kind(SCENARIO), search_address(type=SCENARIO)),
        Figure(_("Scénarios retenus"), sum(counts.featured.values()), search_address(en_avant="oui")),
        Figure(_("Adaptations"), len(counts.direct), "#echelle"),
        Figure(_("Retours d'expérience"), counts.of_kind(RETOUR), search_address(type=RETOUR)),
        Figure(_("Besoins ouverts"), sum(counts.needs.values()), "/inventaire"),
        Figure(_("Thèmes couverts"), covered, "#themes", note=_("sur %(number)s", number=offered)),
        Figure(_("Personnes inscrites"), sum(found.people_by_month.values()), "#croissance"),
    ]


def _territories(found: Nation) -> Table:
    """Territories beside one another; the sums count the pages of the national team, too, as the figures above do."""
    rows = [_row(found, place) for place in found.counts.local]
    every = [_row(found, place) for place in found.counts.territories]
    return Table(
        "territoires",
        _("Les territoires côte à côte"),
        [
            Column("territoire", _("Territoire")), Column("region", _("Région")), Column("etat", _("État")),
            Column("fiche", _("Fiche (%)")), Column("college", _("Catégories du collège")),
            Column("membres", _("Membres")), Column("pages", _("Pages")), Column("scenarios", _("Scénarios")),
            Column("retenus", _("Retenus")), Column("donnees", _("Adaptations données")),
            Column("recues", _("Adaptations reçues")), Column("retours", _("Retours")),
            Column("besoins", _("Besoins ouverts")),
        ],
        rows,
        [Drawing(_compared(found.counts))] if rows else (),
        empty=_("Aucun territoire pour l'instant."),
        sorting="territoire",
        footer=_sums(every) if rows else (),
        note=_("La ligne Ensemble compte aussi les pages de l'équipe nationale."),
    )  # fmt: skip


def _compared(counts: Numbers) -> Markup:
    """The busiest territories, by scenarios and retours."""
    pieces = {
        place.name: (counts.of_kind(SCENARIO, place.id), counts.of_kind(RETOUR, place.id))
        for place in counts.local
    }
    names = sorted(pieces, key=lambda name: -sum(pieces[name]))[:MOST_COMPARED]
    return stacked(
        "territoires", _("Scénarios et retours de chaque territoire. Le tableau dit la même chose."), names,
        [(_("Scénarios"), [pieces[name][0] for name in names]), (_("Retours"), [pieces[name][1] for name in names])],
    )  # fmt: skip


def _row(found: Nation, place: TerritorySummary) -> list[Cell]:
    counts, home = found.counts, f"/territoires/{place.slug}"
    return [
        Cell(place.name, f"{home}/tableau" if place.slug != NATIONAL else ""),
        Cell(place.region),
        Cell(str(STATE_LABELS[place.state])),
        Cell(found.sheets[place.id].percent, f"{home}/programme"),
        Cell(found.categories(place.id), f"{home}/tableau#college"),
        Cell(found.members.get(place.id, 0)),
        counted(counts.pages(place.id), territoire=place.slug),
        counted(counts.of_kind(SCENARIO, place.id), territoire=place.slug, type=SCENARIO),
        counted(counts.featured.get(place.id, 0), territoire=place.slug, en_avant="oui"),
        leading(counts.given(place.id), f"{home}/tableau#voyages"),
        leading(counts.received(place.id), f"{home}/tableau#voyages"),
        counted(counts.of_kind(RETOUR, place.id), territoire=place.slug, type=RETOUR),
        leading(counts.needs.get(place.id, 0), f"{home}/inventaire"),
    ]


def _sums(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The sum of each column that has one."""
    summed = [
        sum(int(cell.value) for cell in column) for column in list(zip(*rows, strict=True))[_NOT_SUMMED:]
    ]
    return [Cell(_("Ensemble")), *(Cell("") for _column in range(_NOT_SUMMED - 1)), *map(Cell, summed)]


def _growth(found: Nation) -> Table:
    counts = found.counts
    return growth_table(
        [
            ("pages", _("Pages"), counts.pages_by_month()),
            ("scenarios", _("Scénarios"), counts.pages_by_month(SCENARIO)),
            ("retours", _("Retours"), counts.pages_by_month(RETOUR)),
            ("adaptations", _("Adaptations"), counts.adaptations_by_month()),
            ("personnes", _("Personnes"), found.people_by_month),
        ]
    )


def _college(found: Nation) -> Table:
    """In how many colleges each category of actors sits."""
    local = {place.id for place in found.counts.local}
    sitting: Counter[str] = Counter()
    seats: Counter[str] = Counter()
    for (territory, category), number in found.seats.items():
        if territory in local:
            sitting[category] += 1
            seats[category] += number
    rows = [
        [Cell(str(LABELS[category])), Cell(sitting[category]), Cell(seats[category])]
        for category in ActorCategory
    ]
    table = Table(
        "college",
        _("Les collèges par catégorie d'acteurs"),
        [Column("categorie", _("Catégorie")), Column("territoires", _("Collèges où elle siège")),
         Column("sieges", _("Sièges"))],
        rows,
    )  # fmt: skip
    label = _("Collèges où siège chaque catégorie. Le tableau dit la même chose.")
    return replace(table, drawings=[Drawing(bars("college", label, names_and_numbers(table)))])


def _states(places: Sequence[TerritorySummary]) -> Table:
    """How far the territories have come."""
    reached = Counter(place.state for place in places)
    table = Table(
        "etats", _("Du vivier au projet retenu"),
        [Column("etat", _("État")), Column("territoires", _("Territoires"))],
        [[Cell(str(STATE_LABELS[state])), Cell(reached[state])] for state in STATES],
    )  # fmt: skip
    label = _("Territoires selon leur état. Le tableau dit la même chose.")
    return replace(table, drawings=[Drawing(bars("etats", label, names_and_numbers(table)))])
