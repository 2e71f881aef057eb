"""The demonstration, loaded once for tests that only read it, and a small one for those that change it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from scenarios.demonstration import content
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
    """A wiki with the whole demonstration, and what the command said."""

    app: Flask
    said: str

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.app.extensions["wiki.database"].reader() as session:
            yield session

    def accounts(self) -> list[list[str]]:
        return accounts_in(self.app.extensions["wiki.settings"])


def accounts_in(settings: Settings) -> list[list[str]]:
    """The lines of the accounts file: role, address, password."""
    lines = (settings.data_dir / "demonstration-accounts.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp("demonstration")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "wiki.sqlite3")
        url = f"sqlite:///{folder / 'wiki.sqlite3'}"
    else:
        cluster = request.getfixturevalue("postgresql")
        url = cluster.new_database(template=request.getfixturevalue("migrated_postgresql"))
    app = create_app(Settings(data_dir=folder / "data", database_url=url, secret_key="for tests only"))
    app.testing = True
    yield Filled(app, demo(app))
    app.extensions["wiki.database"].dispose()
    if request.param == "postgresql":
        cluster.drop_database(url)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demonstration of one territory's pages, which takes no time to load."""
    folder = tmp_path / "content"
    shutil.copytree(content.FOLDER / "trappes", folder / "trappes")
    shutil.copy(content.FOLDER / "territories.yaml", folder)
    monkeypatch.setattr(content, "FOLDER", folder)
