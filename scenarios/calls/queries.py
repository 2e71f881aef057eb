"""Reads of calls: those that are open, to come and past, as the day in the site's time zone says."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from scenarios.calls.models import Call
from wiki.config import Settings
from wiki.db import now
from wiki.themes.models import Theme

MOST_OPEN = 20


def today(moment: datetime | None = None) -> date:
    """The day it is where the site is, which opens and closes calls."""
    settings: Settings = current_app.extensions["wiki.settings"]
    return (moment or now()).astimezone(ZoneInfo(settings.time_zone)).date()


def open_calls(session: Session, day: date | None = None) -> Sequence[Call]:
    """The calls that can be answered on a day (today): what closes first comes first."""
    query = _whole().where(is_open(day or today())).order_by(Call.closes_on, Call.id)
    return session.scalars(query.limit(MOST_OPEN)).all()


def is_open(day: date) -> ColumnElement[bool]:
    """Whether a call can be answered on a day."""
    published = and_(Call.published_at.is_not(None), Call.closed_at.is_(None))
    return and_(published, Call.opens_on <= day, Call.closes_on >= day)


def _whole() -> Select[Call]:
    themes = selectinload(Call.themes).options(joinedload(Theme.family))
    return select(Call).options(joinedload(Call.author), themes)
