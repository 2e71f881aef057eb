"""What offers copied from pages, when an administrator takes a page or a version out for good.

The offer stays as a line of the past, without words; an open one is over.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, or_, update
from sqlalchemy.orm import Session

from scenarios.proposals.models import OPEN, WITHDRAWN, Proposal
from wiki.pages.models import Revision
from wiki.pages.purging import Holding


def _forget_copies(session: Session, page_ids: Sequence[int]) -> None:
    _blank(session, Proposal.page_id.in_(page_ids))


def _forget_version(session: Session, revision: Revision) -> None:
    """Offers made of this version, and offers to the page while it said so."""
    offered = and_(Proposal.page_id == revision.page_id, Proposal.number == revision.number)
    compared = and_(Proposal.target_id == revision.page_id, Proposal.base_text == revision.text)
    _blank(session, or_(offered, compared))


def _blank(session: Session, which: ColumnElement[bool]) -> None:
    ended = case((Proposal.state == OPEN, WITHDRAWN), else_=Proposal.state)
    session.execute(
        update(Proposal).where(which)
        .values(base_text="", offered_text="", reason="", answer="", state=ended)
        .execution_options(synchronize_session=False)
    )  # fmt: skip


HOLDING = Holding(name="proposals", forget_copies=_forget_copies, forget_version=_forget_version)
