"""What waits for a look, and who did what: filtered by what the asker looks after and may read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from wiki.errors import NotFound
from wiki.pages.models import Page, Revision
from wiki.pages.queries import visible_to
from wiki.patrol.models import WAITING, EditToReview, Rollback, RollbackPage
from wiki.patrol.permissions import territories_of
from wiki.permissions import Actor, Permission, require
from wiki.territories.models import Territory
from wiki.trash.models import TrashedPage
from wiki.trash.queries import restorable_by


def waiting(
    session: Session,
    actor: Actor,
    *,
    territory: str = "",
    author_id: int | None = None,
    first_only: bool = False,
    before: int | None = None,
    limit: int = 30,
) -> Sequence[EditToReview]:
    """Edits that wait for a look, newest first. `before` is the revision id of the last one already shown.

    Raises:
        Forbidden: the actor looks after nobody's edits.
    """
    require(actor, Permission.EDITS_REVIEW)
    query = _waiting(actor).options(
        joinedload(EditToReview.author),
        contains_eager(EditToReview.revision).contains_eager(Revision.page).contains_eager(Page.territory),
    )
    if territory:
        query = query.where(Territory.slug == territory)
    if author_id is not None:
        query = query.where(EditToReview.author_id == author_id)
    if first_only:
        query = query.where(EditToReview.is_first)
    if before is not None:
        query = query.where(EditToReview.revision_id < before)
    return session.scalars(query.order_by(EditToReview.revision_id.desc()).limit(limit)).all()


def count_in(session: Session, actor: Actor, territory_id: int) -> int:
    """How many edits of a territory wait for this person's look."""
    found = _waiting(actor).where(Page.territory_id == territory_id).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def reviewed_territories(session: Session, actor: Actor) -> Sequence[Territory]:
    """The territories whose edits this person looks after, by name."""
    query = select(Territory).order_by(Territory.name)
    if not actor.is_curator:
        query = query.where(Territory.id.in_(territories_of(actor)))
    return session.scalars(query).all()


def texts_before(session: Session, edits: Sequence[EditToReview]) -> dict[int, str]:
    """The text that each edit started from, by the id of its revision; none for the first of a page."""
    wanted = {(edit.revision.page_id, edit.revision.number - 1): edit.revision_id for edit in edits}
    pages = {page_id for page_id, _number in wanted}
    numbers = {number for _page, number in wanted}
    rows = session.execute(
        select(Revision.page_id, Revision.number, Revision.text)
        .where(Revision.page_id.in_(pages), Revision.number.in_(numbers))
    )  # fmt: skip
    return {wanted[page, number]: text for page, number, text in rows if (page, number) in wanted}


def pages_changed_by(
    session: Session, actor: Actor, author_id: int, since: datetime | None, limit: int
) -> Sequence[tuple[Page, int]]:
    """Pages this person looks after that the author changed, with how often, most often first."""
    query = (
        select(Page, func.count())
        .join(Revision, Revision.page_id == Page.id)
        .where(Revision.author_id == author_id, _since(since), visible_to(actor), looked_after(actor))
        .group_by(Page.id)
        .order_by(func.count().desc(), Page.id)
        .options(joinedload(Page.territory))
        .limit(limit)
    )
    return [(page, count) for page, count in session.execute(query)]


def revisions_by(
    session: Session, page_id: int, author_id: int, since: datetime | None
) -> Sequence[Revision]:
    """The revisions of a page by one person, oldest first."""
    query = select(Revision).where(
        Revision.page_id == page_id, Revision.author_id == author_id, _since(since)
    )
    return session.scalars(query.order_by(Revision.number)).all()


def texts_of(session: Session, page_id: int, numbers: Sequence[int]) -> dict[int, str]:
    """The texts of some versions of a page, by number; those that were withdrawn are left out."""
    wanted = select(Revision.number, Revision.text).where(
        Revision.page_id == page_id, Revision.number.in_(numbers), Revision.withdrawn_at.is_(None)
    )
    return dict(session.execute(wanted).all())


def rollback(session: Session, actor: Actor, rollback_id: int) -> Rollback:
    """What was undone, for whoever asked for it and the national team.

    Raises:
        Forbidden: the actor looks after nobody's edits.
        NotFound: there is no such thing, or it is somebody else's.
    """
    require(actor, Permission.EDITS_REVIEW)
    found = session.get(
        Rollback, rollback_id, options=[joinedload(Rollback.author), joinedload(Rollback.actor)]
    )
    if found is None or not (actor.is_curator or found.actor_id == actor.user_id):
        raise NotFound
    return found


def pages_of(session: Session, actor: Actor, rollback_id: int) -> Sequence[RollbackPage]:
    """What became of each page of a rollback that this person may read, or bring back from the trash."""
    deleted = select(TrashedPage.page_id).join(TrashedPage.page).where(restorable_by(actor))
    query = (
        select(RollbackPage)
        .join(RollbackPage.page)
        .where(RollbackPage.rollback_id == rollback_id, or_(visible_to(actor), Page.id.in_(deleted)))
        .options(contains_eager(RollbackPage.page).joinedload(Page.territory))
    )
    return session.scalars(query.order_by(RollbackPage.page_id)).all()


def looked_after(actor: Actor) -> ColumnElement[bool]:
    """The pages whose edits a person looks after, as a condition on Page."""
    return true() if actor.is_curator else Page.territory_id.in_(territories_of(actor))


def _waiting(actor: Actor) -> Select[EditToReview]:
    return (
        select(EditToReview)
        .join(EditToReview.revision)
        .join(Revision.page)
        .join(Page.territory)
        .where(EditToReview.state == WAITING, visible_to(actor), looked_after(actor))
    )


def _since(since: datetime | None) -> ColumnElement[bool]:
    return Revision.created_at >= since if since is not None else true()
