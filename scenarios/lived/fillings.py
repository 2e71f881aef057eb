"""What is shown of the times scenarios were played: on the page of each, and on the home page those played most."""

from typing import Any

from flask import Flask, render_template

from scenarios.enactments.projection import PLAYED_KIND
from scenarios.enactments.queries import most_played
from scenarios.lived.columns import COUNT, ELSEWHERE, sessions_in
from scenarios.lived.views import numbers_of
from wiki.db import read_session
from wiki.pages.queries import PageView
from wiki.web.actor import current_actor
from wiki.web.memo import remembered
from wiki.web.slots import slots

MOST_AT_HOME = 5


def fill_slots(app: Flask) -> None:
    """Fill the places that pages leave."""
    places = slots(app)
    places.fill("page.aside", played)
    places.fill("page.bottom", panel)
    places.fill("home.played", at_home)


def at_home(**context: Any) -> str:
    """The scenarios played most, of those that the reader may read of."""
    actor = current_actor()
    found = remembered(
        ("lived.most_played", actor.audiences), lambda: most_played(read_session(), actor, MOST_AT_HOME)
    )
    return render_template("lived/fillings/home.html", scenarios=found) if found else ""


def played(view: PageView, **context: Any) -> str:
    """« Joué 5 fois », with the way to the retours."""
    if view.page.kind != PLAYED_KIND:
        return ""
    return render_template(
        "lived/fillings/aside.html",
        page=view.page,
        times=view.beside[COUNT.name],
        elsewhere=view.beside[ELSEWHERE.name],
        newest=next((one.played_on for one in sessions_in(view.beside) if one.played_on), None),
    )


def panel(view: PageView, **context: Any) -> str:
    """What the sessions say together; an invitation where there is none yet."""
    if view.page.kind != PLAYED_KIND:
        return ""
    return render_template(
        "lived/fillings/panel.html",
        page=view.page,
        times=view.beside[COUNT.name],
        elsewhere=view.beside[ELSEWHERE.name],
        **numbers_of(view.revision.text, sessions_in(view.beside)),
    )
