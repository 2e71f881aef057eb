"""Inventories of Trappes and Nantes, and the people who keep them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.inventory import queries, service
from scenarios.inventory.cards import Card
from scenarios.inventory.models import InventoryItem
from scenarios.inventory.queries import Item
from tests import factories
from wiki.accounts.models import User
from wiki.accounts.queries import actor_of
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.territories.models import Territory
from wiki.themes.models import Theme


@dataclass
class Inventories:
    """Writes cards and pages in a line, and reads items as somebody sees them."""

    app: Flask
    write: Callable[[], Any]

    def actor(self, session: Session, handle: str) -> Actor:
        if not handle:
            return Actor(rules=self.app.extensions["wiki.rules"])
        user_id = session.scalars(select(User.id).where(User.handle == handle)).one()
        return actor_of(session, user_id, self.app.extensions["wiki.rules"])

    def place(self, session: Session, slug: str = "trappes") -> Territory:
        return session.scalars(select(Territory).where(Territory.slug == slug)).one()

    def theme(self, session: Session, name: str = "Climat") -> Theme:
        return session.scalars(select(Theme).where(Theme.name == name)).one()

    def add(self, kind: str, text: str, by: str = "membre", place: str = "trappes", **more: Any) -> int:
        """A card; its number."""
        with self.write() as session:
            found = self.place(session, place)
            made = service.add(session, self.actor(session, by), found.id, Card(kind, text, **more))
            session.flush()
            return made.id

    def page(
        self, slug: str, head: str, by: str = "referente", kind: str = "scenario", audience: str = "draft"
    ) -> int:
        """A page with this head in Trappes; a draft, whose text may be anything, then opened to whom it is for."""
        text = f"---\nthèmes: [Climat]\n{head}\n---\n\n# {slug.capitalize()}\n\nUn texte.\n"
        with self.app.test_request_context(), self.write() as session:
            new = pages.NewPage(self.place(session).id, kind, "draft", text, slug=slug)
            made = pages.create(session, self.actor(session, by), new)
            made.audience_key = f"territory:{made.territory_id}" if audience == "territory" else audience
            if audience == "draft":
                made.audience_key = f"draft:{made.owner_id}"
            return made.id

    def edit(self, page_id: int, head: str) -> None:
        with self.app.test_request_context(), self.write() as session:
            page = session.get_one(Page, page_id)
            text = f"---\nthèmes: [Climat]\n{head}\n---\n\n# {page.title}\n\nUn texte.\n"
            page.audience_key, kept = f"draft:{page.owner_id}", page.audience_key
            new = pages.Edit(page_id, page.current.number, text)
            pages.edit(session, self.actor(session, "referente"), new)
            page.audience_key = kept

    def rows(self, page_id: int) -> list[InventoryItem]:
        with self.write() as session:
            query = select(InventoryItem).where(InventoryItem.page_id == page_id).order_by(InventoryItem.id)
            found = list(session.scalars(query))
            session.expunge_all()
            return found

    def said(self, page_id: int) -> list[tuple[str, str]]:
        """What stands in the inventory of a page: kind and text."""
        return [(row.kind, row.text) for row in self.rows(page_id) if row.removed_at is None]

    def item(self, number: int, by: str = "") -> Item:
        with self.write() as session:
            return queries.item(session, self.actor(session, by), number)


@pytest.fixture
def kept(app: Flask, write: Callable[[], Any], people: dict[str, int]) -> Inventories:
    """Trappes as in `people`, and yann who is the referent of Nantes."""
    with write() as session:
        yann = factories.user(session, "yann", name="Yann")
        factories.membership(session, yann, factories.territory(session, "nantes"), "referent")
    return Inventories(app, write)


@pytest.fixture
def card() -> Callable[..., Card]:
    """A card with some changes."""
    return lambda **changes: replace(Card("need", "Rafraîchir la cour du collège"), **changes)
