"""People who follow, and pages that change."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from wiki.accounts.queries import actor_of
from wiki.app import WIKI_FEATURES, create_app
from wiki.config import Settings
from wiki.jobs.worker import drain
from wiki.notifications.models import Notice
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.territories.models import Territory
from wiki.watching import service as watching
from wiki.watching.subjects import Subject

WITHOUT = ("wiki.finding", "wiki.savedsearches", "wiki.searchwatch", "wiki.upkeep", "wiki.housekeeping")
FEATURES = tuple(feature for feature in WIKI_FEATURES if feature not in WITHOUT)


@dataclass
class Place:
    """Trappes and its people, at work."""

    app: Flask
    write: Callable[[], Any]
    people: dict[str, int]

    def actor(self, session: Any, handle: str) -> Actor:
        return actor_of(session, self.people[handle], self.app.extensions["wiki.rules"])

    def page(self, title: str = "Lire le climat", by: str = "referente", audience: str = "public") -> int:
        """A page in Trappes about Climat, tagged « eau »."""
        with self.write() as session:
            trappes = session.scalar(select(Territory.id).where(Territory.slug == "trappes"))
            text = f"---\nthèmes: [Climat]\nmots-clés: [eau]\n---\n\n# {title}\n\nUn texte.\n"
            made = pages.create(
                session, self.actor(session, by), pages.NewPage(trappes, "page", audience, text)
            )
            return made.id

    def edit(self, page_id: int, words: str, by: str = "membre", *, minor: bool = False) -> None:
        with self.write() as session:
            page = session.get_one(Page, page_id)
            text = f"{page.current.text}\n{words}\n"
            change = pages.Edit(page_id, page.current.number, text, summary=words, minor=minor)
            pages.edit(session, self.actor(session, by), change)

    def follow(self, handle: str, kind: str, thing_id: int = 0, level: str = "all", mail: str = "") -> None:
        with self.write() as session:
            what = Subject(kind, thing_id, "", "", "")
            watching.follow(session, self.actor(session, handle), what, level=level, mail=mail)

    def drain(self) -> None:
        drain(self.app)

    def told(self, handle: str) -> list[Notice]:
        """A person's notices, oldest first."""
        with self.write() as session:
            found = select(Notice).where(Notice.user_id == self.people[handle]).order_by(Notice.id)
            return list(session.scalars(found))

    def said(self, handle: str) -> list[tuple[str, str, int]]:
        """Kind, reason and count of each."""
        return [(notice.kind, notice.reason, notice.count) for notice in self.told(handle)]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The wiki without its search and without the product: nothing here waits for an index."""
    app = create_app(settings, FEATURES)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture
def place(app: Flask, write: Callable[[], Any], people: dict[str, int]) -> Place:
    return Place(app, write, people)
