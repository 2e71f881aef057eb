"""Sheets made from a scenario: run sheet, material, permissions; and the mode to lead it with."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from scenarios.reading.forms import Choice, read_group_size, read_start
from scenarios.reading.queries import Reading, drawing_of, reading_at
from scenarios.sheets.material import material_list
from scenarios.sheets.prose import prose_html, statements
from scenarios.sheets.runsheet import moments, run_sheet
from wiki.db import read_session
from wiki.pages import labels
from wiki.pages.forms import number_of
from wiki.resources import static_folder
from wiki.web.actor import current_actor
from wiki.web.assets import Assets
from wiki.web.response_cache import kept_for_readers

blueprint = Blueprint("reading", __name__)
SAFETY = "Sécurité et autorisations"


@blueprint.get("/<territory>/<slug>/conducteur")
@kept_for_readers
def conductor(territory: str, slug: str) -> ResponseReturnValue:
    """The run sheet, on one page, with the hours of the day once a start is chosen."""
    return conductor_of(asked_scenario(territory, slug))


def conductor_of(found: Reading) -> ResponseReturnValue:
    """The run sheet of a scenario at hand."""
    start = read_start(request.args.get("debut"))
    lines = run_sheet(found.script, found.timeline, start.value)
    return _sheet("conductor", "conducteur", found, start, start=start, lines=lines)


@blueprint.get("/<territory>/<slug>/materiel")
@kept_for_readers
def material(territory: str, slug: str) -> ResponseReturnValue:
    """What to bring, for a group of some size."""
    return material_of(asked_scenario(territory, slug))


def material_of(found: Reading) -> ResponseReturnValue:
    """The material list of a scenario at hand."""
    size = read_group_size(request.args.get("effectif"))
    listed = material_list(found.script, size.value)
    return _sheet("material", "materiel", found, size, size=size, listed=listed)


@blueprint.get("/<territory>/<slug>/autorisations")
@kept_for_readers
def permissions(territory: str, slug: str) -> ResponseReturnValue:
    """What must be agreed before, to be signed on paper."""
    return permissions_of(asked_scenario(territory, slug))


def permissions_of(found: Reading) -> ResponseReturnValue:
    """The sheet of agreements of a scenario at hand."""
    section = found.script.section(SAFETY)
    language = found.script.head.text("langue")
    checks = statements(section.body, language) if section else []
    places = dict.fromkeys(activity.place for activity in found.script.activities if activity.place)
    return _sheet("permissions", "autorisations", found, Choice(), checks=checks, places=places)


@blueprint.get("/<territory>/<slug>/animer")
@kept_for_readers
def lead(territory: str, slug: str) -> ResponseReturnValue:
    """Full screen for the person who leads: what is going on now, how long it lasts, what comes next."""
    return lead_of(asked_scenario(territory, slug))


def lead_of(found: Reading) -> ResponseReturnValue:
    """The mode to lead a scenario at hand with."""
    start = read_start(request.args.get("debut"))
    lines = run_sheet(found.script, found.timeline, start.value)
    return render_template(
        "reading/lead.html",
        found=found,
        moments=moments(lines),
        prose={line.number: prose_html(line.prose, found.page.territory.slug) for line in lines},
    )


@blueprint.get("/animation-hors-ligne.js")
def offline_worker() -> Response:
    """The service worker that keeps an opened animation page readable without a network.

    At the root, so that each page may give it its own address as scope, and it sees no other page.
    """
    assets: Assets = current_app.extensions["assets"]
    name = assets.address("offline.js").rpartition("/")[2]
    code = (static_folder() / "dist" / name).read_bytes()
    return Response(code, content_type="text/javascript; charset=utf-8")


def asked_scenario(territory: str, slug: str) -> Reading:
    """The scenario of the request, in the version that `?version=` names.

    Raises:
        NotFound: there is none that this person may see.
    """
    number = number_of(request.args.get("version"))
    return reading_at(read_session(), current_actor(), territory, slug, number)


def timeline_of(found: Reading) -> Any:
    """The drawing of a scenario in the language of the reader."""
    return drawing_of(found.revision.text, str(get_locale() or "fr"))


def facts_of(found: Reading) -> list[tuple[str, str]]:
    """The facts of the head of the version that is shown."""
    values = found.script.head.values_by_key
    rows = [[key, value if isinstance(value, str) else list(value)] for key, value in values.items()]
    return labels.split_facts(rows)[0]


def _sheet(template: str, sheet: str, found: Reading, choice: Choice, **content: Any) -> ResponseReturnValue:
    facts = facts_of(found)
    page = render_template(f"reading/{template}.html", sheet=sheet, found=found, facts=facts, **content)
    return page, 422 if choice.fault else 200
