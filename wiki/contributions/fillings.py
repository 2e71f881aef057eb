"""What pages, territories and the account show of offers, to who may answer them or made them."""

from typing import Any

from flask import Flask, render_template

from wiki.contributions import queries
from wiki.contributions.counting import OPEN_COUNT
from wiki.db import read_session
from wiki.pages.queries import PageView
from wiki.permissions import Permission, can
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.slots import slots


def fill_slots(app: Flask) -> None:
    """Fill the places that pages, territories and accounts leave."""
    places = slots(app)
    places.fill("page.news", news)
    places.fill("territory.aside", waiting)
    places.fill("account.settings", of_account)


def news(view: PageView, **context: Any) -> str:
    """« 2 modifications proposées », for who may answer."""
    count = view.beside[OPEN_COUNT.name]
    if not count or not can(current_actor(), Permission.CONTRIBUTION_DECIDE, view.page):
        return ""
    return render_template("contributions/fillings/news.html", page=view.page, count=count)


def waiting(territory: Territory, **context: Any) -> str:
    """What waits on the pages of a territory, for its people."""
    actor = current_actor()
    if not queries.may_review(actor, territory):
        return ""
    count = queries.count_to_review(read_session(), actor, territory.id)
    return (
        render_template("contributions/fillings/waiting.html", territory=territory, count=count)
        if count
        else ""
    )


def of_account(**context: Any) -> str:
    """The ways to what one offered, and to what waits for one's answer."""
    may_review = queries.may_review(current_actor(), None)
    return render_template("contributions/fillings/account.html", may_review=may_review)
