"""*Tableaux de bord*: of all territories, of one, of a theme; to look at and to take along."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.dashboards import national, theme
from scenarios.dashboards import territory as places
from scenarios.dashboards.tables import Dashboard
from scenarios.dashboards.theme import Named
from wiki.days import today
from wiki.db import read_session
from wiki.permissions import Actor
from wiki.territories.queries import local
from wiki.themes import queries as themes
from wiki.web.actor import current_actor
from wiki.web.i18n import language
from wiki.web.memo import remembered
from wiki.web.response_cache import kept_for_readers
from wiki.web.spreadsheets import Sheet, Value, as_csv, as_ods, download

blueprint = Blueprint("dashboards", __name__)
BOOK = "ods"


@blueprint.get("/tableau")
@kept_for_readers
def nation() -> str:
    """All territories together and beside one another."""
    return _page("dashboards/national.html", _national(), "/tableau")


@blueprint.get("/tableau.ods")
def nation_book() -> Response:
    """The national dashboard as a spreadsheet."""
    return _book(_national(), "tableau-national")


@blueprint.get("/tableau/<table>.csv")
def nation_table(table: str) -> Response:
    """One of its tables."""
    return _one(_national(), table, "tableau-national")


@blueprint.get("/territoires/<territory>/tableau")
@kept_for_readers
def of_territory(territory: str) -> str:
    """One territory."""
    found = local(read_session(), territory)
    home = f"/territoires/{found.slug}/tableau"
    return _page("dashboards/territory.html", _territory(territory), home, territory=found)


@blueprint.get("/territoires/<territory>/tableau.ods")
def territory_book(territory: str) -> Response:
    """The dashboard of a territory as a spreadsheet."""
    return _book(_territory(territory), f"tableau-{local(read_session(), territory).slug}")


@blueprint.get("/territoires/<territory>/tableau/<table>.csv")
def territory_table(territory: str, table: str) -> Response:
    """One of its tables."""
    return _one(_territory(territory), table, f"tableau-{local(read_session(), territory).slug}")


@blueprint.get("/themes/<slug>/tableau")
@kept_for_readers
def of_theme(slug: str) -> ResponseReturnValue:
    """A theme or a family of themes; an old name leads to the present address."""
    found = _subject(slug)
    if found.slug != slug:
        return redirect(url_for("dashboards.of_theme", slug=found.slug), 301)
    return _page("dashboards/theme.html", _theme(found), f"/themes/{found.slug}/tableau", subject=found)


@blueprint.get("/themes/<slug>/tableau.ods")
def theme_book(slug: str) -> Response:
    """The dashboard of a theme as a spreadsheet."""
    found = _subject(slug)
    return _book(_theme(found), f"tableau-{found.slug}")


@blueprint.get("/themes/<slug>/tableau/<table>.csv")
def theme_table(slug: str, table: str) -> Response:
    """One of its tables."""
    found = _subject(slug)
    return _one(_theme(found), table, f"tableau-{found.slug}")


def _national() -> Dashboard:
    return _counted("national", "", lambda actor: national.dashboard(national.count(read_session(), actor)))


def _territory(slug: str) -> Dashboard:
    found = local(read_session(), slug)
    return _counted(
        "territory", slug, lambda actor: places.dashboard(places.count(read_session(), actor, found))
    )


def _theme(found: Named) -> Dashboard:
    return _counted(
        "theme",
        found.slug,
        lambda actor: theme.dashboard(theme.count(read_session(), actor, found)),
    )


def _subject(slug: str) -> Named:
    """The theme or family with this address, present or past.

    Raises:
        NotFound: there is none.
    """
    session = read_session()
    family = themes.family(session, slug)
    if family is not None:
        return Named(family.slug, family.name, tuple(each.id for each in family.themes), is_family=True)
    found = themes.theme(session, slug)
    return Named(found.slug, found.name, (found.id,))


def _counted(kind: str, key: str, work_out: Callable[[Actor], Dashboard]) -> Dashboard:
    """A dashboard as this person may see it, worked out once until something is committed."""
    actor = current_actor()
    seen = ("dashboards", kind, key, actor.audiences, actor.is_admin, language())
    return remembered(seen, lambda: work_out(actor))


def _page(template: str, found: Dashboard, home: str, **context: Any) -> str:
    """A dashboard; the table that can be sorted is, by `?tri=` and `?sens=`."""
    key = request.args.get("tri", "")
    is_ascending = {"croissant": True, "decroissant": False}.get(request.args.get("sens", ""))
    tables = [table.sorted_by(key, ascending=is_ascending) for table in found.tables]
    return render_template(template, figures=found.figures, tables=tables, home=home, **context)


def _book(found: Dashboard, name: str) -> Response:
    """Every table as a sheet, after the numbers of the page and for whom they count."""
    reader, day = current_actor().name or _("tout le monde"), today()
    figures: list[tuple[Value, Value, Value]] = [(_("Compté pour ce que peut lire"), reader, day)]
    figures += [(str(figure.label), figure.value, figure.note) for figure in found.figures]
    about = Sheet(_("Nombres"), [_("Mesure"), _("Valeur"), _("Précision")], figures)
    return download(as_ods([about, *(table.sheet() for table in found.tables)]), name, BOOK)


def _one(found: Dashboard, key: str, name: str) -> Response:
    return download(as_csv(found.table(key).sheet()), f"{name}-{key}", "csv")
