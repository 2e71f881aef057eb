"""All that is told of a scenario's sessions, on a page of its own."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from scenarios.enactments.forms import FOUNDATION_LABELS
from scenarios.enactments.projection import PLAYED_KIND
from scenarios.lived import queries
from scenarios.lived.numbers import activities_of, editions_of, ratings_of, total_of, words_of
from scenarios.lived.places import places_of
from scenarios.lived.sessions import Session
from scenarios.lived.telling import sentences
from scenarios.reading.queries import read_text
from wiki.db import read_session
from wiki.pages import queries as pages
from wiki.web.actor import current_actor
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("lived", __name__)
SLICE = 20


@blueprint.get("/<territory>/<slug>/retours")
def listing(territory: str, slug: str) -> ResponseReturnValue:
    """How often, where, how long, how it went, from version to version; and every retour."""
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    if page.kind != PLAYED_KIND:
        return redirect(f"/{page.path}", 303)
    sessions = queries.sessions_of(session, actor, page)
    before = start_key()
    shown = [one for one in sessions if before is None or one.page_id < before]
    if before is not None and not shown:
        return redirect(f"/{page.path}/retours", 303)
    return render_template(
        "lived/listing.html",
        page=page,
        slice=slice_of(shown[: SLICE + 1], SLICE, lambda one: one.page_id),
        elsewhere=queries.played_elsewhere(session, actor, page),
        is_first=before is None,
        **numbers_of(page.current.text, sessions),
    )


def numbers_of(text: str, sessions: Sequence[Session]) -> dict[str, Any]:
    """What templates show of sessions together."""
    activities = activities_of(read_text(text)[0], sessions)
    editions = editions_of(sessions)
    return {
        "sessions": sessions,
        "people": sum(one.headcount or 0 for one in sessions),
        "places": places_of(sessions),
        "activities": activities,
        "total": total_of(activities),
        "ratings": ratings_of(sessions),
        "words": words_of(sessions),
        "editions": editions,
        "sentences": sentences(editions),
        "foundations": FOUNDATION_LABELS,
    }
