"""The demonstration: the whole one to read, a small one to change."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from scenarios.demonstration import content
from tests import rows
from wiki.app import create_app
from wiki.config import Settings


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage sees the small demonstration loaded; the whole one takes longer and shows no more."""
    for item in items:
        if "filled" in getattr(item, "fixturenames", ()):
            item.add_marker("retold")


def demo(app: Flask, *arguments: str) -> str:
    """Run the command, which must succeed, and return what it said."""
    result = app.test_cli_runner().invoke(args=["demo", *arguments])
    assert result.exception is None, result.output
    return str(result.output)


@dataclass(frozen=True)
class Filled:
    """A wiki with a demonstration."""

    app: Flask

    @property
    def folder(self) -> Path:
        """Where its data are."""
        settings: Settings = self.app.extensions["wiki.settings"]
        return settings.data_dir

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.app.app_context(), self.app.extensions["wiki.database"].reader() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.app.app_context(), self.app.extensions["wiki.database"].transaction() as session:
            yield session

    def accounts(self) -> list[list[str]]:
        """The lines of the accounts file: role, address, password."""
        lines = (self.folder / "demonstration-accounts.txt").read_text(encoding="utf-8").splitlines()
        return [line.split("\t") for line in lines]


@contextmanager
def opened(folder: Path, url: str = "") -> Iterator[Filled]:
    """The wiki of a data directory."""
    more = {"database_url": url} if url else {}
    app = create_app(Settings(data_dir=folder, secret_key="for tests only", throttle=False, **more))
    app.testing = True
    try:
        yield Filled(app)
    finally:
        app.extensions["wiki.database"].dispose()


@pytest.fixture(scope="session")
def filled(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The whole demonstration, for tests that only read it."""
    folder = tmp_path_factory.mktemp("demonstration") / "data"
    shutil.copytree(prepared, folder)
    with opened(folder) as filled:
        yield filled


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def filled_on_both(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Filled]:
    """The same rows on each engine, which must take them and be asked alike."""
    if request.param == "sqlite":
        yield filled
        return
    cluster = request.getfixturevalue("postgresql")
    url = cluster.new_database(template=request.getfixturevalue("migrated_postgresql"))
    with opened(filled.folder, url) as copied:
        with filled.reading() as session:
            taken = rows.take(session)
        with copied.writing() as session:
            # As on a replica, rows that refer to one another go in one by one.
            session.execute(text("SET LOCAL session_replication_role = replica"))
            rows.put(session, taken)
        yield copied
    cluster.drop_database(url)


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of a demonstration with one territory's pages, which takes no time to load."""
    folder = tmp_path_factory.mktemp("content")
    shutil.copytree(content.FOLDER / "trappes", folder / "trappes")
    shutil.copy(content.FOLDER / "territories.yaml", folder)
    return folder


@pytest.fixture
def small(small_content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command loads the small demonstration."""
    monkeypatch.setattr(content, "FOLDER", small_content)


@pytest.fixture(scope="module")
def loaded_once(
    small_content: Path, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A data directory with the small demonstration, and what the command said."""
    folder = tmp_path_factory.mktemp("small") / "data"
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / "wiki.sqlite3")
    with pytest.MonkeyPatch.context() as patch, opened(folder) as filled:
        patch.setattr(content, "FOLDER", small_content)
        said = demo(filled.app, "--if-empty")
    return folder, said


@pytest.fixture
def loaded(small: None, loaded_once: tuple[Path, str], tmp_path: Path) -> Iterator[Filled]:
    """The small demonstration, to change."""
    shutil.copytree(loaded_once[0], tmp_path / "data")
    with opened(tmp_path / "data") as filled:
        yield filled
