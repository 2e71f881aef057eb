"""A programme of Trappes, arranged through the service."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.programme import service
from scenarios.programme.entries import Entry
from wiki.accounts.models import User
from wiki.permissions import Actor
from wiki.territories.models import Territory
from wiki.territories.queries import by_slug

Write = Callable[[], AbstractContextManager[Session]]


class Kept:
    """Verbs of the programme by the handles of people, each in a transaction of its own."""

    def __init__(self, app: Flask, write: Write, people: dict[str, int]) -> None:
        self.write = write
        rules = app.extensions["wiki.rules"]
        self._actors = {"": Actor(rules=rules)}
        roles = {"membre": "member", "referente": "referent", "ambassadeur": "ambassador"}
        with write() as session:
            trappes = session.scalars(select(Territory.id).where(Territory.slug == "trappes")).one()
            for handle, number in people.items():
                user = session.get_one(User, number)
                places = {trappes: roles[handle]} if handle in roles else {}
                self._actors[handle] = Actor(
                    user.id, handle, site_role=user.site_role, territories=places, rules=rules
                )

    def actor(self, handle: str = "") -> Actor:
        """Somebody as the application would know them; "" is a visitor."""
        return self._actors[handle]

    def add(
        self, entry: Entry, by: str = "referente", place: str = "trappes", form_key: str | None = None
    ) -> int:
        actor = self.actor(by)
        with self.write() as session:
            return int(service.add(session, actor, by_slug(session, place), entry, form_key).id)

    def act(
        self, verb: Callable[..., Any], *arguments: Any, by: str = "referente", place: str = "trappes"
    ) -> Any:
        """`act(service.remove, Milestone, 1)`."""
        actor = self.actor(by)
        with self.write() as session:
            return verb(session, actor, by_slug(session, place), *arguments)


@pytest.fixture
def kept(app: Flask, write: Write, people: dict[str, int]) -> Kept:
    return Kept(app, write, people)
