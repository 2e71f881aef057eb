"""Give up a draft, bring it back; let go those that quote what an administrator takes away for good."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from wiki.drafts.queries import my_own
from wiki.pages import keeping
from wiki.pages.models import Draft, Revision
from wiki.permissions import Actor


def give_up(session: Session, actor: Actor, draft_id: int) -> Draft:
    """Put a draft away; it can be brought back for a day. One that is put away already stays so.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none, or it is somebody else's.
    """
    draft = my_own(session, actor, draft_id).draft
    if draft.given_up_at is None:
        keeping.give_up(session, draft)
    return draft


def bring_back(session: Session, actor: Actor, draft_id: int) -> Draft:
    """Take up what was given up; a draft of the same page begun since is given up for it.

    Raises:
        Forbidden: nobody is signed in.
        NotFound: there is none, it is somebody else's, or it was given up too long ago.
    """
    draft = my_own(session, actor, draft_id).draft
    if draft.given_up_at is not None:
        keeping.bring_back(session, draft)
    return draft


def forget_copies(session: Session, page_ids: Sequence[int]) -> None:
    """Delete every draft of pages that are purged: it quotes them."""
    session.execute(delete(Draft).where(Draft.page_id.in_(page_ids)))


def forget_version(session: Session, revision: Revision) -> None:
    """Delete the drafts that were begun on a version that is withdrawn."""
    begun_there = (Draft.page_id == revision.page_id, Draft.base_number == revision.number)
    session.execute(delete(Draft).where(*begun_there))
