"""Offers follow a page that is merged into another, with the text that they were made from."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.contributions.models import OPEN, Contribution
from wiki.contributions.queries import base_text


def open_ids(session: Session, page_id: int) -> Sequence[int]:
    """The offers to a page that wait for an answer."""
    waiting = Contribution.page_id == page_id, Contribution.state == OPEN
    return session.scalars(select(Contribution.id).where(*waiting)).all()


def move(session: Session, ids: Sequence[int], page_id: int) -> None:
    """Let these be offers to another page."""
    for found in session.scalars(select(Contribution).where(Contribution.id.in_(ids))):
        # No version of the other page says what they were made from.
        found.base_text = base_text(session, found)
        found.page_id = page_id
    session.flush()
