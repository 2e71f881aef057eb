"""What somebody wrote for and about nominations, in the archive of their own data.

Rows that name them as `author_id` or `user_id` are there already; here is what stands beside those.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from scenarios.curation.models import Nomination
from scenarios.deliberation.models import DROPPED, Decision, Opinion, ReworkRequest
from wiki.accounts.owndata.gathering import MOST_ROWS, as_json
from wiki.accounts.owndata.registry import Entry
from wiki.permissions import Actor


def own_judgements(session: Session, actor: Actor) -> Iterable[Entry]:
    """Nominations, answers to requests, words of taking back; the marks of one's opinions, and those before."""
    parts = {
        "propositions": _nominations, "retraits": _withdrawals, "reponses": _answers, "avis": _opinions,
        "decisions-ecartees": _dropped,
    }  # fmt: skip
    told = {name: part(session, actor.user_id or 0) for name, part in parts.items()}
    if any(told.values()):
        yield "examens.json", as_json(told)


def _nominations(session: Session, user_id: int) -> list[dict[str, Any]]:
    query = (
        select(Nomination).where(Nomination.proposed_by == user_id).order_by(Nomination.id).limit(MOST_ROWS)
    )
    return [{"dossier": one.id, "date": one.proposed_at, "mots": one.words} for one in session.scalars(query)]


def _withdrawals(session: Session, user_id: int) -> list[dict[str, Any]]:
    query = select(Nomination).where(Nomination.closed_by == user_id).order_by(Nomination.id).limit(MOST_ROWS)
    return [{"dossier": one.id, "date": one.state_at, "mots": one.closing} for one in session.scalars(query)]


def _dropped(session: Session, user_id: int) -> list[dict[str, Any]]:
    query = select(Decision).where(Decision.settled_by == user_id, Decision.state == DROPPED)
    return [
        {"dossier": one.nomination_id, "date": one.settled_at, "mots": one.ending}
        for one in session.scalars(query.order_by(Decision.id).limit(MOST_ROWS))
    ]


def _answers(session: Session, user_id: int) -> list[dict[str, Any]]:
    query = select(ReworkRequest).where(ReworkRequest.answered_by == user_id).order_by(ReworkRequest.id)
    return [
        {"dossier": one.nomination_id, "date": one.answered_at, "demande": one.words, "reponse": one.answer}
        for one in session.scalars(query.limit(MOST_ROWS))
    ]


def _opinions(session: Session, user_id: int) -> list[dict[str, Any]]:
    query = select(Opinion).where(Opinion.author_id == user_id).order_by(Opinion.id).limit(MOST_ROWS)
    whole = query.options(selectinload(Opinion.scores), selectinload(Opinion.former))
    return [
        {
            "dossier": one.nomination_id,
            "notes": [[score.criterion_id, score.score, score.words] for score in one.scores],
            "avant": [
                [former.given_at, former.verdict, former.words, former.scores] for former in one.former
            ],
        }
        for one in session.scalars(whole)
    ]
