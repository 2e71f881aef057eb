"""Note who wrote what, and undo page by page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.accounts.queries import actor_of
from wiki.activity.kinds import PAGE_CREATED, PAGE_EDITED
from wiki.activity.models import Happening
from wiki.db import now, read_session, transaction
from wiki.errors import NotFound
from wiki.pages.models import Page, Revision
from wiki.patrol import service
from wiki.patrol.models import SEEN, WAITING, EditToReview, Rollback, RollbackPage
from wiki.permissions import Actor, Rules
from wiki.territories.models import Membership

NOTE_JOB = "patrol.note"
FIRST_EDITS = 3
"""How many edits of a person must have been seen before the next ones are no first edits any more."""
_NEWS = timedelta(days=1)
"""What is older when it is told was brought in from elsewhere, by somebody who answers for it."""


def note(payloads: Sequence[dict[str, Any]]) -> None:
    """Write down which of the edits that happened wait for a look."""
    numbers = [number for payload in payloads for number in payload["happenings"]]
    with transaction() as session:
        for revision in _edits(session, numbers):
            if session.get(EditToReview, revision.id) is None and not _is_known(session, revision):
                session.add(
                    EditToReview(
                        revision_id=revision.id,
                        author_id=revision.author_id,
                        is_first=_seen_edits(session, revision) < FIRST_EDITS,
                    )
                )
                session.flush()


def roll_back(payloads: Sequence[dict[str, Any]]) -> None:
    """Undo what somebody did, each page in a transaction of its own; what is done already is left alone."""
    for payload in payloads:
        _roll_back_one(payload["rollback"])


def _roll_back_one(rollback_id: int) -> None:
    actor = _who_asked(rollback_id)
    if actor is not None:
        _roll_back_pages(rollback_id, actor)
    with transaction() as session:
        service.finish_rollback(session, rollback_id)


def _roll_back_pages(rollback_id: int, actor: Actor) -> None:
    waiting = select(RollbackPage.page_id).where(
        RollbackPage.rollback_id == rollback_id, RollbackPage.outcome == WAITING
    )
    for page_id in read_session().scalars(waiting).all():
        with transaction() as session:
            started = session.get_one(Rollback, rollback_id)
            row = session.get_one(RollbackPage, (rollback_id, page_id))
            service.roll_back(session, actor, started, row)


def _who_asked(rollback_id: int) -> Actor | None:
    """Whoever asked, with the rights they have now; nobody when their account may not be used any more."""
    session = read_session()
    started = session.get_one(Rollback, rollback_id)
    rules: Rules = current_app.extensions["wiki.rules"]
    try:
        return actor_of(session, started.actor_id, rules)
    except NotFound:
        return None


def _edits(session: Session, happening_ids: Sequence[int]) -> Sequence[Revision]:
    wanted = (
        select(Revision)
        .join(Happening, (Happening.page_id == Revision.page_id) & (Happening.about_id == Revision.number))
        .where(
            Happening.id.in_(happening_ids),
            Happening.kind.in_((PAGE_CREATED, PAGE_EDITED)),
            Happening.at > now() - _NEWS,
            Revision.author_id.is_not(None),
            # What a referent took up, a referent has seen.
            Revision.approver_id.is_(None),
        )
    )
    return session.scalars(wanted.order_by(Revision.id)).all()


def _is_known(session: Session, revision: Revision) -> bool:
    """Whether the author is a referent of the territory, or of the national team."""
    referent = (
        select(Membership.user_id)
        .join(Page, Page.territory_id == Membership.territory_id)
        .where(
            Page.id == revision.page_id,
            Membership.user_id == revision.author_id,
            Membership.role == "referent",
            Membership.admitted_at.is_not(None),
        )
    )
    team = select(User.id).where(User.id == revision.author_id, User.site_role.in_(("curator", "admin")))
    return session.scalar(team) is not None or session.scalar(referent) is not None


def _seen_edits(session: Session, revision: Revision) -> int:
    seen = select(func.count()).where(
        EditToReview.author_id == revision.author_id, EditToReview.state == SEEN
    )
    return session.scalar(seen) or 0
