"""Tell the national team, once, of features to be renewed and of those whose page is not public any more.

Done by every worker, so each row is held while it is looked at: two workers tell once.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from scenarios.featuring.models import Feature
from scenarios.featuring.queries import national_team
from wiki.activity import kinds as happens
from wiki.activity.service import tell
from wiki.days import today
from wiki.db import now, read_session, transaction
from wiki.pages.events import PageSettled
from wiki.pages.models import Page

BEFORE = timedelta(days=30)
"""How long before its date the national team is reminded."""
_AT_ONCE = 100


def remind_all() -> int:
    """Tell of everything that is due; returns how much."""
    with transaction() as session:
        moment = now()
        return remind_of_dates(session, moment) + tell_of_lost_pages(session, moment)


def page_settled(event: PageSettled) -> None:
    """A page changed who may read it: look at once, where it is behind a feature; the regular look finds the rest."""
    behind = select(Feature.id).where(Feature.page_id == event.page_id, Feature.ended_at.is_(None))
    if read_session().scalar(behind) is not None:
        with transaction() as session:
            tell_of_lost_pages(session, now())


def remind_of_dates(session: Session, moment: datetime) -> int:
    """Features whose date comes within `BEFORE`, of which nobody was told yet."""
    soon = today(moment + BEFORE)
    due = _held(session, Feature.reminded_at.is_(None), Feature.renew_by <= soon)
    for found in due:
        found.reminded_at = moment
        _tell(session, found, "feature.due")
    return len(due)


def tell_of_lost_pages(session: Session, moment: datetime) -> int:
    """Features whose page was deleted, hidden or erased since the last look; of one that came back, nothing."""
    public = exists().where(Page.id == Feature.page_id, Page.audience_key == "public")
    for found in _held(session, Feature.lost_at.is_not(None), public):
        found.lost_at = None
    lost = _held(session, Feature.lost_at.is_(None), ~public)
    for found in lost:
        found.lost_at = moment
        _tell(session, found, "feature.lost")
    return len(lost)


def _held(session: Session, *which: ColumnElement[bool]) -> list[Feature]:
    query = select(Feature).where(Feature.ended_at.is_(None), *which).order_by(Feature.id).limit(_AT_ONCE)
    return list(session.scalars(query.with_for_update(skip_locked=True)))


def _tell(session: Session, found: Feature, outcome: str) -> None:
    tell(
        session, None, happens.FEATURE_DUE, about_id=found.id, title=found.title, outcome=outcome,
        user_ids=national_team(session),
    )  # fmt: skip
