"""The application as the tests use it: a real database (SQLite and PostgreSQL in turn), a real index, real files.

Each test has a database to itself: on SQLite a copy of one that was migrated once, on PostgreSQL one that is emptied
after each test.
"""

import gc
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, create_engine
from sqlalchemy.orm import Session

from tests import alike, rows
from tests.demonstration import prepared_once, shared_folder
from tests.people import browser_of, make_people, numbers_of_people
from wiki.accounts.security import passwords
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database, Model
from wiki.events import EventBus
from wiki.migrate import upgrade

# How long an example takes says something of the machine, not of the code. Each run makes other examples, so that
# few of them in each run find what many in one would; `--hypothesis-profile=thorough` looks longer.
hypothesis.settings.register_profile("suite", deadline=None, max_examples=25)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=300)
hypothesis.settings.load_profile("suite")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was loaded by now stays until the end: looking for garbage in it takes a sixth of the time of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "wiki.sqlite3"
    database = Database(f"sqlite:///{path}", EventBus())
    upgrade(database.engine)
    database.dispose()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def prepared(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the demonstration, to copy."""
    return prepared_once(migrated_sqlite, tmp_path_factory)


@pytest.fixture(scope="session")
def migrated_postgresql(request: pytest.FixtureRequest) -> str:
    cluster = request.getfixturevalue("postgresql")
    url: str = cluster.new_database()
    database = Database(url, EventBus())
    upgrade(database.engine)
    database.dispose()
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty migrated database, of each engine in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "wiki.sqlite3")
        yield f"sqlite:///{tmp_path / 'wiki.sqlite3'}"
        return
    cluster = request.getfixturevalue("postgresql")
    url = request.getfixturevalue("migrated_postgresql")
    yield url
    cluster.empty_database(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of the test's application; a test module may override this fixture."""
    return Settings(
        data_dir=tmp_path / "data", database_url=database_url, secret_key="for tests only", throttle=False
    )


@pytest.fixture(scope="session", autouse=True)
def remembering(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What each application makes like the one before is made once for all tests of a process, templates of a run."""
    alike.compile_templates_once(shared_folder(tmp_path_factory) / "templates")
    alike.compile_addresses_once()
    alike.compile_statements_once()
    alike.look_at_static_files_once()


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Passwords are hashed in a thousandth of a second; `test_passwords.py` looks at how they are elsewhere."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._NOBODY = passwords._hasher.hash("the password of nobody")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture
def write(app: Flask) -> Callable[[], object]:
    """`with write() as session:` — one committed transaction, events told."""

    @contextmanager
    def transaction() -> Iterator[Session]:
        with app.app_context(), app.extensions["wiki.database"].transaction() as session:
            yield session

    return transaction


@pytest.fixture(scope="session")
def rows_of_people() -> dict[Table, Sequence[dict[str, Any]]]:
    """What `people` wrote for the first test that asked, for the next ones; empty until then."""
    return {}


@pytest.fixture
def people(
    write: Callable[[], object], rows_of_people: dict[Table, Sequence[dict[str, Any]]]
) -> dict[str, int]:
    """Trappes, Nantes, the national space, the themes and one person per role: handle → user id."""
    with write() as session:
        if rows_of_people and rows.is_empty(session, rows_of_people):
            rows.put(session, rows_of_people)
        else:
            nobody_before = not rows_of_people and rows.is_empty(session, Model.metadata.sorted_tables)
            make_people(session)
            rows_of_people.update(rows.take(session) if nobody_before else {})
        return numbers_of_people(session)


@pytest.fixture
def client_of(app: Flask, people: dict[str, int]) -> Callable[[str], FlaskClient]:
    """`client_of("referente")` is a browser where that person is signed in; "" is a visitor's.

    Forms posted with it need no token: that every form refuses a foreign token is tested on its own.
    """
    app.config["WTF_CSRF_ENABLED"] = False
    return partial(browser_of, app)
