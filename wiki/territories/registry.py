"""What the feature above, which holds the pages, tells territories about them.

That feature registers one function in its wiring: `app.extensions["wiki.territories.page_counts"] = …`.
"""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from wiki.permissions import Actor

EXTENSION = "wiki.territories.page_counts"

PageCounts = Callable[[Session, Actor], Mapping[int, int]]
"""Pages of each territory that the actor may read: territory id → number."""


def no_pages(session: Session, actor: Actor) -> Mapping[int, int]:
    """Where nothing holds pages there are none."""
    return {}
