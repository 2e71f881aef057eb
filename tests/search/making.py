"""Documents and queries with everything a test does not care about filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from search.documents import Document
from search.query import Query

PUBLIC = frozenset({"public"})
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def document(id_: str, body: str = "", *, day: int = 0, **values: Any) -> Document:
    """A public tool of Nantes, unless told otherwise; `day` counts from the first of January 2026."""
    usual = {
        "title": "",
        "audience": "public",
        "territory": "nantes",
        "kind": "tool",
        "url": f"/nantes/{id_}",
    }
    return Document(id=id_, body=body, updated_at=FIRST_DAY + timedelta(days=day), **{**usual, **values})


def query(text: str, **values: Any) -> Query:
    """A query of someone who sees public pages only, unless told otherwise."""
    return Query(text, **{"audience": PUBLIC, **values})
