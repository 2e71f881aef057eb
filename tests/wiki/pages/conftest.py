"""Pages without what stands on them: no search, no home page, no demonstration."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests import factories
from wiki.accounts.queries import signed_in
from wiki.app import create_app
from wiki.config import Settings
from wiki.jobs.worker import drain
from wiki.outbox.registry import followers
from wiki.pages import service
from wiki.pages.models import Page, Revision
from wiki.permissions import Actor
from wiki.territories.models import Territory

FEATURES = (
    "wiki.jobs",
    "wiki.outbox",
    "wiki.mail",
    "wiki.accounts",
    "wiki.territories",
    "wiki.themes",
    "wiki.pages",
)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, FEATURES)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wiki.database"].dispose()


@dataclass
class Pages:
    """Pages arranged through the service, and looked at in the database."""

    app: Flask
    people: dict[str, int]
    indexed: list[int]

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self.app.test_request_context(), self.app.extensions["wiki.database"].transaction() as session:
            yield session

    @contextmanager
    def look(self) -> Iterator[Session]:
        with self.app.test_request_context(), self.app.extensions["wiki.database"].reader() as session:
            yield session

    def actor(self, handle: str) -> Actor:
        """The person as a request knows them; "" is a visitor."""
        rules = self.app.extensions["wiki.rules"]
        if not handle:
            return Actor(rules=rules)
        with self.write() as session:
            token = factories.sign_in(session, session.get_one(factories.User, self.people[handle]))
            found = signed_in(session, hashlib.sha256(token.encode()).hexdigest(), rules)
        assert found is not None
        return found.actor

    def place_id(self, slug: str) -> int:
        with self.look() as session:
            return session.scalars(select(Territory.id).where(Territory.slug == slug)).one()

    def create(
        self,
        text: str,
        *,
        by: str = "referente",
        audience: str = "public",
        place: str = "trappes",
        **new: Any,
    ) -> int:
        """A page with this text; returns its id."""
        asked = service.NewPage(
            territory_id=self.place_id(place),
            audience=audience,
            text=text,
            **{"kind": "page", **new},
        )
        actor = self.actor(by)
        with self.write() as session:
            return service.create(session, actor, asked).id

    def edit(
        self,
        page_id: int,
        base: int,
        text: str,
        *,
        by: str = "referente",
        actor: Actor | None = None,
        **change: Any,
    ) -> str:
        """Save a change; returns what became of it."""
        actor = actor or self.actor(by)
        with self.write() as session:
            return service.edit(session, actor, service.Edit(page_id, base, text, **change)).outcome

    def settle(self, page_id: int, *, audience: str, kind: str = "page", by: str = "referente") -> None:
        actor = self.actor(by)
        with self.write() as session:
            service.settle(session, actor, page_id, kind=kind, audience=audience)

    def at(self, path: str) -> Page | None:
        territory, slug = path.split("/")
        with self.look() as session:
            query = select(Page).join(Territory, Territory.id == Page.territory_id)
            return session.scalar(query.where(Territory.slug == territory, Page.slug == slug))

    def revisions(self, path: str) -> list[Revision]:
        """Every version of a page, oldest first."""
        page = self.at(path)
        with self.look() as session:
            query = select(Revision).where(Revision.page_id == page.id if page else None)
            return list(session.scalars(query.order_by(Revision.number)))

    def texts(self, path: str) -> list[str]:
        return [revision.text for revision in self.revisions(path)]

    def count(self) -> int:
        with self.look() as session:
            return len(session.scalars(select(Page.id)).all())

    def work(self) -> None:
        """Do the jobs that wait."""
        drain(self.app)


@pytest.fixture
def pages(app: Flask, people: dict[str, int]) -> Pages:
    indexed: list[int] = []

    def take(session: Session, page_ids: Sequence[int], sequence: int) -> Sequence[int]:
        indexed.extend(page_ids)
        return page_ids

    followers(app).take_within(take)
    return Pages(app, people, indexed)


@pytest.fixture
def statements(app: Flask) -> Callable[[], Any]:
    """`with statements() as sent:` — the SQL sent meanwhile, by requests with a cold memo.

    What asks whether the database has changed is not counted: it is a PRAGMA on one engine, and reads no table
    on the other.
    """

    @contextmanager
    def listening() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SELECT pg_current_snapshot")):
                sent.append(statement)

        engine = app.extensions["wiki.database"].engine
        event.listen(engine, "before_cursor_execute", note)
        yield sent
        event.remove(engine, "before_cursor_execute", note)

    return listening


def at_once(count: int, act: Callable[[int], None]) -> list[BaseException]:
    """Do something from several threads that start together; returns what went wrong."""
    errors: list[BaseException] = []
    start = threading.Barrier(count)

    def run(number: int) -> None:
        start.wait()
        try:
            act(number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors
