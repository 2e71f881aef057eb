"""*La carte*: a list of territories and sessions, and the same drawn."""

from flask import Blueprint, Response, current_app, make_response, render_template, request

from scenarios.maps import queries, showing
from wiki.config import Settings
from wiki.db import read_session
from wiki.web.actor import current_actor
from wiki.web.clock import day_in_words
from wiki.web.headers import policy_with_images
from wiki.web.memo import remembered
from wiki.web.pagination import slice_of, start_key
from wiki.web.response_cache import kept_for_readers

blueprint = Blueprint("maps", __name__)
SLICE = 100
"""Sessions on one page; the map shows those of the list beside it."""


@blueprint.get("/carte")
@kept_for_readers
def show() -> Response:
    """Territories and the last sessions told; from where `?depuis=` says, with distances."""
    session, actor, before = read_session(), current_actor(), start_key()
    seen = ("maps.spread", actor.audiences, actor.is_admin)
    found = remembered(seen, lambda: queries.spread(session, actor))
    origin = next(
        (home for home in found.homes if home.slug == request.args.get("depuis") and home.point), None
    )
    start = origin.point if origin else None
    rows = queries.played(session, actor, before=before, limit=SLICE + 1)
    settings: Settings = current_app.extensions["wiki.settings"]
    response = make_response(
        render_template(
            "maps/show.html",
            territories=showing.nearest_first(found.homes, start),
            origin=origin,
            played=slice_of(rows, SLICE, lambda row: row.page_id),
            kilometres=lambda point: queries.kilometres(start, point),
            day=day_in_words,
            shaded=showing.shaded(found.retours),
            regions=showing.region_rows(found),
            tiles=settings.tile_server_url,
            tile_attribution=settings.tile_attribution,
        )
    )
    response.headers["Content-Security-Policy"] = policy_with_images(settings.tile_origin)
    return response
