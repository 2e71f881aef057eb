"""The outbox: what a transaction announces is written with it, in order, once, and kept for a while."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wiki.app import create_app
from wiki.config import Settings
from wiki.db import Database, now
from wiki.errors import Forbidden
from wiki.outbox import queries, service
from wiki.outbox.models import REBUILD, REMOVE, Change
from wiki.outbox.registry import AT_MOST_WITHIN, followers
from wiki.permissions import Actor, Permission, Rules

Write = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, ("wiki.outbox",))
    yield app
    app.extensions["wiki.database"].dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["wiki.database"]
    return found


@pytest.fixture
def announce(write: Write) -> Callable[..., list[Change]]:
    """`announce(1, 2)` announces two pages in one transaction; gives all changes, oldest first."""

    def pages(*page_ids: int) -> list[Change]:
        with write() as session:
            service.announce_all(session, page_ids)
        with write() as session:
            return list(session.scalars(select(Change).order_by(Change.sequence)))

    return pages


def done(write: Write, *changes: Change, ago: timedelta = timedelta(0)) -> None:
    """Mark changes as followed, some time ago."""
    with write() as session:
        service.mark_done(session, changes)
        numbers = [change.sequence for change in changes]
        session.execute(update(Change).where(Change.sequence.in_(numbers)).values(done_at=now() - ago))


def due(write: Write) -> list[int | None]:
    with write() as session:
        return [change.page_id for change in queries.due(session, 100)]


def test_several_announcements_of_a_page_in_one_transaction_are_one_change(write: Write) -> None:
    with write() as session:
        service.announce(session, 7, 1)
        service.announce(session, 8)
        service.announce(session, 7, 2)
        service.announce(session, 8, operation=REMOVE)
    with write() as session:
        rows = session.execute(select(Change.page_id, Change.revision_id, Change.operation))
        assert sorted(rows.all()) == [(7, 2, "put"), (8, None, "remove")]


def test_what_is_undone_was_not_announced(write: Write) -> None:
    def fail() -> None:
        with write() as session:
            service.announce(session, 7)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert due(write) == []


def test_numbers_grow_and_are_never_given_twice(write: Write, announce: Callable[..., list[Change]]) -> None:
    first = announce(1, 2)
    with write() as session:
        for change in first:
            session.delete(session.get_one(Change, change.sequence))
    (again,) = announce(1)
    assert again.sequence > max(change.sequence for change in first)


def test_a_follower_takes_changes_inside_their_transaction(
    app: Flask, write: Write, announce: Callable[..., list[Change]]
) -> None:
    taken: list[int] = []

    def take(session: Session, page_ids: Sequence[int], sequence: int) -> Sequence[int]:
        taken.extend(page_ids)
        assert session.get_one(Change, sequence).page_id == page_ids[-1]
        return page_ids[:1]

    followers(app).take_within(take)
    assert [(change.page_id, change.done_at is None) for change in announce(3, 1, 3)] == [
        (3, False),
        (1, True),
    ]
    assert taken == [3, 1]
    with pytest.raises(ValueError, match="already"):
        followers(app).take_within(take)
    taken.clear()
    assert all(change.done_at is None for change in announce(*range(9, 10 + AT_MOST_WITHIN))[2:])
    assert taken == []


def test_what_a_follower_raises_undoes_the_transaction(app: Flask, write: Write) -> None:
    def refuse(session: Session, page_ids: object, sequence: int) -> Sequence[int]:
        raise LookupError

    followers(app).take_within(refuse)

    def save() -> None:
        with write() as session:
            session.add(Change(operation="kept?"))
            service.announce(session, 1)

    with pytest.raises(LookupError):
        save()
    with write() as session:
        assert session.scalars(select(Change)).all() == []


def test_a_failed_change_comes_back_ever_later_and_hides_nothing(
    write: Write, announce: Callable[..., list[Change]]
) -> None:
    bad, good = announce(1, 2)
    pauses = []
    for _ in range(3):
        with write() as session:
            service.postpone(session, [session.get_one(Change, bad.sequence)], "no\0 \ud800" + "x" * 5000)
        with write() as session:
            kept = session.get_one(Change, bad.sequence)
            pauses.append(round((kept.due_at - now()).total_seconds()))  # type: ignore[operator]  # set above
            assert len(kept.error) <= 1000
            assert "\0" not in kept.error
    assert pauses == [2, 4, 8]
    assert due(write) == [2]
    with write() as session:
        assert queries.oldest_waiting(session) == good.created_at
        lag = queries.lag(session)
        assert (lag.waiting, lag.failing, lag.oldest) == (1, 1, good.created_at)


def test_a_pause_has_a_longest(write: Write, announce: Callable[..., list[Change]]) -> None:
    (bad,) = announce(1)
    bad.attempts = 4000
    with write() as session:
        service.postpone(session, [bad], "")
        assert session.get_one(Change, bad.sequence).due_at <= now() + timedelta(hours=1)  # type: ignore[operator]


def test_a_later_success_settles_earlier_failures_but_nothing_unseen(
    write: Write, announce: Callable[..., list[Change]]
) -> None:
    announce(1)
    announce(1)
    unseen, failed, followed = announce(1)
    with write() as session:
        service.postpone(session, [failed], "no")
    done(write, followed)
    with write() as session:
        waiting = session.scalars(select(Change.sequence).where(Change.done_at.is_(None)))
        assert list(waiting) == [unseen.sequence]


def test_lag_tells_what_waits_since_when_and_when_it_last_moved(
    write: Write, announce: Callable[..., list[Change]]
) -> None:
    with write() as session:
        assert queries.lag(session) == queries.Lag(0, None, None, 0)
        assert queries.oldest_waiting(session) is None
    first, second, _third = announce(1, 2, 3)
    done(write, first)
    with write() as session:
        lag = queries.lag(session)
        assert (lag.waiting, lag.oldest) == (2, second.created_at)
        assert lag.last_done is not None
        assert now() - lag.last_done < timedelta(seconds=20)


def test_replaying_takes_what_was_done_after_by_number_and_by_time(
    write: Write, announce: Callable[..., list[Change]]
) -> None:
    """By time too: on PostgreSQL a smaller number may be committed, and followed, after a greater one."""
    early, late, known, after = announce(1, 2, 3, 4)
    done(write, early, ago=timedelta(minutes=3))
    done(write, known, ago=timedelta(minutes=2))
    done(write, late, after, ago=timedelta(minutes=1))
    with write() as session:
        assert service.replay_after(session, known.sequence) == 2
    assert due(write) == [2, 4]


def test_replaying_wishes_for_no_second_beginning(write: Write) -> None:
    with write() as session:
        service.ask_for_everything(session)
        service.ask_for_everything(session)
    with write() as session:
        (asked,) = session.scalars(select(Change).where(Change.operation == REBUILD)).all()
        assert queries.is_rebuild_asked(session)
        assert queries.due(session, 10) == []
        service.mark_rebuilt(session, asked.sequence - 1)
        assert queries.is_rebuild_asked(session)
        service.mark_rebuilt(session, asked.sequence)
        assert not queries.is_rebuild_asked(session)
        assert service.replay_after(session, 0) == 0
        assert queries.last_done(session) == 0
        assert queries.newest(session) == asked.sequence


def test_old_changes_are_purged_but_what_waits_and_the_last_done(
    write: Write, announce: Callable[..., list[Change]]
) -> None:
    old, waiting, recent, last = announce(1, 2, 3, 4)
    done(write, old, last, ago=service.KEPT * 2)
    done(write, recent)
    with write() as session:
        assert service.purge(session) == 1
        assert service.purge(session) == 0
        kept = session.scalars(select(Change.sequence).order_by(Change.sequence)).all()
        assert kept == [waiting.sequence, recent.sequence, last.sequence]
        assert queries.is_kept(session, last.sequence)
        assert not queries.is_kept(session, old.sequence)


def test_who_looks_after_later_work_sees_what_fails(
    write: Write, announce: Callable[..., list[Change]]
) -> None:
    bad, _good = announce(1, 2)
    rules = Rules()
    rules.allow(Permission.JOBS_MANAGE, lambda actor, thing: actor.is_admin)
    with write() as session:
        service.postpone(session, [bad], "no")
    with write() as session:
        assert [
            change.error for change in queries.failing(session, Actor(site_role="admin", rules=rules))
        ] == ["no"]
        with pytest.raises(Forbidden):
            queries.failing(session, Actor(rules=rules))
