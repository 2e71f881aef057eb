"""What pages show of retours: the button of a scenario, and on a retour what was played, when and with whom."""

from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, render_template
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from scenarios.enactments.models import Enactment
from scenarios.enactments.projection import PLAYED_KIND
from scenarios.retold.model import Account
from scenarios.retold.reading import read
from wiki.nested import Rows
from wiki.pages.beside import Beside, Readable
from wiki.pages.models import TELLS_OF_OTHERS, Page, Revision
from wiki.pages.queries import PageView
from wiki.permissions import Permission, can
from wiki.territories.categories import LABELS, ActorCategory
from wiki.territories.models import Territory
from wiki.web.actor import current_actor
from wiki.web.slots import slots

read_kept = lru_cache(maxsize=128)(read)
"""What a text says; the text of a version never changes."""


class PlayedPage(NamedTuple):
    """The scenario that a retour tells of, as its reader may see it."""

    title: str
    place: str
    place_slug: str
    slug: str
    current_number: int

    @property
    def path(self) -> str:
        return f"{self.place_slug}/{self.slug}"


def fill_slots(app: Flask) -> None:
    """Fill the places that pages leave."""
    places = slots(app)
    places.fill("page.actions", button)
    places.fill("page.top", session_told)


def button(page: Page, **context: Any) -> str:
    """« Nous l'avons joué », for everybody: who has no account is asked to sign in when they send it."""
    actor = current_actor()
    if page.kind == TELLS_OF_OTHERS and can(actor, Permission.PAGE_EDIT, page):
        return render_template("enactments/fillings/mend.html", page=page)
    if page.kind != PLAYED_KIND or (
        actor.is_authenticated and not can(actor, Permission.ENACTMENT_REPORT, page)
    ):
        return ""
    return render_template("enactments/fillings/button.html", page=page)


def session_told(view: PageView, **context: Any) -> str:
    """What a retour tells at a glance."""
    if view.page.kind != TELLS_OF_OTHERS:
        return ""
    told = read_kept(view.revision.text)
    rows = view.beside[PLAYED.name] or ()
    return render_template(
        "enactments/fillings/session.html",
        view=view,
        told=told,
        played=PlayedPage(*rows[0]) if rows else None,
        whom=names_of(told),
    )


def names_of(told: Account) -> list[Any]:
    """The categories of actors who took part, lazily translated."""
    return [LABELS[ActorCategory(code)] for code in told.categories]


def _played(readable: Readable) -> ColumnElement[Any]:
    scenario, place, current = aliased(Page), aliased(Territory), aliased(Revision)
    return (
        select(Rows(scenario.title, place.name, place.slug, scenario.slug, current.number))
        .select_from(Enactment)
        .join(scenario, and_(scenario.id == Enactment.scenario_id, readable(scenario)))
        .join(place, place.id == scenario.territory_id)
        .join(current, current.id == scenario.current_id)
        .where(Enactment.page_id == Page.id)
        .correlate(Page)
        .scalar_subquery()
    )


PLAYED = Beside("enactments.played", _played)
"""The scenario of a retour, where the reader may read it."""
