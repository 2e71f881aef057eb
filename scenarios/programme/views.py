"""The whole identity sheet of a territory with its programme, on one page and as PDF."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from scenarios.printing.service import NoPdf, Press
from scenarios.programme import queries
from scenarios.programme.blueprint import blueprint
from scenarios.programme.drawing import draw
from scenarios.programme.labels import ITEMS
from scenarios.reading.pdf_views import PRESS
from wiki.days import today
from wiki.db import now, read_session
from wiki.permissions import Permission, can
from wiki.resources import static_folder
from wiki.territories import queries as territories
from wiki.web.actor import current_actor
from wiki.web.assets import Assets
from wiki.web.response_cache import kept_for_readers


@blueprint.get("/territoires/<territory>/programme")
def sheet(territory: str) -> str:
    """Everything about a territory that the reader may know, as one would print it."""
    return render_template("programme/sheet.html", **_shown(territory))


@blueprint.get("/territoires/<territory>/programme.pdf")
@kept_for_readers
def pdf(territory: str) -> ResponseReturnValue:
    """The same as a document."""
    shown = _shown(territory)
    address = url_for(".sheet", territory=territory, _external=True)
    html = render_template("programme/pdf.html", **shown, address=address, made_at=now())
    press: Press = current_app.extensions[PRESS]
    try:
        made = press.pdf(html, _font())
    except NoPdf as none:
        page = render_template(
            "programme/no_pdf.html", territory=shown["territory"], reason=none.reason.value
        )
        return page, HTTPStatus.SERVICE_UNAVAILABLE
    response = Response(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="fiche-{territory}.pdf"'
    response.headers["Content-Language"] = str(get_locale() or "fr")
    return response


def _shown(slug: str) -> dict[str, Any]:
    session, actor = read_session(), current_actor()
    place = territories.local(session, slug)
    found = queries.programme(session, actor, place)
    return {
        "territory": place,
        "programme": found,
        "college": territories.college(place),
        "team": territories.team(session, place),
        "drawing": draw(found.milestones, today()),
        "scenarios": queries.pages_of(session, actor, found.events),
        "keeps": can(actor, Permission.PROGRAMME_EDIT, place),
        "items": ITEMS,
        "today": today(),
    }


def _font() -> Path:
    assets: Assets = current_app.extensions["assets"]
    return static_folder() / "dist" / assets.address("font.woff2").rpartition("/")[2]
