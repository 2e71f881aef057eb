"""A page of Trappes that people talk about."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import factories
from wiki.accounts.queries import actor_of
from wiki.activity.models import Happening
from wiki.discussion import service
from wiki.discussion.models import Message, Thread
from wiki.discussion.service import NewThread
from wiki.jobs.worker import drain
from wiki.pages import service as pages
from wiki.pages.models import Page
from wiki.permissions import Actor

TEXT = """# Lire le climat

On mesure la température de la cour, à midi, puis à l'ombre du préau.

## Comparer

Ensemble, on compare les relevés et on cherche ce qui explique les écarts.

Un tableau suffit.
"""
PASSAGE = "on compare les relevés et on cherche ce qui explique les écarts"
PATH = "/trappes/lire-le-climat"


@dataclass
class Talk:
    """What tests do as people do; each verb is a transaction of its own."""

    app: Flask
    write: Any
    people: dict[str, int]
    page_id: int = 0

    @contextmanager
    def acting(self, handle: str) -> Iterator[tuple[Session, Actor]]:
        with self.app.test_request_context(), self.write() as session:
            rules = self.app.extensions["wiki.rules"]
            yield session, actor_of(session, self.people[handle], rules) if handle else Actor(rules=rules)

    def page(self, audience: str = "public", text: str = TEXT) -> int:
        with self.acting("referente") as (session, actor):
            trappes = factories.territory(session, "trappes").id
            self.page_id = pages.create(session, actor, pages.NewPage(trappes, "page", audience, text)).id
        return self.page_id

    def open(self, handle: str = "nina", text: str = "Une question ?", **more: Any) -> int:
        new = NewThread(**{"page_id": self.page_id, "text": text, **more})
        with self.acting(handle) as (session, actor):
            return service.open_thread(session, actor, new).id

    def answer(self, thread_id: int, handle: str = "membre", text: str = "Une réponse.", **more: Any) -> int:
        with self.acting(handle) as (session, actor):
            return service.answer(session, actor, thread_id, text, **more).id

    def edit(self, old: str, new: str) -> None:
        """Change the page, and let the worker follow."""
        with self.acting("referente") as (session, actor):
            page = session.get_one(Page, self.page_id)
            text = page.current.text
            assert old in text
            pages.edit(session, actor, pages.Edit(page.id, page.current.number, text.replace(old, new, 1)))

    def work(self) -> None:
        drain(self.app)

    def does(self, verb: Callable[..., Any], handle: str, *given: Any) -> None:
        with self.acting(handle) as (session, actor):
            verb(session, actor, *given)

    def first_message(self, thread_id: int) -> int:
        with self.write() as session:
            query = select(Message.id).where(Message.thread_id == thread_id).order_by(Message.id)
            return session.scalars(query).first()

    def get(self, model: Any, number: int) -> Any:
        with self.write() as session:
            return session.get(model, number)

    def thread(self, number: int) -> Any:
        return self.get(Thread, number)

    def told(self, kind: str) -> list[tuple[int | None, Any]]:
        """What was told of a kind: (about, details)."""
        with self.write() as session:
            rows = session.execute(
                select(Happening.about_id, Happening.details)
                .where(Happening.kind == kind)
                .order_by(Happening.id)
            )
            return [(about, details) for about, details in rows]


@pytest.fixture
def talk(app: Flask, write: Any, people: dict[str, int]) -> Talk:
    made = Talk(app, write, people)
    made.page()
    return made
