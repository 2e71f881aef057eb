"""What is searched: one document per page, flat, made by the application from the current revision."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A page as the index sees it.

    `audience` is the key of those who may see it (`public`, `members`, `territory:12`, `draft:7`…);
    `themes`, `territory`, `kind` and `region` are codes, not labels; `body` is plain text.
    """

    id: str
    title: str
    body: str
    audience: str
    territory: str
    kind: str
    updated_at: datetime
    url: str
    summary: str = ""
    language: str = "fr"
    themes: tuple[str, ...] = ()
    region: str = ""
