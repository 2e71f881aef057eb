"""Reads of the sessions of a scenario and of those of its adaptations, filtered by who asks."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from scenarios.enactments.models import Enactment
from scenarios.enactments.projection import PLAYED_KIND
from scenarios.enactments.queries import tells
from scenarios.lived.columns import session_columns
from scenarios.lived.sessions import Session, session_of
from wiki.pages.models import Page
from wiki.pages.queries import visible_to
from wiki.permissions import Actor
from wiki.provenance.models import LINE, Derivation
from wiki.territories.models import Territory

MOST_SESSIONS = 1000
"""What numbers are made from: the newest."""
MOST_ADAPTATIONS = 50


class PlayedElsewhere(NamedTuple):
    """An adaptation that was played, and how often."""

    title: str
    path: str
    territory: str
    times: int


def sessions_of(session: Database, actor: Actor, page: Page) -> list[Session]:
    """The sessions of a page that this person may read of, the last told first."""
    rows = session.execute(
        select(*session_columns(Page, Territory))
        .select_from(Enactment)
        .join(Page, Page.id == Enactment.page_id)
        .join(Territory, Territory.id == Page.territory_id)
        .where(Enactment.scenario_id == page.id, tells(), visible_to(actor))
        .order_by(Page.id.desc())
        .limit(MOST_SESSIONS)
    )
    return [session_of(row) for row in rows]


def played_elsewhere(session: Database, actor: Actor, page: Page) -> Sequence[PlayedElsewhere]:
    """The pages adapted from this one that were played, the most often played first."""
    told = aliased(Page)
    adapted = select(Derivation.page_id).where(Derivation.source_id == page.id, Derivation.kind.in_(LINE))
    times = func.count().label("times")
    rows = session.execute(
        select(Page.title, Territory.slug, Page.slug, Territory.name, times)
        .select_from(Enactment)
        .join(Page, Page.id == Enactment.scenario_id)
        .join(Territory, Territory.id == Page.territory_id)
        .join(told, told.id == Enactment.page_id)
        .where(
            Page.id.in_(adapted),
            Page.kind == PLAYED_KIND,
            visible_to(actor),
            tells(told),
            visible_to(actor, told),
        )
        .group_by(Page.id, Page.title, Territory.slug, Page.slug, Territory.name)
        .order_by(times.desc(), Page.id)
        .limit(MOST_ADAPTATIONS)
    )
    return [PlayedElsewhere(title, f"{place}/{slug}", name, many) for title, place, slug, name, many in rows]
