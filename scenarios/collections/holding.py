"""What parcours hold of a page, for who is about to delete it; the step of an erased one goes empty by itself."""

from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenarios.collections.binding import forget_all
from scenarios.collections.models import PUBLIC, Collection, CollectionItem
from wiki.pages.models import Revision
from wiki.pages.purging import Holding


def _count(session: Session, page_id: int) -> int:
    """Public ones alone: what others gather for themselves is nobody's business."""
    holding = (
        select(func.count())
        .select_from(CollectionItem)
        .join(Collection, Collection.id == CollectionItem.collection_id)
    )
    shown = (
        CollectionItem.removed_at.is_(None),
        Collection.audience == PUBLIC,
        Collection.deleted_at.is_(None),
    )
    return session.scalar(holding.where(CollectionItem.page_id == page_id, *shown)) or 0


def _told(count: int) -> str:
    return str(ngettext("une place dans %(num)s parcours", "une place dans %(num)s parcours", count))


def _forget_version(session: Session, revision: Revision) -> None:
    forget_all(session)


HOLDING = Holding("collections", remove=forget_all, forget_version=_forget_version, count=_count, told=_told)
"""Booklets are copies of texts."""
