"""What features above let people find a page by, beside its own text: the words of its files, for example."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app, has_app_context
from sqlalchemy.orm import Session

EXTENSION = "wiki.finding.additions"
MOST_OF_A_PAGE = 300_000
"""Characters beside its text by which a page is found."""


@dataclass(frozen=True)
class Addition:
    """A text that belongs to a page: what it is called, where it is, what it says."""

    name: str
    url: str
    text: str


Provider = Callable[[Session, Sequence[int]], Mapping[int, Sequence[Addition]]]
"""Given the ids of pages, what a feature has of each; whoever reads a page may read it too."""


def find_in(app: Flask, provider: Provider) -> None:
    """Let the pages of an application be found by what a feature has of them."""
    app.extensions[EXTENSION] = (*app.extensions.get(EXTENSION, ()), provider)


def additions_of(session: Session, page_ids: Sequence[int]) -> Mapping[int, Sequence[Addition]]:
    """What belongs to pages, as far as it has words."""
    providers: tuple[Provider, ...] = current_app.extensions.get(EXTENSION, ()) if has_app_context() else ()
    found: dict[int, list[Addition]] = defaultdict(list)
    for provider in providers:
        for page_id, additions in provider(session, page_ids).items():
            found[page_id].extend(additions)
    return found


def words_of(additions: Sequence[Addition]) -> str:
    """Their names and texts together."""
    return "\n".join(f"{addition.name}\n{addition.text}" for addition in additions)[:MOST_OF_A_PAGE]
