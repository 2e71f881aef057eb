"""Take offers away: spam, those of people who left, those made from a text that was withdrawn."""

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.contributions.models import ACCEPTED, OPEN, PARTLY, Contribution, ContributionMessage
from wiki.pages.models import Revision


def erase(session: Session, which: ColumnElement[bool]) -> None:
    """Remove offers with what was said about them."""
    ids = select(Contribution.id).where(which)
    session.execute(delete(ContributionMessage).where(ContributionMessage.contribution_id.in_(ids)))
    session.execute(delete(Contribution).where(which).execution_options(synchronize_session=False))


def erase_of_the_gone(session: Session) -> None:
    """Remove what was offered, and not taken, by those whose account was deleted."""
    gone = select(User.id).where(User.deleted_at.is_not(None))
    erase(session, Contribution.author_id.in_(gone) & Contribution.state.not_in((ACCEPTED, PARTLY)))


def forget_version(session: Session, revision: Revision) -> None:
    """Remove the offers that hold the text of a version about to be withdrawn, or nearly all of it.

    Those are the ones made from it, the one that it took up, and any that says the same.
    """
    is_copy = or_(
        Contribution.base_number == revision.number,
        Contribution.number == revision.number,
        Contribution.text == revision.text,
    )
    erase(session, and_(Contribution.page_id == revision.page_id, is_copy))


def count_open(session: Session, page_id: int) -> int:
    """How many offers to a page wait for an answer."""
    waiting = select(func.count()).where(Contribution.page_id == page_id, Contribution.state == OPEN)
    return session.scalar(waiting) or 0
