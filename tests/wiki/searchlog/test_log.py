"""Counting searches: in memory first, then by day, then forgotten."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories
from wiki.accounts.models import User
from wiki.errors import Forbidden
from wiki.jobs.worker import begin, drain
from wiki.permissions import Actor
from wiki.searchlog import buffer, noting, privacy, queries, service
from wiki.searchlog.buffer import Buffer, Counted, Entries, buffer_of
from wiki.searchlog.models import AskedText

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Write = Callable[[], Any]
BROWSER = {"User-Agent": "Mozilla/5.0 Firefox/140.0"}
TODAY = date(2026, 6, 15)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """`clock(day)` makes it that day."""

    def set_day(day: date) -> None:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        for module in (privacy, noting):
            monkeypatch.setattr(module, "now", lambda: moment)

    set_day(TODAY)
    return set_day


@pytest.fixture
def asked(app: Flask, clock: object) -> Callable[..., None]:
    """`asked(text, total)` is a search by somebody, whose answer has left."""

    @app.get("/essai")
    def searching() -> str:
        noting.note(app.config["ASKED"], app.config["TOTAL"])
        return "trouvé"

    numbers = count()

    def act(text: str, total: int = 1, headers: dict[str, str] = BROWSER) -> None:
        app.config.update(ASKED=text, TOTAL=total)
        # Another address each time: an answer that is kept for all visitors is not worked out again.
        app.test_client().get(f"/essai?{next(numbers)}", headers=headers).close()

    return act


def record(write: Write, entries: Entries) -> None:
    with write() as session:
        service.record(session, entries)


def rows(write: Write) -> list[tuple[object, ...]]:
    with write() as session:
        found = select(AskedText.text, AskedText.asked, AskedText.empty, AskedText.total)
        return [tuple(row) for row in session.execute(found.order_by(AskedText.day, AskedText.text))]


@pytest.fixture
def admin(app: Flask) -> Actor:
    return Actor(1, site_role="admin", rules=app.extensions["wiki.rules"])


@sqlite_only
def test_a_search_is_counted_once_its_answer_has_left(asked: Callable[..., None], write: Write) -> None:
    asked("  Ruche ", total=3)
    assert rows(write) == [("ruche", 1, 0, 3)]


def test_searches_of_the_same_minute_are_written_together(
    asked: Callable[..., None], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for total in (0, 0, 2):
        asked("ruche", total)
    asked("climat", 0)
    assert rows(write) == [("ruche", 1, 1, 0)]
    monkeypatch.setattr(buffer, "PAUSE_SECONDS", 0)
    asked("climat", 0)
    assert rows(write) == [("climat", 2, 2, 0), ("ruche", 3, 2, 2)]


@sqlite_only
@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("marie@exemple.fr", BROWSER),
        ("ruche", {"User-Agent": "Googlebot"}),
        ("ruche", {**BROWSER, "Sec-Purpose": "prefetch"}),
        ("", BROWSER),
    ],
)
def test_neither_persons_nor_programs_are_counted(
    asked: Callable[..., None], write: Write, text: str, headers: dict[str, str]
) -> None:
    asked(text, headers=headers)
    assert rows(write) == []


def test_a_full_buffer_counts_no_new_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffer, "MAX_ENTRIES", 2)
    written: list[Entries] = []
    counts = Buffer(written.append)
    for text in ("a", "b", "c", "a"):
        counts.add(TODAY, text, 0)
    counts.write_due()
    assert written == [{(TODAY, "a"): Counted(2, 2, 0), (TODAY, "b"): Counted(1, 1, 0)}]
    counts.write_due()
    assert len(written) == 1


def test_threads_lose_no_count() -> None:
    written: list[Entries] = []
    counts = Buffer(written.append)
    threads = [
        threading.Thread(target=lambda: [counts.add(TODAY, "ruche", 1) for _ in range(200)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.write_due()
    assert written[0][TODAY, "ruche"].asked == 800


@sqlite_only
def test_a_database_that_is_away_costs_the_counts_only(
    app: Flask, asked: Callable[..., None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*told: object) -> None:
        raise OSError

    monkeypatch.setattr(service, "record", away)
    asked("ruche")
    assert "1 counts of searches could not be written" in caplog.text


def test_counts_of_several_processes_add_up(write: Write) -> None:
    for total in (0, 4):
        record(write, {(TODAY, "ruche"): Counted(2, int(total == 0), total)})
    assert rows(write) == [("ruche", 4, 1, 4)]


def test_after_ninety_days_the_worker_forgets(
    app: Flask, write: Write, clock: Callable[[date], None]
) -> None:
    record(write, {(TODAY - timedelta(days=90), "ancienne"): Counted(9)})
    record(write, {(TODAY - timedelta(days=89), "récente"): Counted(9)})
    drain(app)
    assert [row[0] for row in rows(write)] == ["récente"]
    clock(TODAY + timedelta(days=1))
    begin(app)
    assert rows(write) == []


def test_only_what_was_asked_again_is_told(write: Write, clock: object, admin: Actor) -> None:
    yesterday = TODAY - timedelta(days=1)
    record(
        write,
        {
            (TODAY, "jeanne martin"): Counted(2, 2, 0),
            (TODAY, "ruche"): Counted(3, 0, 8),
            (TODAY, "compost"): Counted(1, 0, 2),
            (yesterday, "compost"): Counted(1, 1, 0),
            (yesterday, "zèbre"): Counted(1, 0, 5),
            (TODAY, "zèbre"): Counted(1, 1, 0),
            (TODAY - timedelta(days=20), "lointain"): Counted(50, 50, 0),
        },
    )
    with write() as session:
        week = queries.asked(session, admin, days=7)
        vain = queries.asked(session, admin, days=7, order="empty")
        month = queries.asked(session, admin, days=30, limit=1)
    assert [(row.text, row.asked, row.empty, row.total) for row in week] == [
        ("ruche", 3, 0, 8),
        ("compost", 2, 1, 2),
        ("zèbre", 2, 1, 0),
    ]
    assert [row.text for row in vain] == ["zèbre"]
    assert [row.text for row in month] == ["lointain"]


@sqlite_only
@pytest.mark.parametrize("role", ["", "reviewer", "curator"])
def test_only_administrators_see_what_is_asked(app: Flask, write: Write, role: str) -> None:
    actor = Actor(1, site_role=role, rules=app.extensions["wiki.rules"])
    with write() as session, pytest.raises(Forbidden):
        queries.asked(session, actor, days=7)


@sqlite_only
def test_who_is_signed_in_leaves_no_trace(
    app: Flask, asked: Callable[..., None], write: Write, people: dict[str, int]
) -> None:
    with write() as session:
        token = factories.sign_in(session, session.get_one(User, people["nina"]))
        before = session.scalar(select(func.count()).select_from(User))
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    app.config.update(ASKED="ruche", TOTAL=1)
    browser.get("/essai", headers=BROWSER).close()
    assert rows(write) == [("ruche", 1, 0, 1)]
    with write() as session:
        assert session.scalar(select(func.count()).select_from(User)) == before
    assert not buffer_of(app)._entries
