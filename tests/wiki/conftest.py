"""Pages written as people write them, brought into a real index by a real worker."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import User
from wiki.finding.indexer import Indexer
from wiki.jobs import worker
from wiki.jobs.registry import job_registry
from wiki.pages import service
from wiki.pages.service import Edit, NewPage
from wiki.permissions import Actor
from wiki.territories.models import Membership, Territory

Publish = Callable[..., int]


def bring_into_index(app: Flask) -> None:
    """Do the jobs that wait and follow with the index, as a worker does.

    What comes again by itself (mails of the week, the look at links…) has its own tests: they say `worker.drain`.
    """
    worker._do_jobs(app, threading.Event())
    for companion in job_registry(app).companions:
        if isinstance(companion, Indexer):
            companion.drain()


@pytest.fixture
def actor_of(app: Flask, write: Any, people: dict[str, int]) -> Callable[[str], Actor]:
    """The actor behind a handle, with the rights of the application."""

    def actor(handle: str) -> Actor:
        rules = app.extensions["wiki.rules"]
        if not handle:
            return Actor(rules=rules)
        with write() as session:
            user = session.get_one(User, people[handle])
            roles = session.execute(
                select(Membership.territory_id, Membership.role).where(Membership.user_id == user.id)
            )
            return Actor(
                user.id, user.handle, user.name, "fr", user.site_role, dict(roles.all()), rules=rules
            )

    return actor


@pytest.fixture
def publish(app: Flask, write: Any, actor_of: Callable[[str], Actor]) -> Publish:
    """`publish("# Titre\\n…", audience="members")` — a page that the worker has brought into the index; its id."""

    def page(
        text: str,
        *,
        territory: str = "trappes",
        kind: str = "scenario",
        audience: str = "public",
        by: str = "curatrice",
        indexed: bool = True,
    ) -> int:
        actor = actor_of(by)
        with write() as session:
            place = session.scalars(select(Territory).where(Territory.slug == territory)).one()
            page_id = service.create(
                session, actor, NewPage(place.id, kind, audience, text, as_found=True)
            ).id
        if indexed:
            bring_into_index(app)
        return page_id

    return page


@pytest.fixture
def settle(app: Flask, write: Any, actor_of: Callable[[str], Actor]) -> Callable[..., None]:
    """Change who may read a page; the index follows unless told otherwise."""

    def change(page_id: int, audience: str, *, by: str = "curatrice", indexed: bool = True) -> None:
        actor = actor_of(by)
        with write() as session:
            service.settle(session, actor, page_id, kind="scenario", audience=audience)
        if indexed:
            bring_into_index(app)

    return change


@pytest.fixture
def rewrite(app: Flask, write: Any, actor_of: Callable[[str], Actor]) -> Callable[..., None]:
    """Save another text."""

    def change(page_id: int, text: str, *, base: int = 1, minor: bool = False, summary: str = "") -> None:
        actor = actor_of("curatrice")
        with write() as session:
            service.edit(session, actor, Edit(page_id, base, text, summary, minor=minor))
        bring_into_index(app)

    return change
