"""Take pages out of the database for good, with everything that features above hold of them.

A feature that keeps something of pages registers a `Holding` in its wiring. What hangs on a page or a revision by a
foreign key with `ON DELETE` goes by itself; a holding is for the rest: files on disk, copies of texts, rows that name
a page without a foreign key.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wiki.activity.models import Happening
from wiki.outbox.models import REMOVE
from wiki.outbox.service import announce_all
from wiki.pages.models import Page, RenderedRevision, Revision

EXTENSION = "wiki.pages.purging"


def _nothing(session: Session, page_ids: Sequence[int]) -> None:
    """What a holding does that has nothing of the kind."""


def _no_copy(session: Session, revision: Revision) -> None:
    """What a holding does that copies no text."""


@dataclass(frozen=True)
class Holding:
    """What a feature keeps of pages.

    Attributes:
        name: the feature's.
        remove: takes away what belongs to pages that vanish, given their ids; before the pages themselves go.
        forget_copies: takes away what was copied from their texts into what belongs to others. Asked only when an
            administrator purges: what others were given stays theirs when its author merely leaves.
        forget_version: takes away copies of the text of a version, about to be withdrawn.
        count: how many a page has, for who is about to delete it; None where people know nothing of it.
        told: that number in words, such as "3 fichiers".
    """

    name: str
    remove: Callable[[Session, Sequence[int]], None] = _nothing
    forget_copies: Callable[[Session, Sequence[int]], None] = _nothing
    forget_version: Callable[[Session, Revision], None] = _no_copy
    count: Callable[[Session, int], int] | None = None
    told: Callable[[int], str] = str


def hold(app: Flask, holding: Holding) -> None:
    """Let a feature's things go, and be told of, with the pages of an application."""
    app.extensions[EXTENSION] = (*app.extensions[EXTENSION], holding)


def holdings() -> tuple[Holding, ...]:
    """What the features of the current application keep of pages."""
    found: tuple[Holding, ...] = current_app.extensions[EXTENSION]
    return found


def held(session: Session, page_id: int) -> list[str]:
    """What a page has beside its text, in words, as far as it has any."""
    counted = (
        (holding, holding.count(session, page_id)) for holding in holdings() if holding.count is not None
    )
    return [holding.told(count) for holding, count in counted if count]


def erase(session: Session, page_ids: Sequence[int], *, with_copies: bool = False) -> None:
    """Take pages away with their versions and all that belongs to them.

    Args:
        with_copies: also what was copied from their texts into what belongs to others.
    """
    for holding in holdings():
        holding.remove(session, page_ids)
        if with_copies:
            holding.forget_copies(session, page_ids)
    # What is told of happenings quotes titles and summaries.
    session.execute(delete(Happening).where(Happening.page_id.in_(page_ids)))
    session.execute(update(Page).where(Page.id.in_(page_ids)).values(current_id=None))
    revisions = select(Revision.id).where(Revision.page_id.in_(page_ids))
    session.execute(delete(RenderedRevision).where(RenderedRevision.revision_id.in_(revisions)))
    session.execute(delete(Revision).where(Revision.page_id.in_(page_ids)))
    session.execute(delete(Page).where(Page.id.in_(page_ids)))
    announce_all(session, page_ids, operation=REMOVE)
