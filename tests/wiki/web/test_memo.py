"""Nothing remembered is ever out of date, whoever changed the database."""

import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from wiki.db import Database, read_session, transaction
from wiki.events import EventBus
from wiki.jobs.models import Job
from wiki.web.memo import Memo, remembered

WRITE_ELSEWHERE = """
import sys
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.models import Job
with Database(sys.argv[1], EventBus()).transaction() as session:
    session.add(Job(kind="elsewhere", payload={}))
"""


def number_of_jobs() -> int:
    return remembered("jobs", lambda: read_session().scalar(select(func.count()).select_from(Job)) or 0)


@pytest.fixture
def ask(app: Flask) -> Callable[[], int]:
    """How many jobs a new request would say there are."""

    def number() -> int:
        with app.app_context():
            return number_of_jobs()

    return number


def add_job(database: Database) -> None:
    with database.transaction() as session:
        session.add(Job(kind="test", payload={}))


def test_a_value_is_worked_out_once_until_something_changes(app: Flask, database: Database) -> None:
    worked_out: list[int] = []

    def value() -> int:
        worked_out.append(1)
        return len(worked_out)

    def ask() -> int:
        with app.app_context():
            return remembered("value", value)

    assert [ask(), ask(), ask()] == [1, 1, 1]
    add_job(database)
    assert [ask(), ask()] == [2, 2]


def test_nothing_too_is_remembered(app: Flask) -> None:
    worked_out: list[None] = []
    for _ in range(3):
        with app.app_context():
            assert remembered("nothing", lambda: worked_out.append(None)) is None

    assert len(worked_out) == 1


def test_a_commit_of_this_process_is_seen(database: Database, ask: Callable[[], int]) -> None:
    for expected in range(3):
        assert ask() == expected
        add_job(database)


def test_a_commit_of_another_process_is_seen(database_url: str, ask: Callable[[], int]) -> None:
    assert ask() == 0
    subprocess.run([sys.executable, "-c", WRITE_ELSEWHERE, database_url], check=True)
    assert ask() == 1


def test_what_a_request_wrote_it_sees(app: Flask) -> None:
    with app.app_context():
        assert number_of_jobs() == 0
        with transaction() as session:
            assert number_of_jobs() == 0
            session.add(Job(kind="test", payload={}))
        assert number_of_jobs() == 1


def test_a_request_that_began_before_a_change_leaves_nothing_old_behind(
    app: Flask, database: Database, ask: Callable[[], int]
) -> None:
    """Its reading session may show the state before the change: what it works out is remembered for that state."""
    with app.app_context():
        read_session().scalar(select(func.count()).select_from(Job))
        add_job(database)
        number_of_jobs()

    assert ask() == 1


def test_many_readers_and_a_writer_never_go_back(database: Database, ask: Callable[[], int]) -> None:
    seen: list[list[int]] = [[] for _ in range(4)]
    stop = threading.Event()

    def read(mine: list[int]) -> None:
        while not stop.is_set():
            mine.append(ask())

    threads = [threading.Thread(target=read, args=[mine]) for mine in seen]
    for thread in threads:
        thread.start()
    for number in range(1, 16):
        add_job(database)
        assert ask() == number
    stop.set()
    for thread in threads:
        thread.join()

    for mine in seen:
        assert mine == sorted(mine)


def test_two_applications_remember_apart(app: Flask, database_url: str) -> None:
    other = Database(database_url, EventBus())
    other.dispose()
    first, second = Memo(), Memo()
    first.values_at(1)["a"] = 1

    assert second.values_at(1) == {}


def test_a_memo_forgets_everything_with_the_state() -> None:
    memo = Memo()
    memo.values_at("one")["a"] = 1

    assert memo.values_at("one") == {"a": 1}
    assert memo.values_at("two") == {}
    assert memo.values_at("one") == {}


def test_a_memo_has_a_limit() -> None:
    memo = Memo(limit=3)
    for number in range(10):
        memo.values_at("state")[number] = number
        assert len(memo.values_at("state")) < 3
