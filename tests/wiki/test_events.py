"""Events are told after the commit that made them true, whatever a listener does."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wiki.db import Database
from wiki.events import EventBus, emit
from wiki.jobs.models import Job


@dataclass(frozen=True)
class Saved:
    number: int


@dataclass(frozen=True)
class Removed:
    number: int


@pytest.fixture
def bus() -> EventBus:
    return EventBus()


@pytest.fixture
def database(database_url: str, bus: EventBus) -> Iterator[Database]:
    database = Database(database_url, bus)
    yield database
    database.dispose()


@pytest.fixture
def heard(bus: EventBus) -> list[object]:
    events: list[object] = []
    bus.listen(Saved, events.append)
    return events


def test_events_are_told_in_order_after_the_commit(
    database: Database, bus: EventBus, heard: list[object]
) -> None:
    found: list[int] = []

    def look(event: Saved) -> None:
        with database.reader() as session:
            found.append(len(session.scalars(select(Job)).all()))

    bus.listen(Saved, look)
    with database.transaction() as session:
        session.add(Job(kind="test", payload={}))
        emit(session, Saved(1))
        emit(session, Saved(2))
        assert heard == []

    assert heard == [Saved(1), Saved(2)]
    assert found == [1, 1]


def test_a_transaction_that_fails_tells_nothing(database: Database, heard: list[object]) -> None:
    def fail() -> None:
        with database.transaction() as session:
            emit(session, Saved(1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.transaction() as session:
        emit(session, Saved(2))

    assert heard == [Saved(2)]


def test_a_commit_that_fails_tells_nothing(database: Database, heard: list[object]) -> None:
    def write_nonsense() -> None:
        with database.transaction() as session:
            emit(session, Saved(1))
            session.add(Job(kind=None, payload={}))

    with pytest.raises(IntegrityError):
        write_nonsense()

    assert heard == []


def test_a_listener_that_fails_undoes_nothing_and_keeps_nobody_from_hearing(
    database: Database, bus: EventBus, caplog: pytest.LogCaptureFixture
) -> None:
    def fall(event: Saved) -> None:
        raise RuntimeError("out of order")

    heard: list[object] = []
    bus.listen(Saved, fall)
    bus.listen(Saved, heard.append)
    with caplog.at_level(logging.ERROR), database.transaction() as session:
        session.add(Job(kind="kept", payload={}))
        emit(session, Saved(1))
        emit(session, Saved(2))

    assert heard == [Saved(1), Saved(2)]
    assert "out of order" in caplog.text
    with database.reader() as session:
        assert session.scalar(select(Job.kind)) == "kept"


def test_only_the_listeners_of_its_kind_hear_an_event(
    database: Database, bus: EventBus, heard: list[object]
) -> None:
    removed: list[object] = []
    bus.listen(Removed, removed.append)
    with database.transaction() as session:
        emit(session, Removed(1))
        emit(session, object())

    assert (heard, removed) == ([], [Removed(1)])


def test_a_listener_may_write_and_tell_more(
    database: Database, bus: EventBus, heard: list[object], write_count: Callable[[], int]
) -> None:
    def follow(event: Removed) -> None:
        with database.transaction() as session:
            session.add(Job(kind="follow", payload={}))
            emit(session, Saved(event.number))

    bus.listen(Removed, follow)
    with database.transaction() as session:
        emit(session, Removed(7))

    assert heard == [Saved(7)]
    assert write_count() == 1


@pytest.fixture
def write_count(database: Database) -> Callable[[], int]:
    def count() -> int:
        with database.reader() as session:
            return len(session.scalars(select(Job)).all())

    return count
