"""Several processes: one indexer at a time, another in its place when it dies, and no save lost or left waiting."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.processes import copies
from tests.wiki.finding.following import follow
from tests.wiki.finding.indexes import in_index, waiting
from wiki.accounts.models import User
from wiki.accounts.queries import actor_of
from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database
from wiki.finding.election import AdvisorySeat, FileSeat, seat_of
from wiki.outbox.models import Change
from wiki.pages.models import Page
from wiki.pages.service import NewPage, create
from wiki.territories.models import Territory

EACH = 12
PATIENCE = 120
WORKER = [sys.executable, "-m", "wiki", "worker"]
SAVER = [sys.executable, "-c", f"from {__name__} import save_all; save_all()"]
ROOT = Path(__file__).parents[3]


def save(app: Flask, name: str, number: int) -> None:
    """Write a page as a person does."""
    with app.app_context(), app.extensions["wiki.database"].transaction() as session:
        author = session.scalars(select(User.id).where(User.handle == "curatrice")).one()
        place = session.scalars(select(Territory.id).where(Territory.slug == "trappes")).one()
        text = f"# Ruche {name} {number}\n\nDes abeilles.\n"
        actor = actor_of(session, author, app.extensions["wiki.rules"])
        create(session, actor, NewPage(place, "page", "public", text, as_found=True))


def save_all() -> None:
    """What another process saves."""
    saving = create_app()
    for number in range(EACH):
        save(saving, "un", number)


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def start(app: Flask, settings: Settings, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """`start(WORKER, log)` runs a process of this wiki until the test ends."""
    running: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ,
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
    }

    def process(command: list[str], log: str) -> subprocess.Popen[bytes]:
        with (tmp_path / log).open("wb") as file, copies(app.extensions["wiki.database"]):
            running.append(subprocess.Popen(command, env=environment, cwd=ROOT, stdout=file, stderr=file))
        return running[-1]

    yield process
    for each in running:
        each.kill()
        each.wait()


def test_saves_of_two_processes_are_all_found_though_their_indexer_is_killed(
    app: Flask, people: dict[str, int], write: Any, start: Callable[..., Any], tmp_path: Path
) -> None:
    def is_elected(log: str) -> bool:
        return "follows the changes" in (tmp_path / log).read_text()

    first = start(WORKER, "first")
    wait_until(lambda: is_elected("first"))
    start(WORKER, "second")
    saver = start(SAVER, "saver")
    for number in range(EACH):
        save(app, "deux", number)
        if number == EACH // 2:
            wait_until(lambda: len(in_index(app)) > 5)
            os.kill(first.pid, signal.SIGKILL)
    assert saver.wait(PATIENCE) == 0
    wait_until(lambda: waiting(write) == 0)
    with write() as session:
        pages = [str(page_id) for page_id in session.scalars(select(Page.id))]
        assert session.scalar(select(func.count()).where(Change.attempts > 0)) == 0
    assert len(pages) == 2 * EACH
    assert sorted(in_index(app, "abeilles")) == sorted(pages)
    assert is_elected("second")
    assert "Traceback" not in (tmp_path / "second").read_text()


def test_one_seat_is_held_once(settings: Settings, app: Flask, publish: Any, write: Any) -> None:
    database: Database = app.extensions["wiki.database"]
    first, second = seat_of(settings, database), seat_of(settings, database)
    assert first.take()
    assert first.take()
    assert not second.take()
    assert (first.is_held(), second.is_held()) == (True, False)
    # Where another process follows, nothing is done twice.
    publish("# Une ruche\n\nDes abeilles.\n", indexed=False)
    assert follow(app) == 0
    assert waiting(write) == 1
    first.release()
    assert second.take()
    second.release()
    assert follow(app) == 1
    assert isinstance(first, FileSeat)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.postgresql
def test_a_seat_of_several_machines_goes_with_its_connection(settings: Settings, app: Flask) -> None:
    database: Database = app.extensions["wiki.database"]
    shared = Settings(data_dir=settings.data_dir, search_url=settings.database_url)
    first, second = seat_of(shared, database), seat_of(shared, database)
    assert isinstance(first, AdvisorySeat)
    assert first.take()
    assert not second.take()
    with first.turn():
        assert first.is_held()
    with database.transaction() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory'"
        )
    assert second.take()
    assert not first.take()
    second.release()
    assert first.take()
    first.release()
