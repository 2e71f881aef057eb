"""What themes need to know about what carries them, told by the feature above that holds the pages.

That feature registers one `ThemedPages` in its wiring: `app.extensions["wiki.themes.pages"] = …`.
"""

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy.orm import Session

from wiki.permissions import Actor

EXTENSION = "wiki.themes.pages"


class ThemedPages(Protocol):
    """The pages that carry themes and tags, counted as one person sees them."""

    def theme_counts(self, session: Session, actor: Actor) -> Mapping[int, int]:
        """Pages of each theme that the actor may read: theme id → number."""
        ...

    def family_counts(self, session: Session, actor: Actor) -> Mapping[int, int]:
        """Pages of each family that the actor may read, a page with two of its themes counted once."""
        ...

    def tag_count(self, session: Session, actor: Actor, tag_id: int) -> int:
        """Pages with a tag that the actor may read."""
        ...

    def move_theme(self, session: Session, old_id: int, new_id: int) -> None:
        """Make every page of one theme a page of another, in the caller's transaction, none twice."""
        ...


class NoPages:
    """Where nothing holds pages, nothing carries a theme."""

    def theme_counts(self, session: Session, actor: Actor) -> Mapping[int, int]:
        """None."""
        return {}

    def family_counts(self, session: Session, actor: Actor) -> Mapping[int, int]:
        """None."""
        return {}

    def tag_count(self, session: Session, actor: Actor, tag_id: int) -> int:
        """None."""
        return 0

    def move_theme(self, session: Session, old_id: int, new_id: int) -> None:
        """Nothing to move."""
