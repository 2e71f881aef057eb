"""What the page of a scenario is told of its sessions, brought by the statement that finds the page."""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from scenarios.enactments.models import Enactment
from scenarios.enactments.projection import PLAYED_KIND
from scenarios.enactments.queries import tells
from scenarios.lived.sessions import Session, session_of
from wiki.nested import Rows
from wiki.pages.beside import Beside, Readable, Told
from wiki.pages.models import Page
from wiki.provenance.models import LINE, Derivation
from wiki.territories.models import Territory

MOST_BESIDE = 100
"""Sessions that the panel of a page is made from: the newest. Its count is of all."""


def session_columns(told: Any, place: Any, row: Any = Enactment) -> tuple[ColumnElement[Any], ...]:
    """The columns that `session_of` reads."""
    return (
        told.id, told.title, place.slug, told.slug, place.name, told.audience_key, row.played_on, row.version,
        row.place, row.latitude, row.longitude, place.latitude, place.longitude, row.headcount, row.categories,
        row.ratings, row.words, row.minutes,
    )  # fmt: skip


def sessions_in(told: Told) -> list[Session]:
    """The newest sessions beside a page, the last told first."""
    return sorted(map(session_of, told[SESSIONS.name] or ()), key=lambda session: -session.page_id)


def _sessions(readable: Readable) -> ColumnElement[Any]:
    told, row = aliased(Page), aliased(Enactment)
    newest = (
        select(row.page_id)
        .join(told, told.id == row.page_id)
        .where(row.scenario_id == Page.id, tells(told), readable(told), Page.kind == PLAYED_KIND)
        .order_by(row.page_id.desc())
        .limit(MOST_BESIDE)
        .correlate(Page)
        .scalar_subquery()
    )
    shown, where, said = aliased(Page), aliased(Territory), aliased(Enactment)
    return (
        select(Rows(*session_columns(shown, where, said)))
        .select_from(said)
        .join(shown, shown.id == said.page_id)
        .join(where, where.id == shown.territory_id)
        .where(said.page_id.in_(newest))
        .correlate(Page)
        .scalar_subquery()
    )


def _count(readable: Readable) -> ColumnElement[Any]:
    told, row = aliased(Page), aliased(Enactment)
    return (
        select(func.count())
        .select_from(row)
        .join(told, told.id == row.page_id)
        .where(row.scenario_id == Page.id, tells(told), readable(told), Page.kind == PLAYED_KIND)
        .correlate(Page)
        .scalar_subquery()
    )


def _of_adaptations(readable: Readable) -> ColumnElement[Any]:
    told, child, row = aliased(Page), aliased(Page), aliased(Enactment)
    adapted = (
        select(Derivation.page_id)
        .where(Derivation.source_id == Page.id, Derivation.kind.in_(LINE))
        .correlate(Page)
    )
    return (
        select(func.count())
        .select_from(row)
        .join(told, told.id == row.page_id)
        .join(child, child.id == row.scenario_id)
        .where(child.id.in_(adapted), readable(child), child.kind == PLAYED_KIND, tells(told), readable(told))
        .correlate(Page)
        .scalar_subquery()
    )


SESSIONS = Beside("lived.sessions", _sessions)
COUNT = Beside("lived.count", _count)
"""How often the page was played, as far as the reader may know."""
ELSEWHERE = Beside("lived.elsewhere", _of_adaptations)
"""How often the pages that were adapted from it were."""
