"""Open calls on the home page and on the pages of their themes."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, render_template

from scenarios.calls import queries
from wiki.db import read_session
from wiki.web.slots import slots

MOST_AT_HOME = 3
MOST_FOUND = 3


def fill_slots(app: Flask) -> None:
    """Fill the places that pages leave."""
    places = slots(app)
    places.fill("home.calls", at_home)
    places.fill("theme.top", of_themes)
    places.fill("search.results", of_search)


def at_home(**context: Any) -> str:
    """What closes first."""
    return _shown(queries.open_now(read_session())[:MOST_AT_HOME])


def of_themes(theme_ids: Sequence[int], **context: Any) -> str:
    """Those about a theme, or about a theme of a family."""
    return _shown(queries.about(queries.open_now(read_session()), theme_ids))


def of_search(text: str, **context: Any) -> str:
    """Those that a search finds, beside its pages."""
    calls = queries.with_words(read_session(), text, MOST_FOUND)
    if not calls:
        return ""
    return render_template("calls/fillings/found.html", calls=calls, days_left=queries.days_left)


def _shown(calls: Sequence[queries.OpenCall]) -> str:
    if not calls:
        return ""
    return render_template("calls/fillings/open.html", calls=calls, days_left=queries.days_left)
