"""Remind those from whom something is awaited, and the national team of what waits for long; once a period at most.

Done by every worker, so each row is held while it is looked at: two workers remind once.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from scenarios.curation import queries
from scenarios.curation.models import DECISION, OPINION, VOICE, WAITING, Nomination, Reader
from scenarios.curation.readers import ask
from scenarios.curation.service import unbiased_team
from wiki.db import now, transaction

_AT_ONCE = 200
_OUTCOMES = {OPINION: "opinion.reminded", DECISION: "decision.reminded", VOICE: "voice.reminded"}


def remind_all() -> int:
    """Remind everybody who is due; returns how many."""
    with transaction() as session:
        moment = now()
        return remind_readers(session, moment) + remind_team(session, moment)


def remind_readers(session: Session, moment: datetime) -> int:
    """Remind readers whom one waits for since the days that the rules say, or who were reminded as long ago."""
    period = timedelta(days=queries.settings(session).remind_after)
    since = func.coalesce(Reader.reminded_at, Reader.asked_at)
    due = session.scalars(
        select(Reader)
        .join(Nomination, Nomination.id == Reader.nomination_id)
        .where(Reader.awaited != "", Nomination.state == WAITING, since <= moment - period)
        .options(joinedload(Reader.nomination).joinedload(Nomination.page))
        .order_by(Reader.id)
        .limit(_AT_ONCE)
        .with_for_update(of=Reader, skip_locked=True)
    ).all()
    for reader in due:
        reader.reminded_at = moment
        ask(session, None, reader.nomination, [reader.user_id], _OUTCOMES[reader.awaited])
    return len(due)


def remind_team(session: Session, moment: datetime) -> int:
    """Remind the national team of nominations that wait longer than the rules say."""
    period = timedelta(days=queries.settings(session).late_after)
    since = func.coalesce(Nomination.reminded_at, Nomination.state_at)
    due = session.scalars(
        select(Nomination)
        .where(Nomination.state == WAITING, since <= moment - period)
        .order_by(Nomination.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for found in due:
        found.reminded_at = moment
        ask(session, None, found, unbiased_team(session, found), "nomination.late")
    return len(due)
