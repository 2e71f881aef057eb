"""What is counted: everything, one territory, or some themes; always as far as the reader may see it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from wiki.pages.models import Page, PageTheme
from wiki.pages.queries import visible_to
from wiki.permissions import Actor


@dataclass(frozen=True)
class Scope:
    """A part of the wiki; without anything, all of it."""

    territory_id: int | None = None
    theme_ids: tuple[int, ...] | None = None

    def holds(self, actor: Actor, page: Any = Page) -> ColumnElement[bool]:
        """The pages of this part that a person may read, as a condition on Page or another name of it."""
        conditions = [visible_to(actor, page)]
        if self.territory_id is not None:
            conditions.append(page.territory_id == self.territory_id)
        if self.theme_ids is not None:
            themed = select(PageTheme.page_id).where(PageTheme.theme_id.in_(self.theme_ids))
            conditions.append(page.id.in_(themed))
        return and_(*conditions)


EVERYTHING = Scope()
