"""The dashboard of a theme, or of a family of themes: where it lives, what it meets, how it grows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scenarios.charts.drawing import bars
from scenarios.dashboards.parts import counted, growth_table, names_and_numbers, reach_table, search_address
from scenarios.dashboards.tables import Cell, Column, Dashboard, Drawing, Figure, Table
from scenarios.measures.growth import by_month
from scenarios.measures.numbers import SCENARIO, Numbers, numbers
from scenarios.measures.scope import Scope
from wiki.permissions import Actor
from wiki.themes.queries import ThemeChoice

MOST_MET = 20
"""Themes that the chart beside the table shows."""


@dataclass(frozen=True)
class Named:
    """A theme, or a family of themes."""

    slug: str
    name: str
    theme_ids: tuple[int, ...]
    is_family: bool = False


@dataclass(frozen=True)
class Subject:
    """What is counted of some themes; `slug` is that of the theme, or of the family."""

    slug: str
    theme_ids: tuple[int, ...]
    counts: Numbers

    @property
    def met(self) -> Mapping[int, int]:
        """How many of its pages are about each other theme, too."""
        return {theme: number for theme, number in self.counts.themes.items() if theme not in self.theme_ids}


def count(session: Session, actor: Actor, named: Named) -> Subject:
    """Count what there is about some themes, in ten statements."""
    return Subject(named.slug, named.theme_ids, numbers(session, actor, Scope(theme_ids=named.theme_ids)))


def dashboard(found: Subject) -> Dashboard:
    """The page in the language of the request."""
    return Dashboard(
        figures=_figures(found),
        tables=[_territories(found), _met(found), reach_table(found.counts.reach()), _growth(found)],
    )


def _figures(found: Subject) -> list[Figure]:
    counts, slug = found.counts, found.slug
    return [
        Figure(_("Scénarios"), counts.of_kind(SCENARIO), search_address(theme=slug, type=SCENARIO)),
        Figure(_("Scénarios retenus"), sum(counts.featured.values()), search_address(theme=slug, en_avant="oui")),
        Figure(_("Pages"), counts.pages(), search_address(theme=slug)),
        Figure(_("Territoires"), len({place for place, _kind in counts.by_kind}), "#territoires"),
        Figure(_("Adaptations"), len(counts.direct), "#echelle"),
        Figure(_("Retours d'expérience"), len(counts.retours), "#territoires",
               _("de ce thème, ou de ses scénarios")),
        Figure(_("Besoins ouverts"), sum(counts.needs.values()), "#territoires"),
    ]  # fmt: skip


def _territories(found: Subject) -> Table:
    """Where something about the theme was written or is needed, by name; whoever sorts, sorts by number."""
    counts = found.counts
    told = {
        place.id: sum(retour.to_id == place.id for retour in counts.retours) for place in counts.territories
    }
    adapted = {
        place.id: sum(made.to_id == place.id for made in counts.direct) for place in counts.territories
    }
    rows = [
        [
            Cell(place.name, f"/{place.slug}"),
            counted(counts.pages(place.id), theme=found.slug, territoire=place.slug),
            counted(
                counts.of_kind(SCENARIO, place.id), theme=found.slug, territoire=place.slug, type=SCENARIO
            ),
            Cell(adapted[place.id]),
            Cell(told[place.id]),
            Cell(counts.needs.get(place.id, 0)),
        ]
        for place in counts.territories
        if counts.pages(place.id) or told[place.id] or counts.needs.get(place.id)
    ]
    table = Table(
        "territoires",
        _("Les territoires de ce thème"),
        [
            Column("territoire", _("Territoire")), Column("pages", _("Pages")), Column("scenarios", _("Scénarios")),
            Column("adaptations", _("Adaptations")), Column("retours", _("Retours")),
            Column("besoins", _("Besoins ouverts")),
        ],
        rows,
        empty=_("Aucun territoire n'a encore écrit sur ce thème. Le premier donne envie aux autres."),
        sorting="territoire",
    )  # fmt: skip
    return _with_bars(table, _("Pages de chaque territoire sur ce thème. Le tableau dit la même chose."))


def _met(found: Subject) -> Table:
    """Themes of the same pages, the most frequent first."""
    known: dict[int, tuple[ThemeChoice, str]] = {
        theme.id: (theme, family.name.split(" · ")[0])
        for family in found.counts.families
        for theme in family.themes
    }
    often = sorted((number for number in found.met if number in known), key=lambda number: -found.met[number])
    rows = [
        [
            Cell(known[number][0].name, f"/themes/{known[number][0].slug}/tableau"),
            Cell(known[number][1]),
            Cell(found.met[number]),
        ]
        for number in often
    ]
    table = Table(
        "rencontres",
        _("Les thèmes des mêmes pages"),
        [Column("theme", _("Thème")), Column("famille", _("Famille")), Column("pages", _("Pages en commun"))],
        rows,
        empty=_("Aucune page ne porte encore ce thème avec un autre."),
    )
    marks = [f"family-{known[number][0].family_key}" for number in often]
    return _with_bars(table, _("Pages que chaque thème a en commun avec lui."), 2, marks)


def _with_bars(table: Table, label: str, place: int = 1, marks: list[str] | None = None) -> Table:
    if not table.rows:
        return table
    ranked = sorted(
        zip(names_and_numbers(table, place), marks or [""] * len(table.rows), strict=True),
        key=lambda row: -row[0][1],
    )[:MOST_MET]
    drawing = bars(table.key, label, [row for row, _mark in ranked], [mark for _row, mark in ranked])
    return replace(table, drawings=[Drawing(drawing)])


def _growth(found: Subject) -> Table:
    counts = found.counts
    return growth_table(
        [
            ("pages", _("Pages"), counts.pages_by_month()),
            ("scenarios", _("Scénarios"), counts.pages_by_month(SCENARIO)),
            ("retours", _("Retours"), by_month(told.told_at for told in counts.retours)),
            ("adaptations", _("Adaptations"), counts.adaptations_by_month()),
        ]
    )
