"""The database: one commit, waiting writers, durable saves, and a token that tells of every change."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database, database, now, read_session, transaction
from wiki.events import EventBus
from wiki.jobs.models import Job
from wiki.territories.models import Membership

pytestmark = pytest.mark.measured_on_both

WRITE_ELSEWHERE = """
import sys
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.models import Job
with Database(sys.argv[1], EventBus()).transaction() as session:
    session.add(Job(kind="elsewhere", payload={}))
"""

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
postgresql_only = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, ("wiki.jobs",))
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture
def own(app: Flask) -> Database:
    found: Database = app.extensions["wiki.database"]
    return found


@pytest.fixture
def other(database_url: str) -> Iterator[Database]:
    """The same database, as another process knows it."""
    database = Database(database_url, EventBus())
    yield database
    database.dispose()


def add_job(database: Database, kind: str = "test") -> None:
    with database.transaction() as session:
        session.add(Job(kind=kind, payload={}))


def add_job_and_fail(database: Database) -> None:
    with database.transaction() as session:
        session.add(Job(kind="lost", payload={}))
        session.flush()
        raise RuntimeError


def kinds(database: Database) -> list[str]:
    with database.reader() as session:
        return list(session.scalars(select(Job.kind).order_by(Job.id)))


def test_a_transaction_is_committed_when_its_block_ends(own: Database, other: Database) -> None:
    with own.transaction() as session:
        session.add(Job(kind="saved", payload={"a": 1}))
        session.flush()
        assert kinds(other) == []

    assert kinds(other) == ["saved"]


def test_a_transaction_is_undone_when_its_block_raises(own: Database) -> None:
    with pytest.raises(RuntimeError):
        add_job_and_fail(own)

    add_job(own, "kept")
    assert kinds(own) == ["kept"]


def test_what_was_written_can_be_read_after_the_commit(own: Database) -> None:
    with own.transaction() as session:
        job = Job(kind="test", payload={})
        session.add(job)

    assert job.id > 0
    assert job.created_at.tzinfo is not None


def test_two_writers_wait_for_each_other(own: Database, other: Database) -> None:
    with own.transaction() as session:
        session.add(Job(kind="counter", payload={"n": 0}))
    started = threading.Barrier(2)

    def count(database: Database) -> None:
        started.wait()
        for _ in range(10):
            with database.transaction() as session:
                job = session.scalars(select(Job).with_for_update()).one()
                time.sleep(0.002)
                job.payload = {"n": job.payload["n"] + 1}

    threads = [threading.Thread(target=count, args=[one]) for one in (own, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with own.reader() as session:
        assert session.scalars(select(Job.payload)).one() == {"n": 20}


@sqlite_only
def test_a_writer_on_sqlite_takes_the_lock_before_it_reads(own: Database, other: Database) -> None:
    with own.transaction() as session:
        session.execute(select(Job))
        second = threading.Thread(target=add_job, args=(other, "second"))
        second.start()
        second.join(0.2)
        assert second.is_alive()
        session.add(Job(kind="first", payload={}))
    second.join()

    assert kinds(own) == ["first", "second"]


def test_readers_do_not_wait_for_a_writer(own: Database, other: Database) -> None:
    with own.transaction() as session:
        session.add(Job(kind="unfinished", payload={}))
        session.flush()

        before = time.monotonic()
        assert kinds(other) == []
        assert time.monotonic() - before < 1


def test_foreign_keys_are_kept(own: Database) -> None:
    with pytest.raises(IntegrityError), own.transaction() as session:
        session.execute(insert(Membership).values(user_id=404, territory_id=404, role="member"))


@sqlite_only
def test_saves_on_sqlite_are_durable(own: Database) -> None:
    with own.engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000}


def test_the_token_changes_with_a_commit_and_not_without(own: Database, other: Database) -> None:
    before = own.change_token()
    kinds(own)
    kinds(other)
    assert own.change_token() == before

    add_job(other)
    after_other = own.change_token()
    assert after_other != before
    assert own.change_token() == after_other

    add_job(own)
    assert own.change_token() not in (before, after_other)


def test_the_token_never_comes_back(own: Database) -> None:
    tokens = []
    for _ in range(5):
        add_job(own)
        tokens.append(own.change_token())

    assert len(set(tokens)) == 5


def test_the_token_does_not_change_before_the_commit(own: Database, other: Database) -> None:
    before = own.change_token()
    with other.transaction() as session:
        session.add(Job(kind="test", payload={}))
        session.flush()
        assert own.change_token() == before

    assert own.change_token() != before


@sqlite_only
def test_the_token_of_sqlite_does_not_change_when_a_transaction_is_undone(own: Database) -> None:
    before = own.change_token()
    with pytest.raises(RuntimeError):
        add_job_and_fail(own)

    assert own.change_token() == before


def test_another_process_changes_the_token(own: Database, database_url: str) -> None:
    before = own.change_token()

    subprocess.run([sys.executable, "-c", WRITE_ELSEWHERE, database_url], check=True)

    assert own.change_token() != before
    assert kinds(own) == ["elsewhere"]


def test_the_token_is_asked_from_many_threads(own: Database) -> None:
    add_job(own)
    tokens: list[object] = []
    threads = [threading.Thread(target=lambda: tokens.append(own.change_token())) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(tokens) == 16
    assert len(set(tokens)) == 1


def test_a_database_can_be_closed_and_used_again(own: Database) -> None:
    own.change_token()
    own.dispose()
    own.dispose()

    add_job(own)
    assert kinds(own) == ["test"]
    assert own.change_token() is not None


def test_a_context_has_one_reading_session(app: Flask) -> None:
    with app.app_context():
        session = read_session()
        assert read_session() is session
        session.execute(select(Job))
    with app.app_context():
        assert read_session() is not session


def test_the_reader_sees_what_the_context_has_just_written(app: Flask) -> None:
    with app.app_context():
        assert read_session().scalars(select(Job)).all() == []
        with transaction() as session:
            assert read_session().scalars(select(Job)).all() == []
            session.add(Job(kind="written", payload={}))
        assert [job.kind for job in read_session().scalars(select(Job))] == ["written"]


def test_a_transaction_of_the_context_is_undone_when_it_raises(app: Flask, own: Database) -> None:
    def write_and_fail() -> None:
        with transaction() as session:
            session.add(Job(kind="test", payload={}))
            raise RuntimeError

    with app.app_context():
        with pytest.raises(RuntimeError):
            write_and_fail()
        assert read_session().scalars(select(Job)).all() == []


def test_the_database_is_that_of_the_application(app: Flask, own: Database) -> None:
    with app.app_context():
        assert database() is own


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 7, 1, 12, 30, 15, 123456, tzinfo=UTC),
        datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_moments_come_back_as_they_went_in(own: Database, moment: datetime) -> None:
    with own.transaction() as session:
        session.add(Job(kind="test", payload={}, due_at=moment))
    with own.reader() as session:
        found = session.scalars(select(Job.due_at)).one()

    assert found == moment
    assert found.tzinfo is UTC


def test_moments_are_ordered_whatever_their_zone(own: Database) -> None:
    early = datetime(2026, 7, 1, 14, tzinfo=timezone(timedelta(hours=4)))
    late = datetime(2026, 7, 1, 11, tzinfo=UTC)
    with own.transaction() as session:
        session.add_all(
            [Job(kind="late", payload={}, due_at=late), Job(kind="early", payload={}, due_at=early)]
        )
    with own.reader() as session:
        assert list(session.scalars(select(Job.kind).order_by(Job.due_at))) == ["early", "late"]
        assert session.scalars(select(Job.kind).where(Job.due_at < late)).all() == ["early"]


def test_the_present_is_in_utc() -> None:
    assert now().tzinfo is UTC


@postgresql_only
def test_a_connection_that_postgresql_closed_is_replaced(own: Database, other: Database) -> None:
    own.change_token()
    kinds(own)
    with other.reader() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database()"
            )
        )

    assert kinds(own) == []
    assert own.change_token() == own.change_token()


@sqlite_only
def test_a_fault_tells_nothing_of_what_people_wrote(own: Database) -> None:
    with pytest.raises(IntegrityError) as refused, own.transaction() as session:
        session.execute(insert(Job).values(kind=None, payload={"to": "nina@exemple.fr"}))

    assert "nina@exemple.fr" not in str(refused.value)
