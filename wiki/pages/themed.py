"""What themes ask about the pages that carry them (`wiki.themes.registry.ThemedPages`)."""

from collections.abc import Mapping

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from wiki.outbox.service import announce_all
from wiki.pages import queries
from wiki.pages.models import Page, PageTag, PageTheme
from wiki.permissions import Actor


class ThemedPages:
    """Pages counted as one person sees them, and moved from theme to theme."""

    def theme_counts(self, session: Session, actor: Actor) -> Mapping[int, int]:
        """Pages of each theme that the actor may read."""
        return queries.theme_counts(session, actor)

    def family_counts(self, session: Session, actor: Actor) -> Mapping[int, int]:
        """Pages of each family that the actor may read, each page once."""
        return queries.family_counts(session, actor)

    def tag_count(self, session: Session, actor: Actor, tag_id: int) -> int:
        """Pages with a tag that the actor may read."""
        tagged = select(PageTag.page_id).where(PageTag.tag_id == tag_id)
        count = select(func.count()).select_from(Page).where(Page.id.in_(tagged), queries.visible_to(actor))
        return session.scalar(count) or 0

    def move_theme(self, session: Session, old_id: int, new_id: int) -> None:
        """Make every page of one theme a page of another, none twice."""
        moved = session.scalars(select(PageTheme.page_id).where(PageTheme.theme_id == old_id)).all()
        there = select(PageTheme.page_id).where(PageTheme.theme_id == new_id)
        session.execute(
            delete(PageTheme).where(PageTheme.theme_id == old_id, PageTheme.page_id.in_(there))
            .execution_options(synchronize_session=False)
        )  # fmt: skip
        session.execute(
            update(PageTheme).where(PageTheme.theme_id == old_id).values(theme_id=new_id)
            .execution_options(synchronize_session=False)
        )  # fmt: skip
        announce_all(session, moved)
