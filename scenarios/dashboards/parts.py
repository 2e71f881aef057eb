"""The tables that several dashboards have."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scenarios.charts.drawing import area, bars, stacked
from scenarios.dashboards.tables import Cell, Column, Drawing, Table
from scenarios.measures.growth import growth, shown_months
from scenarios.measures.queries import Month
from scenarios.measures.reach import STEPS, Reach, Rung
from wiki.db import now
from wiki.themes.queries import FamilyChoice
from wiki.web.clock import day_in_words

RUNGS: Mapping[Rung, Any] = {
    Rung.TERRITORY: _l("Sur le même territoire"),
    Rung.REGION: _l("Dans la même région"),
    Rung.NATION: _l("Dans une autre région"),
    Rung.ABROAD: _l("Dans un autre pays"),
    Rung.UNKNOWN: _l("Lieu non situé"),
}


def growth_table(measures: Sequence[tuple[str, Any, Mapping[Month, int]]]) -> Table:
    """Totals at the end of each month until now, the latest first.

    Args:
        measures: key, label, and what came in each month.
    """
    today = now()
    months = shown_months([added for _key, _label, added in measures], (today.year, today.month))
    names = [month_name(month) for month in months]
    totals = [growth(added, months) for _key, _label, added in measures]
    rows = [
        [Cell(names[place]), *(Cell(total[place]) for total in totals)]
        for place in reversed(range(len(months)))
    ]
    return Table(
        "croissance",
        _("Au fil des mois"),
        [Column("mois", _("Mois")), *(Column(key, label) for key, label, _added in measures)],
        rows,
        [
            _grown_drawing(key, label, names, total)
            for (key, label, _added), total in zip(measures, totals, strict=True)
        ],
        note=_(
            "Totaux à la fin de chaque mois, en temps universel, de ce qui existe aujourd'hui : ce qui a été "
            "supprimé depuis n'y est plus."
        ),
    )


def month_name(month: Month) -> str:
    """« nov. 2026 »"""
    return day_in_words(date(*month, 1), "MMM yyyy")


def reach_table(found: Reach) -> Table:
    """How far scenarios went, rung by rung."""
    steps = [*STEPS, *([Rung.UNKNOWN] if _of_unknown(found) else [])]
    names = [str(RUNGS[step]) for step in steps]
    adapted, played = (
        [counts.get(step, 0) for step in steps] for counts in (found.adaptations, found.retours)
    )
    rows = [[Cell(_("Pas encore repris")), Cell(0), Cell(0), Cell(found.stayed)]] + [
        [Cell(name), Cell(found.adaptations.get(step, 0)), Cell(found.retours.get(step, 0)),
         Cell(found.scenarios.get(step, 0))]
        for name, step in zip(names, steps, strict=True)
    ]  # fmt: skip
    drawing = stacked(
        "echelle", _("Adaptations et retours selon la distance. Le tableau dit la même chose."), names,
        [(_("Adaptations"), adapted), (_("Retours"), played)],
    )  # fmt: skip
    return Table(
        "echelle",
        _("Changement d'échelle"),
        [
            Column("distance", _("Jusqu'où")), Column("adaptations", _("Adaptations")),
            Column("retours", _("Retours")), Column("scenarios", _("Scénarios arrivés au plus loin là")),
        ],
        rows,
        [Drawing(drawing)],
        note=_(
            "Du territoire où un scénario est écrit à celui qui l'adapte ou qui le joue. Les régions sont celles "
            "des fiches, ou celles des coordonnées ; un retour compte là où il dit avoir été joué."
        ),
    )  # fmt: skip


def themes_table(
    families: Sequence[FamilyChoice], counts: Mapping[int, int], territory: str = "", note: Any = ""
) -> Table:
    """Every theme with its pages, covered or not; retired themes only where pages carry them."""
    rows = [
        [
            Cell(family.name.split(" · ")[0], f"/themes/{family.slug}"),
            Cell(theme.name, f"/themes/{theme.slug}"),
            counted(counts.get(theme.id, 0), theme=theme.slug, territoire=territory),
            Cell(_("couvert") if counts.get(theme.id) else _("à explorer")),
        ]
        for family in families
        for theme in family.themes
        if counts.get(theme.id) or not theme.retired
    ]
    # The sum over its themes would count a page as often as it has themes of the family: bars show covered themes.
    covered = [(family.name.split(" · ")[0], _covered(family, counts)) for family in families]
    drawing = bars(
        "themes", _("Thèmes couverts, par famille. Le tableau dit la même chose."), covered,
        [f"family-{family.slug}" for family in families],
    )  # fmt: skip
    return Table(
        "themes",
        _("Thèmes couverts et à explorer"),
        [
            Column("famille", _("Famille")), Column("theme", _("Thème")), Column("pages", _("Pages")),
            Column("etat", _("État")),
        ],
        rows,
        [Drawing(drawing, _("Thèmes couverts, par famille"))],
        note=note,
    )  # fmt: skip


def covered_of(families: Sequence[FamilyChoice], counts: Mapping[int, int]) -> tuple[int, int]:
    """How many of the themes that are offered have a page, and how many there are."""
    offered = [theme for family in families for theme in family.themes if not theme.retired]
    return sum(bool(counts.get(theme.id)) for theme in offered), len(offered)


def counted(value: int, **asked: str) -> Cell:
    """A number that leads to the search which lists what it counts."""
    return leading(value, search_address(**asked))


def leading(value: int, href: str) -> Cell:
    """A number that leads somewhere where it is one."""
    return Cell(value, href if value else "")


def search_address(**asked: str) -> str:
    """Where the pages that were counted are listed."""
    question = urlencode({name: value for name, value in asked.items() if value})
    return f"/recherche?{question}" if question else "/recherche"


def names_and_numbers(table: Table, place: int = 1) -> Sequence[tuple[str, int]]:
    """The rows of a table as a chart shows them: the first column, and one of numbers."""
    return [(str(row[0].value), int(row[place].value)) for row in table.rows]


def _grown_drawing(key: str, label: Any, names: Sequence[str], totals: Sequence[int]) -> Drawing:
    told = _("%(what)s : de %(first)s à %(last)s.", what=label, first=totals[0], last=totals[-1])
    return Drawing(area(f"mois-{key}", told, list(zip(names, totals, strict=True))), label)


def _covered(family: FamilyChoice, counts: Mapping[int, int]) -> int:
    return sum(bool(counts.get(theme.id)) for theme in family.themes)


def _of_unknown(found: Reach) -> bool:
    return any(counts.get(Rung.UNKNOWN) for counts in (found.adaptations, found.retours, found.scenarios))
