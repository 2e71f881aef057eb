"""What the nation retained before the demonstration's file of examination was opened: without nomination."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.demonstration.content import FOLDER, read_yaml
from scenarios.featuring.models import Feature
from scenarios.featuring.service import copied
from wiki.accounts.models import User
from wiki.db import now
from wiki.outbox.service import announce
from wiki.pages.models import Page, Revision
from wiki.territories.models import Territory


def add_features(session: Session, users: dict[str, User]) -> None:
    """Put the scenarios at la une that are not; the first ones come first."""
    told = read_yaml(FOLDER / "featuring.yaml")
    for position, each in enumerate(told):
        page = _page(session, each["page"])
        if page is not None and not _was_retained(session, page):
            _add(session, page, each, position, users["nadia"])


def _page(session: Session, path: str) -> Page | None:
    territory, _, slug = path.partition("/")
    query = select(Page).join(Page.territory).where(Territory.slug == territory, Page.slug == slug)
    return session.scalar(query.where(Page.audience_key == "public"))


def _was_retained(session: Session, page: Page) -> bool:
    return session.scalar(select(Feature.id).where(Feature.page_id == page.id).limit(1)) is not None


def _add(session: Session, page: Page, told: dict[str, Any], position: int, curator: User) -> None:
    revision = session.scalar(
        select(Revision).where(Revision.page_id == page.id, Revision.number == told["number"])
    )
    if revision is None or revision.withdrawn_at is not None:
        return
    made = copied(
        session, page, revision, retained_by=curator.id, position=position, introduction=told["introduction"]
    )
    announce(session, page.id, page.current_id)
    today = now()
    made.retained_at = today - timedelta(days=told["days_ago"])
    made.renew_by = (today + timedelta(days=told["renew_in_days"])).date()
