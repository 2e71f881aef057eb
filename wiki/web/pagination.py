"""Lists are paged by key, not by offset: fast at any depth, and nothing is skipped when a page is added."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

Row = TypeVar("Row")


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Some rows of a list, and the addresses of the neighbouring slices where there are any."""

    rows: Sequence[Row]
    older_url: str | None = None
    newer_url: str | None = None

    def __bool__(self) -> bool:
        return bool(self.rows)


def slice_of(rows: Sequence[Row], limit: int, key: Callable[[Row], object]) -> Slice[Row]:
    """Make a slice of `limit` rows from a query asked for `limit + 1`, starting at `?avant=<key>`.

    The first slice has no newer one; from any other, the way back is the start of the list.
    """
    shown = rows[:limit]
    older = _address(str(key(shown[-1]))) if len(rows) > limit else None
    newer = _address(None) if "avant" in request.args else None
    return Slice(shown, older, newer)


def start_key() -> int | None:
    """Where the slice begins, from the address; nonsense is the start of the list."""
    text = request.args.get("avant", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _address(before: str | None) -> str:
    """The address at hand, starting elsewhere in the list; what was asked for is kept as it was written."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "avant"]
    if before is not None:
        asked.append(("avant", before))
    path = url_for(str(request.endpoint), **(request.view_args or {}))
    return f"{path}?{urlencode(asked)}" if asked else path
