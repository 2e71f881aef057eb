"""Parcours arranged through the services, and read as anybody."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from scenarios.collections import curating, queries, service, steps
from scenarios.collections.models import PUBLIC, Collection, CollectionItem
from scenarios.collections.reading import Reading, reading
from tests.wiki.pages.conftest import Pages
from wiki.pages.models import Page
from wiki.permissions import Actor

HEAD = "---\nthèmes: [Climat]\npublic: adultes\nlicence: CC-BY-SA-4.0\n"


class Gathered(Pages):
    """Pages, and parcours through them."""

    def actor(self, handle: str) -> Actor:
        known: dict[str, Actor] = self.__dict__.setdefault("_actors", {})
        if handle not in known:
            known[handle] = super().actor(handle)
        return known[handle]

    def page(self, title: str, *, lasts: str = "", size: str = "", **new: Any) -> int:
        facts = (f"durée: {lasts}\n" if lasts else "") + (f"effectif: {size}\n" if size else "")
        return self.create(
            f"{HEAD}{facts}---\n\n# {title}\n\nUn résumé de {title}.\n\n## Suite\n\nDes mots.\n", **new
        )

    def begin(
        self, title: str = "Une semaine", *, by: str = "nina", audience: str = PUBLIC, words: str = ""
    ) -> int:
        actor = self.actor(by)
        with self.write() as session:
            return service.create(session, actor, service.Words(title, words), audience).id

    def add(self, collection_id: int, *page_ids: int, by: str = "nina", **new: Any) -> list[int]:
        actor = self.actor(by)
        with self.write() as session:
            return [steps.add_page(session, actor, collection_id, page, **new).id for page in page_ids]

    def do(self, act: Callable[..., Any], *arguments: Any, by: str = "nina") -> Any:
        """A verb of a service, in a transaction of its own."""
        actor = self.actor(by)
        with self.write() as session:
            return act(session, actor, *arguments)

    def read(self, collection_id: int, by: str = "nina", *, for_editor: bool = False) -> Reading:
        actor = self.actor(by)
        with self.look() as session:
            found = queries.collection(session, actor, collection_id)
            return reading(session, actor, found, for_editor=for_editor)

    def titles(self, collection_id: int, by: str = "nina") -> list[str]:
        """What somebody reads, in order: titles of pages, and words between them."""
        return [
            step.card.title if step.card else step.item.note for step in self.read(collection_id, by).steps
        ]

    def collection(self, collection_id: int) -> Collection:
        with self.look() as session:
            found = session.get_one(Collection, collection_id)
            assert found.editor_ids is not None
            return found

    def step(self, item_id: int) -> CollectionItem:
        with self.look() as session:
            return session.get_one(CollectionItem, item_id)

    def path(self, page_id: int) -> str:
        with self.look() as session:
            return session.get_one(Page, page_id).path

    def feature(self, collection_id: int, words: str = "Pour commencer.") -> None:
        self.do(curating.feature, collection_id, words, by="curatrice")


@pytest.fixture
def gathered(app: Flask, people: dict[str, int]) -> Gathered:
    return Gathered(app, people, [])
