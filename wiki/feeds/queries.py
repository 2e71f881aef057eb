"""What feeds of one page tell."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from wiki.discussion.models import SAID, Message, Thread
from wiki.pages.models import Page


def messages(session: Session, page: Page, limit: int) -> Sequence[Message]:
    """What was said last about a page, as far as everybody reads it; the last first."""
    return session.scalars(
        select(Message)
        .join(Thread, Thread.id == Message.thread_id)
        .where(
            Thread.page_id == page.id,
            Message.kind == SAID,
            Message.removed_at.is_(None),
            Message.hidden_at.is_(None),
        )
        .options(joinedload(Message.author), joinedload(Message.thread))
        .order_by(Message.id.desc())
        .limit(limit)
    ).all()
