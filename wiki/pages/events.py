"""What happens to pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageSaved:
    """A page has a new current revision."""

    page_id: int
    number: int


@dataclass(frozen=True)
class PageSettled:
    """A page's kind or audience changed."""

    page_id: int
