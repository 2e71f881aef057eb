"""What waited as jobs when the outbox came waits there, and is a job again where one goes back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text

from wiki import migrate
from wiki.db import Database
from wiki.events import EventBus

BEFORE, WITH = "b1e7c05f3a92", "8e41c7a90b26"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database as it was before the outbox."""
    url = f"sqlite:///{tmp_path / 'before.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql").new_database()
    database = Database(url, EventBus())
    upgrade(database.engine, BEFORE)
    yield database.engine
    database.dispose()


def upgrade(engine: Engine, target: str) -> None:
    with engine.execution_options(writing=True).begin() as connection:
        command.upgrade(migrate._config(connection), target)


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_jobs_that_brought_pages_into_the_index_become_changes_and_back(engine: Engine) -> None:
    jobs = [
        ("search.index", {"page_id": 3}, "waiting"),
        ("mail.send", {"page_id": 4}, "waiting"),
        ("search.index", {"page_id": 5}, "dead"),
        ("search.rebuild", {}, "waiting"),
    ]
    with engine.execution_options(writing=True).begin() as connection:
        for kind, payload, state in jobs:
            connection.execute(
                text(
                    "INSERT INTO job (kind, payload, state, due_at, attempts, error, created_at)"
                    " VALUES (:kind, :payload, :state, :now, 0, '', :now)"
                ),
                {"kind": kind, "payload": json.dumps(payload), "state": state, "now": "2026-11-25 12:00:00"},
            )
    upgrade(engine, WITH)
    assert rows(engine, "SELECT page_id, operation, done_at FROM outbox ORDER BY sequence") == [
        (3, "put", None),
        (5, "put", None),
    ]
    assert rows(engine, "SELECT kind FROM job") == [("mail.send",)]
    migrate.downgrade(engine, BEFORE)
    assert rows(engine, "SELECT kind, state FROM job ORDER BY id") == [
        ("mail.send", "waiting"),
        ("search.index", "waiting"),
        ("search.index", "waiting"),
    ]
