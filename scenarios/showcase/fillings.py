"""Where what the nation retains is shown: home, themes, territories, and beside the page of a scenario."""

from collections.abc import Callable
from typing import Any

from flask import Flask, render_template

from scenarios.featuring import queries
from scenarios.featuring.queries import FeatureCard
from wiki.db import read_session
from wiki.pages.queries import PageView
from wiki.territories.models import Territory
from wiki.web.memo import remembered
from wiki.web.slots import slots

ON_HOME, ELSEWHERE = 6, 4


def fill_slots(app: Flask) -> None:
    """Fill the places that pages leave."""
    places = slots(app)
    places.fill("home.head", head)
    places.fill("home.featured", on_home)
    places.fill("theme.top", of_themes)
    places.fill("territory.presentation", of_territory)
    places.fill("page.aside", beside_page)
    places.fill("nomination.actions", of_nomination)


def head(**context: Any) -> str:
    """The feed, for browsers and readers that look for it."""
    return render_template("showcase/fillings/head.html")


def on_home(**context: Any) -> str:
    """*À la une*, the first of the national team's order."""
    return _shown("showcase/fillings/home.html", _kept("home", queries.running), ON_HOME)


def of_themes(theme_ids: list[int], **context: Any) -> str:
    """What is retained about a theme or a family."""
    key = ("themes", *sorted(theme_ids))
    found = _kept(key, lambda session: queries.running(session, theme_ids=theme_ids))
    return _shown("showcase/fillings/strip.html", found, ELSEWHERE)


def of_territory(territory: Territory, **context: Any) -> str:
    """What is retained of a territory."""
    number = territory.id
    found = _kept(("territory", number), lambda session: queries.running(session, territory_id=number))
    return _shown("showcase/fillings/strip.html", found, ELSEWHERE)


def beside_page(view: PageView, **context: Any) -> str:
    """« Retenu par la nation, version 3 », from what came with the page."""
    mark = queries.mark_in(view.beside)
    if mark is None:
        return ""
    return render_template("showcase/fillings/beside.html", mark=mark, number=view.revision.number)


def of_nomination(nomination_id: int, **context: Any) -> str:
    """From the record of a decision to what is shown of it."""
    found = queries.running_by(read_session(), nomination_id)
    return render_template("showcase/fillings/decided.html", feature_id=found) if found is not None else ""


def _kept(key: object, ask: Callable[[Any], list[FeatureCard]]) -> list[FeatureCard]:
    """What was asked before, as long as nothing changes: everybody sees the same."""
    return remembered(("showcase", key), lambda: ask(read_session()))


def _shown(template: str, found: list[FeatureCard], most: int) -> str:
    return render_template(template, cards=found[:most], more=len(found) > most) if found else ""
