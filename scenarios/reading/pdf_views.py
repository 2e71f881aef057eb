"""A scenario and its run sheet as PDF; where none can be made, a page that says what to do instead."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from scenarios.printing.limits import PICTURE
from scenarios.printing.service import NoPdf, Press
from scenarios.reading.forms import read_start
from scenarios.reading.queries import Reading
from scenarios.reading.views import asked_scenario, facts_of, timeline_of
from scenarios.sheets.matrix import matrix
from scenarios.sheets.runsheet import run_sheet
from wiki.attachments.models import FileVersion
from wiki.attachments.printing import NO_COPIES, with_pictures
from wiki.attachments.shelf import shelf
from wiki.db import read_session
from wiki.pages import queries as pages
from wiki.resources import static_folder
from wiki.web.actor import current_actor
from wiki.web.assets import Assets
from wiki.web.response_cache import kept_for_readers

blueprint = Blueprint("pdf", __name__)
PRESS = "scenarios.press"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
"""As BCP 47 writes it; nothing else goes from a text into a header."""


@blueprint.get("/<territory>/<slug>/scenario.pdf")
@kept_for_readers
def scenario(territory: str, slug: str) -> ResponseReturnValue:
    """The whole scenario, to print or to keep."""
    found = asked_scenario(territory, slug)
    html, _contents = pages.html_of(read_session(), found.page, found.revision)
    return scenario_pdf(found, html)


def scenario_pdf(
    found: Reading, html: str, copies: Mapping[int, FileVersion] = NO_COPIES
) -> ResponseReturnValue:
    """A scenario at hand, whole, with its clean HTML; `copies` of its files where these are not asked for."""
    opening = pages.opening_of(html)
    return _pdf(
        found,
        "scenario",
        copies,
        opening=opening,
        rest=html[len(opening) :],
        drawing=timeline_of(found),
        matrix=matrix(found.script),
    )


@blueprint.get("/<territory>/<slug>/conducteur.pdf")
@kept_for_readers
def conductor(territory: str, slug: str) -> ResponseReturnValue:
    """The run sheet on one page."""
    return conductor_pdf(asked_scenario(territory, slug))


def conductor_pdf(found: Reading) -> ResponseReturnValue:
    """The run sheet of a scenario at hand."""
    start = read_start(request.args.get("debut"))
    lines = run_sheet(found.script, found.timeline, start.value)
    return _pdf(found, "conductor", lines=lines, start=start)


def _pdf(
    found: Reading, sheet: str, copies: Mapping[int, FileVersion] = NO_COPIES, **content: Any
) -> ResponseReturnValue:
    html = render_template(
        f"reading/pdf/{sheet}.html",
        found=found,
        facts=facts_of(found),
        address=f"{request.url_root}{found.path}",
        **content,
    )
    press: Press = current_app.extensions[PRESS]
    try:
        html, pictures = with_pictures(current_actor(), shelf(), html, PICTURE, copies=copies)
        pdf = press.pdf(html, sheet_font(), pictures)
    except NoPdf as none:
        page = render_template("reading/no_pdf.html", found=found, sheet=sheet, reason=none.reason.value)
        return page, HTTPStatus.SERVICE_UNAVAILABLE
    response = Response(pdf, content_type="application/pdf")
    name = f"{found.page.slug}.pdf" if sheet == "scenario" else f"conducteur-{found.page.slug}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    stated = found.script.head.text("langue")
    response.headers["Content-Language"] = (
        stated if _LANGUAGE.fullmatch(stated) else str(get_locale() or "fr")
    )
    return response


def sheet_font() -> Path:
    """The file of the typeface."""
    assets: Assets = current_app.extensions["assets"]
    return static_folder() / "dist" / assets.address("font.woff2").rpartition("/")[2]
