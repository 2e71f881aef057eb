"""A wiki with a page to delete, linked from another, and the actors around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.reading import tree, words
from wiki.pages import service as pages
from wiki.permissions import Actor
from wiki.trash import service

Publish = Callable[..., int]
MARK = "Zinzolin"
"""A word that stands nowhere else."""


def said(html: str) -> str:
    """The words of a page as they are typed here: plain spaces, straight apostrophes."""
    return words(tree(html)).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


@dataclass(frozen=True)
class Trash:
    """Arranges deleted pages."""

    write: Any
    actor_of: Callable[[str], Actor]
    publish: Publish

    def page(
        self, title: str = "Mare", *, by: str = "membre", audience: str = "public", **values: Any
    ) -> int:
        text = f"---\nthèmes: [Climat]\n---\n\n# {title}\n\n{MARK} au bord de l'eau.\n"
        return self.publish(text, kind="page", audience=audience, by=by, **values)

    def delete(self, page_id: int, *, by: str = "referente", reason: str = "Doublon") -> None:
        with self.write() as session:
            service.delete(session, self.actor_of(by), page_id, reason)

    def restore(self, page_id: int, *, by: str = "referente") -> service.Restored:
        with self.write() as session:
            restored = service.restore(session, self.actor_of(by), page_id)
            _loaded = restored.page.path
            return restored

    def edit(self, page_id: int, number: int, text: str, *, by: str = "membre") -> None:
        with self.write() as session:
            pages.edit(
                session, self.actor_of(by), pages.Edit(page_id, number, text, summary=f"{MARK} ajouté")
            )


@pytest.fixture
def trash(write: Any, actor_of: Callable[[str], Actor], publish: Publish) -> Trash:
    return Trash(write, actor_of, publish)
