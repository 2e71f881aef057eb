"""A page that is purged takes with it those that were merged into it: nobody else could find them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from wiki.naming.queries import MERGED
from wiki.pages.models import Page
from wiki.pages.purging import Holding, erase


def _remove(session: Session, page_ids: Sequence[int]) -> None:
    keys = [f"{MERGED}{page_id}" for page_id in page_ids]
    merged = session.scalars(select(Page.id).where(Page.audience_key.in_(keys))).all()
    if merged:
        erase(session, merged, with_copies=True)


HOLDING = Holding(name="merged pages", remove=_remove)
