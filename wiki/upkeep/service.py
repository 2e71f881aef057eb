"""What an administrator does about search."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from wiki.outbox.models import Change
from wiki.permissions import Actor, Permission, require


def retry_failing(session: Session, actor: Actor) -> None:
    """Let the indexer try at once what it could not follow.

    Raises:
        Forbidden: the actor does not look after search.
    """
    require(actor, Permission.SEARCH_MANAGE)
    session.execute(
        update(Change).where(Change.done_at.is_(None), Change.attempts > 0).values(due_at=None)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
