"""Jobs on their own, with handlers that note what they were given."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database
from wiki.jobs import service
from wiki.jobs.models import Job
from wiki.jobs.registry import job_registry


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, ("wiki.jobs", "wiki.mail", "wiki.accounts"))
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["wiki.database"]
    return found


@pytest.fixture
def enqueue(database: Database) -> Callable[..., None]:
    """`enqueue("note", 1, 2)` writes two jobs of that kind with these numbers."""

    def write(kind: str, *numbers: int) -> None:
        with database.transaction() as session:
            for number in numbers:
                service.enqueue(session, kind, {"number": number})

    return write


@pytest.fixture
def done(app: Flask) -> list[list[int]]:
    """The batches of numbers that jobs of the kind `note` were given."""
    batches: list[list[int]] = []

    def note(payloads: list[dict[str, Any]]) -> None:
        batches.append([payload["number"] for payload in payloads])

    job_registry(app).register("note", note)
    return batches


@pytest.fixture
def jobs(database: Database) -> Callable[[], list[Job]]:
    """`jobs()` are the rows of the job table."""

    def read() -> list[Job]:
        with database.reader() as session:
            return list(session.scalars(select(Job).order_by(Job.id)))

    return read
