"""Mark edits as seen, undo one, undo all that somebody did."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wiki.audit.service import record
from wiki.db import now
from wiki.errors import Conflict, Invalid, NotFound
from wiki.jobs.service import enqueue
from wiki.pages import service as pages
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page, Revision
from wiki.pages.queries import visible_to
from wiki.patrol import queries
from wiki.patrol.models import (
    CLASHED,
    DELETED,
    REFUSED,
    SEEN,
    UNCHANGED,
    UNDONE,
    WAITING,
    EditToReview,
    Rollback,
    RollbackPage,
)
from wiki.patrol.undoing import Change, without
from wiki.permissions import Actor, Permission, can, require
from wiki.trash import service as trash

ROLLBACK_JOB = "patrol.rollback"
AT_ONCE = 200
"""Most edits that are marked, and most pages that are taken back, by one act."""


class Clash(Conflict):
    """Later changes touch the same passages, or the text from before was withdrawn: what to keep is for a person."""


def mark_seen(session: Session, actor: Actor, revision_ids: Sequence[int]) -> int:
    """Say that these edits were looked at and are fine; returns how many still waited for it.

    Raises:
        Forbidden: the actor looks after nobody's edits.
    """
    mine = (
        select(EditToReview.revision_id)
        .join(EditToReview.revision)
        .join(Page, Page.id == Revision.page_id)
        .where(
            EditToReview.revision_id.in_(list(revision_ids)[:AT_ONCE]),
            queries.looked_after(actor),
            visible_to(actor),
        )
    )
    require(actor, Permission.EDITS_REVIEW)
    return _decide(session, actor, session.scalars(mine).all(), SEEN)


def undo(session: Session, actor: Actor, page_id: int, number: int) -> pages.Saved:
    """Take one revision back, whatever came after it.

    Raises:
        NotFound, Forbidden: the page or version is not there, or not this person's to edit.
        Invalid: it is the page's first version.
        Clash: later changes touch the same passages.
    """
    page = pages.locked_page(session, page_id)
    require(actor, Permission.PAGE_EDIT, page)
    revisions = _pair(session, page, number)
    text = without(tools_of(page.kind), page.current.text, [Change(revisions[0].text, revisions[1].text)])
    if text is None:
        raise Clash
    saved = pages.put_back(session, actor, page, text, f"Version {number} annulée")
    _decide(session, actor, [revisions[1].id], UNDONE)
    return saved


def start_rollback(
    session: Session, actor: Actor, author_id: int, *, since: datetime | None, reason: str
) -> Rollback:
    """Have everything undone that somebody changed since a moment, in pages that the actor looks after.

    Args:
        since: None for everything.
        reason: why, for the audit log.

    Raises:
        Forbidden: the actor looks after nobody's edits.
        Invalid: there is nothing to undo.
    """
    require(actor, Permission.EDITS_REVIEW)
    touched = queries.pages_changed_by(session, actor, author_id, since, AT_ONCE)
    if not touched:
        raise Invalid(
            {"since": _l("Cette personne n'a rien changé depuis, dans les pages dont vous vous occupez.")}
        )
    started = Rollback(actor_id=actor.user_id, author_id=author_id, since=since, reason=reason[:300])
    session.add(started)
    session.flush()
    session.add_all(RollbackPage(rollback_id=started.id, page_id=page.id) for page, _count in touched)
    record(session, actor, "edits.undone", kind="account", thing_id=author_id, rollback=started.id,
           pages=len(touched), reason=reason[:300])  # fmt: skip
    enqueue(session, ROLLBACK_JOB, {"rollback": started.id})
    return started


def roll_back(session: Session, actor: Actor, started: Rollback, row: RollbackPage) -> None:
    """Take back what the person of a rollback changed in one page, and write down what became of it.

    A page that nobody else ever wrote in goes to the trash.
    """
    page = pages.locked_page(session, row.page_id)
    if not can(actor, Permission.PAGE_EDIT, page):
        row.outcome = REFUSED
        return
    theirs = queries.revisions_by(session, page.id, started.author_id, started.since)
    if len(theirs) == page.current.number:
        trash.delete(session, actor, page.id, reason=started.reason or "Modifications annulées")
        row.outcome = DELETED
    else:
        _take_back(session, actor, page, theirs, row)
    if row.outcome != CLASHED:
        _decide(session, actor, [revision.id for revision in theirs], UNDONE)


def finish_rollback(session: Session, rollback_id: int) -> None:
    """Say that every page had its turn."""
    session.execute(
        update(Rollback)
        .where(Rollback.id == rollback_id, Rollback.finished_at.is_(None))
        .values(finished_at=now())
    )


def _take_back(
    session: Session, actor: Actor, page: Page, theirs: Sequence[Revision], row: RollbackPage
) -> None:
    texts = queries.texts_of(session, page.id, [revision.number - 1 for revision in theirs])
    is_withdrawn = any(revision.withdrawn_at is not None for revision in theirs)
    if is_withdrawn or any(revision.number - 1 not in texts for revision in theirs if revision.number > 1):
        row.outcome = CLASHED
        return
    changes = [
        Change(texts[revision.number - 1], revision.text) for revision in theirs if revision.number > 1
    ]
    text = without(tools_of(page.kind), page.current.text, changes)
    if text is None:
        row.outcome = CLASHED
        return
    name = theirs[-1].author.name if theirs[-1].author else ""
    saved = pages.put_back(session, actor, page, text, f"Modifications de {name} annulées")
    row.outcome = UNDONE if saved.outcome == "saved" else UNCHANGED
    row.number = saved.number if saved.outcome == "saved" else None


def _pair(session: Session, page: Page, number: int) -> Sequence[Revision]:
    """The version before a number, and the version itself."""
    wanted = select(Revision).where(Revision.page_id == page.id, Revision.number.in_((number - 1, number)))
    found = session.scalars(wanted.order_by(Revision.number)).all()
    if not found or found[-1].number != number:
        raise NotFound
    if any(revision.withdrawn_at is not None for revision in found):
        raise Clash
    if len(found) == 1:
        raise Invalid({"": _l("C'est la première version : supprimez plutôt la page.")})
    return found


def _decide(session: Session, actor: Actor, revision_ids: Sequence[int], state: str) -> int:
    done = session.execute(
        update(EditToReview)
        .where(EditToReview.revision_id.in_(revision_ids), EditToReview.state == WAITING)
        .values(state=state, decided_by=actor.user_id, decided_at=now())
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update has a cursor
