"""The dashboard of a territory: what it says of itself, its college, what it wrote and what became of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scenarios.charts.drawing import bars
from scenarios.dashboards.parts import (
    counted,
    covered_of,
    growth_table,
    month_name,
    names_and_numbers,
    reach_table,
    search_address,
    themes_table,
)
from scenarios.dashboards.tables import Cell, Column, Dashboard, Drawing, Figure, Table
from scenarios.measures import queries
from scenarios.measures.numbers import RETOUR, SCENARIO, Numbers, numbers
from scenarios.measures.queries import Adaptation, Month, PageName, Retour
from scenarios.measures.scope import Scope
from scenarios.programme.completeness import Completeness
from scenarios.programme.completing import completeness
from scenarios.programme.labels import ITEMS
from wiki.pages.labels import KINDS
from wiki.permissions import Actor
from wiki.territories.categories import LABELS, ActorCategory
from wiki.territories.models import Territory

MOST_LISTED = 200
"""Adaptations and retours that are listed, the latest first; more of them are only counted."""


@dataclass(frozen=True)
class Place:
    """What is counted of one territory."""

    id: int
    slug: str
    counts: Numbers
    sheet: Completeness
    seats: Mapping[str, int]
    members_by_month: Mapping[Month, int]
    pages: Mapping[int, PageName]

    @property
    def home(self) -> str:
        """Where what belongs to the territory is kept."""
        return f"/territoires/{self.slug}"

    @property
    def elsewhere(self) -> list[Retour]:
        """Sessions of its scenarios that others tell of."""
        return [told for told in self.counts.retours if told.from_id == self.id != told.to_id]

    def name_of(self, territory_id: int) -> Cell:
        """A territory, and its own dashboard."""
        place = next(place for place in self.counts.territories if place.id == territory_id)
        return Cell(place.name, f"/{place.slug}")

    def page(self, page_id: int | None) -> Cell:
        """A page that was listed; empty where there is none to tell of."""
        found = self.pages.get(page_id or 0)
        return Cell(found.title, found.path) if found else Cell("")


def count(session: Session, actor: Actor, territory: Territory) -> Place:
    """Count what a territory has, in fourteen statements."""
    counts = numbers(session, actor, Scope(territory_id=territory.id))
    listed = [
        number for made in _travelled(counts)[:MOST_LISTED] for number in (made.page_id, made.source_id or 0)
    ]
    listed += [
        number for told in _told(counts)[:MOST_LISTED] for number in (told.page_id, told.scenario_id or 0)
    ]
    seats = queries.seats(session, territory.id)
    return Place(
        id=territory.id,
        slug=territory.slug,
        counts=counts,
        sheet=completeness(session, territory),
        seats={category: number for (_territory, category), number in seats.items()},
        members_by_month=queries.people_by_month(session, territory.id),
        pages=queries.named(session, actor, set(listed)),
    )


def dashboard(found: Place) -> Dashboard:
    """The page in the language of the request."""
    return Dashboard(
        figures=_figures(found),
        tables=[
            _sheet(found),
            _college(found),
            _kinds(found),
            themes_table(found.counts.families, found.counts.themes, found.slug),
            _travels(found),
            _retours(found),
            reach_table(found.counts.reach(found.id)),
            _growth(found),
        ],
    )


def _figures(found: Place) -> list[Figure]:
    counts, sheet = found.counts, found.sheet
    covered, offered = covered_of(counts.families, counts.themes)
    seated = sum(category in found.seats for category in ActorCategory)
    return [
        Figure(_("Fiche d'identité"), _("%(number)s %%", number=sheet.percent), "#fiche",
               _("complète") if not sheet.missing else _("il manque %(number)s", number=len(sheet.missing))),
        Figure(_("Catégories du collège"), seated, "#college", _("sur %(number)s", number=len(ActorCategory))),
        Figure(_("Membres"), sum(found.members_by_month.values()), "#croissance"),
        Figure(_("Scénarios"), counts.of_kind(SCENARIO, found.id),
               search_address(territoire=found.slug, type=SCENARIO)),
        Figure(_("Scénarios retenus"), counts.featured.get(found.id, 0),
               search_address(territoire=found.slug, en_avant="oui")),
        Figure(_("Adaptations données"), counts.given(found.id), "#voyages"),
        Figure(_("Adaptations reçues"), counts.received(found.id), "#voyages"),
        Figure(_("Retours racontés ici"), counts.of_kind(RETOUR, found.id),
               search_address(territoire=found.slug, type=RETOUR)),
        Figure(_("Retours d'ailleurs"), len(found.elsewhere), "#retours", _("sur ses scénarios")),
        Figure(_("Besoins ouverts"), counts.needs.get(found.id, 0), f"{found.home}/inventaire"),
        Figure(_("Thèmes couverts"), covered, "#themes", _("sur %(number)s", number=offered)),
    ]  # fmt: skip


def _sheet(found: Place) -> Table:
    """What the identity sheet says and lacks; who looks after it finds the way to write it."""
    rows = [
        [
            Cell(str(ITEMS[item.key][0])),
            Cell(
                f"{item.got} / {item.wanted}" if item.wanted > 1 else _("oui") if item.is_done else _("non")
            ),
        ]
        for item in found.sheet.items
    ]
    return Table(
        "fiche",
        _("La fiche d'identité"),
        [Column("element", _("Ce que la fiche dit")), Column("present", _("Présent"))],
        rows,
        note=_("Chaque ligne compte autant ; le tout fait %(number)s %%.", number=found.sheet.percent),
    )


def _college(found: Place) -> Table:
    rows = [[Cell(str(LABELS[category])), Cell(found.seats.get(category, 0))] for category in ActorCategory]
    table = Table(
        "college",
        _("Le collège par catégorie d'acteurs"),
        [Column("categorie", _("Catégorie")), Column("sieges", _("Sièges"))],
        rows,
    )
    label = _("Sièges de chaque catégorie du collège. Le tableau dit la même chose.")
    return replace(table, drawings=[Drawing(bars("college", label, names_and_numbers(table)))])


def _kinds(found: Place) -> Table:
    rows = [
        [
            Cell(str(label)),
            counted(found.counts.of_kind(kind, found.id), territoire=found.slug, type=kind),
        ]
        for kind, label in KINDS.items()
    ]
    table = Table(
        "pages",
        _("Les pages par sorte"),
        [Column("sorte", _("Sorte de page")), Column("pages", _("Pages"))],
        rows,
        footer=[Cell(_("Ensemble")), counted(found.counts.pages(found.id), territoire=found.slug)],
    )
    label = _("Pages de chaque sorte. Le tableau dit la même chose.")
    return replace(table, drawings=[Drawing(bars("pages", label, names_and_numbers(table)))])


def _travels(found: Place) -> Table:
    """Adaptations between this territory and others."""
    outside = _travelled(found.counts)
    rows = [
        [
            Cell(_("donnée") if made.from_id == found.id else _("reçue")),
            found.page(made.page_id),
            found.page(made.source_id),
            found.name_of(made.to_id if made.from_id == found.id else made.from_id),
            Cell(month_name((made.made_at.year, made.made_at.month))),
        ]
        for made in outside[:MOST_LISTED]
    ]
    return Table(
        "voyages",
        _("Adaptations données et reçues"),
        [
            Column("sens", _("Sens")), Column("page", _("Adaptation")), Column("origine", _("Page d'origine")),
            Column("territoire", _("Avec")), Column("mois", _("Mois")),
        ],
        rows,
        empty=_("Aucune page n'a encore voyagé. Adaptez un scénario d'ailleurs : le territoire d'origine le verra."),
        note=_cut(outside),
    )  # fmt: skip


def _retours(found: Place) -> Table:
    """Sessions told here, and those of its scenarios told elsewhere."""
    told_last = _told(found.counts)
    rows = [
        [
            found.page(told.page_id),
            found.page(told.scenario_id),
            found.name_of(told.to_id),
            Cell(month_name((told.told_at.year, told.told_at.month))),
        ]
        for told in told_last[:MOST_LISTED]
    ]
    return Table(
        "retours",
        _("Retours d'expérience, d'ici et d'ailleurs"),
        [
            Column("retour", _("Retour")), Column("scenario", _("Scénario joué")),
            Column("territoire", _("Raconté par")), Column("mois", _("Mois")),
        ],
        rows,
        empty=_("Aucun retour pour l'instant. Vous avez joué un scénario ? Racontez-le en trois minutes."),
        note=_cut(told_last),
    )  # fmt: skip


def _growth(found: Place) -> Table:
    counts = found.counts
    return growth_table(
        [
            ("pages", _("Pages"), counts.pages_by_month()),
            ("scenarios", _("Scénarios"), counts.pages_by_month(SCENARIO)),
            ("retours", _("Retours"), counts.pages_by_month(RETOUR)),
            ("adaptations", _("Adaptations données"), counts.adaptations_by_month(found.id)),
            ("personnes", _("Membres"), found.members_by_month),
        ]
    )


def _travelled(counts: Numbers) -> list[Adaptation]:
    """Adaptations between territories, the latest first."""
    outside = (made for made in counts.direct if made.from_id != made.to_id)
    return sorted(outside, key=lambda made: made.made_at, reverse=True)


def _told(counts: Numbers) -> list[Retour]:
    """The retours, the latest first."""
    return sorted(counts.retours, key=lambda told: told.told_at, reverse=True)


def _cut(rows: Sequence[object]) -> str:
    """What is said where a list is longer than what is shown."""
    if len(rows) <= MOST_LISTED:
        return ""
    return str(_("Les %(shown)s plus récentes sur %(number)s.", shown=MOST_LISTED, number=len(rows)))
