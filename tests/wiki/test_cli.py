"""The command `territoire`, run as people run it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from tests.processes import copies
from wiki import cli, migrate
from wiki.config import Settings
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.models import Job
from wiki.territories.models import Territory
from wiki.themes.models import ThemeFamily
from wiki.themes.service import FAMILIES

PATIENCE = 90
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("config", PORT="81")` runs the command in a data directory of its own."""

    def invoke(*arguments: str, **environment: str) -> Result:
        values = {"DATA_DIR": str(tmp_path / "data"), **environment}
        return CliRunner().invoke(cli.main, arguments, env=values)

    return invoke


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The database of the command's data directory, without a table."""
    (tmp_path / "data").mkdir()
    found = Database(f"sqlite:///{tmp_path / 'data' / 'wiki.sqlite3'}", EventBus())
    yield found
    found.dispose()


@pytest.fixture
def migrated(database: Database, tmp_path: Path, migrated_sqlite: Path) -> Database:
    """The same with its tables."""
    shutil.copy(migrated_sqlite, tmp_path / "data" / "wiki.sqlite3")
    return database


def test_config_lists_every_setting_with_its_value(run: Run, tmp_path: Path) -> None:
    result = run("config", PORT="8123", SECRET_KEY="hush", SMTP_URL="smtp://a:hush@b")

    assert result.exit_code == 0
    for item in fields(Settings):
        assert re.search(rf"^{item.name.upper()}=.*\n    \S", result.output, re.M), item.name
    assert "PORT=8123" in result.output
    assert "hush" not in result.output
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", ["config", "migrate", "routes", "serve", "worker"])
def test_every_fault_in_the_settings_is_told_at_once(run: Run, command: str) -> None:
    result = run(command, PORT="x", DEBUG="perhaps", SIGN_UP="never")

    assert result.exit_code == 1
    assert [line.strip().split("=")[0] for line in result.output.splitlines()[1:]] == [
        "PORT",
        "SIGN_UP",
        "DEBUG",
    ]
    assert "Traceback" not in result.output


def test_help_names_the_commands_of_features_too(run: Run) -> None:
    result = run("--help")

    assert result.exit_code == 0
    for name in ("serve", "worker", "migrate", "config", "routes", "user", "rebuild", "import", "demo"):
        assert re.search(rf"^  {name} ", result.output, re.M), name
    assert "new-migration" not in result.output


def test_help_of_a_command_of_a_feature(run: Run) -> None:
    assert run("user", "--help").exit_code == 0


def test_a_command_that_there_is_not(run: Run) -> None:
    result = run("dance")

    assert result.exit_code == 2
    assert "No such command" in result.output


def test_migrate_makes_the_tables_and_what_a_new_wiki_has_and_may_be_said_twice(
    run: Run, database: Database
) -> None:
    for _ in range(2):
        result = run("migrate")
        assert (result.exit_code, result.output) == (0, "The database is up to date.\n")

    assert migrate.differences(database.engine) == []
    with database.reader() as session:
        assert session.scalars(select(Territory.slug)).all() == ["national"]
        assert set(session.scalars(select(ThemeFamily.slug))) == set(FAMILIES)


def test_routes_lists_every_address(run: Run) -> None:
    lines = run("routes").output.splitlines()

    assert any(re.fullmatch(r"GET +/sante +web\.health", line) for line in lines)
    assert any(re.fullmatch(r"POST +/langue +web\.choose_language", line) for line in lines)


def test_worker_does_once_what_is_due(run: Run, migrated: Database) -> None:
    with migrated.transaction() as session:
        session.add(Job(kind="unheard of", payload={}))
    result = run("worker", "--once")

    assert (result.exit_code, result.stdout) == (0, "1 done\n")
    with migrated.reader() as session:
        assert session.scalars(select(Job.attempts)).one() == 1


def test_worker_runs_until_a_signal(migrated: Database, tmp_path: Path) -> None:
    with migrated.transaction() as session:
        session.add(Job(kind="unheard of", payload={}))

    def attempts() -> int:
        with migrated.reader() as session:
            return session.scalars(select(Job.attempts)).one()

    with (
        copies(migrated),
        subprocess.Popen(
            [sys.executable, "-m", "wiki", "worker"],
            env={**os.environ, "DATA_DIR": str(tmp_path / "data")},
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        try:
            end = time.monotonic() + PATIENCE
            while not attempts() and time.monotonic() < end:
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
    assert attempts() >= 1


def test_a_migration_can_be_written(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (folder / name).write_text((migrate.migrations_folder() / name).read_text())
    monkeypatch.setattr(migrate, "migrations_folder", lambda: folder)

    assert run("new-migration", "first tables").exit_code == 0
    assert len(list((folder / "versions").glob("*_first_tables.py"))) == 1
