"""A page of Trappes, and people who may not edit it but know better."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests import factories
from wiki.accounts.queries import actor_of
from wiki.contributions import deciding, service
from wiki.contributions.following import address_of
from wiki.contributions.models import Contribution
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Actor

TEXT = """---
durée: 2 h
---

# Lire le climat

On relève la température.

## Matériel

- un thermomètre
- un carnet

## Suite

On compare.
"""
LONGER = TEXT.replace("2 h", "3 h")
NOTED = TEXT.replace("la température.", "la température et l'heure.")
BOTH = LONGER.replace("la température.", "la température et l'heure.")


@dataclass
class Offers:
    """Offers to a page, arranged through the services."""

    app: Flask
    people: dict[str, int]
    page_id: int = 0

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self.app.test_request_context(), self.app.extensions["wiki.database"].transaction() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self.app.test_request_context(), self.app.extensions["wiki.database"].reader() as session:
            yield session

    def actor(self, handle: str) -> Actor:
        if not handle:
            return self.app.extensions["wiki.visitor"]
        with self.read() as session:
            return actor_of(session, self.people[handle], self.app.extensions["wiki.rules"])

    def offer(self, text: str, by: str = "nina", page_id: int = 0, **said: Any) -> int:
        guest = {} if by else {"guest_name": "Élise", "network": "192.0.2.7"}
        asked = {"base_number": self.page(page_id).current.number, **guest, **said}
        new = service.Offer(page_id or self.page_id, text=text, **asked)
        with self.write() as session:
            return service.offer(session, self.actor(by), new).id

    def accept(
        self, number: int, chosen: Collection[int] | None = None, by: str = "membre", **said: Any
    ) -> Contribution:
        mark = said.pop("mark", self.found(number).mark)
        numbers = None if chosen is None else frozenset(chosen)
        asked = deciding.Acceptance(self.page_id, number, mark, numbers, **said)
        with self.write() as session:
            return deciding.accept(session, self.actor(by), asked)

    def edit(self, text: str, by: str = "membre") -> None:
        change = pages.Edit(self.page_id, self.page().current.number, text)
        with self.write() as session:
            pages.edit(session, self.actor(by), change)

    def follow(self, number: int) -> str:
        """The secret address of a visitor."""
        with self.app.test_request_context():
            return address_of(self.found(number))

    def found(self, number: int) -> Contribution:
        with self.read() as session:
            found = session.get_one(Contribution, number)
            assert found.page.current
            assert found.author or not found.author_id
            return found

    def page(self, page_id: int = 0) -> Page:
        with self.read() as session:
            page = session.get_one(Page, page_id or self.page_id)
            assert page.current.author or not page.current.author_id
            assert page.path
            return page


@pytest.fixture
def offers(app: Flask, people: dict[str, int]) -> Offers:
    """A public page with nothing offered to it."""
    arranged = Offers(app, people)
    with arranged.write() as session:
        trappes = factories.territory(session, "trappes")
        new = pages.NewPage(trappes.id, "page", "public", TEXT)
        arranged.page_id = pages.create(session, arranged.actor("referente"), new).id
    return arranged
