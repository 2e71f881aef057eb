"""What the page of a scenario shows of the times it was played: at the side how often, below the text the rest."""

from typing import Any

from flask import Flask, render_template

from scenarios.enactments.projection import PLAYED_KIND
from scenarios.lived.columns import COUNT, ELSEWHERE, sessions_in
from scenarios.lived.views import numbers_of
from wiki.pages.queries import PageView
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Fill the places that pages leave."""
    places = slots(app)
    places.fill("page.aside", played)
    places.fill("page.bottom", panel)


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
