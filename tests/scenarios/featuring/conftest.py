"""Trappes' climate walk, retained by the nation: arranged through the services."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from scenarios.featuring import queries, service
from scenarios.featuring.models import Feature
from tests.scenarios.adaptation.conftest import CLIMATE, Adapted
from wiki.pages.models import Page
from wiki.trash import purge as purging
from wiki.trash import service as trash

TITLE = "Lire le climat de son quartier\u202f: mesurer un îlot de fraîcheur"
VANDAL = "---\nlicence: CC-BY-SA-4.0\n---\n\n# Vendu\n\nAchetez mes pilules.\n"


class Retained(Adapted):
    """Pages, and what the nation retains of them."""

    def scenario(self, title: str = "", **new: Any) -> int:
        """A public scenario, under another title if asked."""
        text = CLIMATE.replace("# Lire le climat de son quartier", f"# {title}") if title else CLIMATE
        return self.origin(text, **new)

    def retain(self, page_id: int, number: int = 1, *, by: str = "curatrice", **named: Any) -> int:
        def retain() -> int:
            actor = self.actor(by)
            with self.write() as session:
                return service.retain(session, actor, session.get_one(Page, page_id), number, **named).id

        return self.beginning.once(("retain", page_id, number, by, *named.items()), retain)

    def do(self, verb: Callable[..., Any], *given: Any, by: str = "curatrice") -> Any:
        """An act of the national team, in a transaction of its own."""
        actor = self.actor(by)
        with self.write() as session:
            return verb(session, actor, *given)

    def feature(self, feature_id: int) -> Feature:
        with self.look() as session:
            return session.get_one(Feature, feature_id)

    def order(self) -> list[int]:
        with self.look() as session:
            return [card.id for card in queries.running(session)]

    def vandalise(self, page_id: int) -> None:
        self.edit(page_id, self.page(page_id).current.number, VANDAL, by="membre")

    def trash(self, page_id: int) -> None:
        actor = self.actor("referente")
        with self.write() as session:
            trash.delete(session, actor, page_id, "Doublon")

    def purge(self, page_id: int) -> None:
        """Take a page of the trash out for good."""
        actor, title = self.actor("admin"), self.page(page_id).title
        with self.write() as session:
            purging.purge(session, actor, page_id, title=title, reason="Demande légale")

    def withdraw(self, page_id: int, number: int) -> None:
        actor = self.actor("admin")
        with self.write() as session:
            purging.withdraw(session, actor, page_id, [number], reason="Demande légale")


@pytest.fixture
def nation(app: Flask, people: dict[str, int], write: Callable[[], Any]) -> Retained:
    return Retained(app, people, [])
