"""How far the identity sheets of territories are filled in, counted in the database."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Row, and_, case, distinct, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from scenarios.programme.completeness import Completeness, Item
from scenarios.programme.models import BudgetLine, Milestone, ProgrammeEvent, Source, Sponsor
from wiki.pages.models import Page
from wiki.territories.categories import ActorCategory
from wiki.territories.models import PRESENTATION, CollegeSeat, Membership, Territory

_WANTED = {"college": len(ActorCategory)}
"""How much of it a sheet should have, where one is not enough."""

_READ_BY_MANY = ("public", "members")


def completeness(session: Session, territory: Territory) -> Completeness:
    """What the sheet of one territory says and lacks."""
    return completeness_of(session, [territory.id])[territory.id]


def completeness_of(session: Session, territory_ids: Collection[int]) -> Mapping[int, Completeness]:
    """What the sheets of several territories say and lack, by their id, in one statement; unknown ids are left out.

    What is counted is no secret: only whether there is a budget, never what stands in it.
    """
    rows = session.execute(select(Territory.id, *_COUNTS).where(Territory.id.in_(territory_ids)))
    return {row.id: _told(row) for row in rows}


def _told(row: Row[tuple[int, ...]]) -> Completeness:
    counts: list[int] = list(row[1:])
    return Completeness(
        [
            Item(column.name, min(got, _WANTED.get(column.name, 1)), _WANTED.get(column.name, 1))
            for column, got in zip(_COUNTS, counts, strict=True)
        ]
    )


def _written(*texts: InstrumentedAttribute[str]) -> ColumnElement[int]:
    return case((and_(*(text != "" for text in texts)), 1), else_=0)


def _some(owner: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return case((exists().where(owner == Territory.id, *conditions).correlate(Territory), 1), else_=0)


def _admitted(role: str) -> ColumnElement[int]:
    return _some(Membership.territory_id, Membership.role == role, Membership.admitted_at.is_not(None))


_COUNTS = (
    _written(Territory.project).label("project"),
    _written(Territory.region, Territory.place).label("place"),
    case((and_(Territory.latitude.is_not(None), Territory.longitude.is_not(None)), 1), else_=0).label("map"),
    _some(
        Page.territory_id, Page.slug == PRESENTATION, Page.audience_key.in_(_READ_BY_MANY)
    ).label("presentation"),
    _admitted("referent").label("referent"),
    _admitted("ambassador").label("ambassador"),
    select(func.count(distinct(CollegeSeat.category)))
    .where(CollegeSeat.territory_id == Territory.id).correlate(Territory).scalar_subquery().label("college"),
    _some(CollegeSeat.territory_id, CollegeSeat.is_steward.is_(True)).label("stewards"),
    _some(Sponsor.territory_id, Sponsor.removed_at.is_(None)).label("sponsors"),
    _some(BudgetLine.territory_id, BudgetLine.removed_at.is_(None)).label("budget"),
    _some(
        BudgetLine.territory_id, BudgetLine.removed_at.is_(None), BudgetLine.source == Source.OWN,
        BudgetLine.cents > 0,
    ).label("self_financing"),
    _some(Milestone.territory_id, Milestone.removed_at.is_(None)).label("milestones"),
    _some(
        ProgrammeEvent.territory_id, ProgrammeEvent.removed_at.is_(None),
        ProgrammeEvent.cancelled_at.is_(None),
    ).label("events"),
)  # fmt: skip
"""In the order of the sheet; each as far as it is wanted."""
