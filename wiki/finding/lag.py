"""Whether the index is behind what was saved, so that a page of results says so."""

from datetime import timedelta

from wiki.db import now, read_session
from wiki.outbox.queries import oldest_waiting
from wiki.web.memo import remembered

UNNOTICED = timedelta(seconds=1)
"""What a person needs to come from a save to a search."""


def search_is_behind() -> bool:
    """Whether some change waits for longer than nobody notices; at most one statement per state of the database."""
    oldest = remembered("finding.oldest_waiting", lambda: oldest_waiting(read_session()))
    return oldest is not None and now() - oldest > UNNOTICED
