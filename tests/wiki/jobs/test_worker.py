"""The worker does each job at least once, tries again, gives up in sight, and loses nothing when killed."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import update

from tests.processes import copies
from wiki.db import Database, now, transaction
from wiki.events import EventBus
from wiki.jobs import service, worker
from wiki.jobs.models import Job
from wiki.jobs.registry import job_registry

Jobs = Callable[[], list[Job]]
Enqueue = Callable[..., None]
Batches = list[list[int]]
PATIENCE = 90


def let_time_pass(database: Database) -> None:
    """Make every job that waits due, as if its delay or lease had run out."""
    with database.transaction() as session:
        session.execute(update(Job).values(due_at=now() - timedelta(seconds=1)))


def test_jobs_are_done_in_order_and_forgotten(
    app: Flask, enqueue: Enqueue, done: Batches, jobs: Jobs
) -> None:
    enqueue("note", 1, 2, 3)

    assert worker.drain(app) == 3
    assert done == [[1, 2, 3]]
    assert jobs() == []
    assert worker.drain(app) == 0


def test_each_kind_is_a_batch_of_its_own(app: Flask, enqueue: Enqueue, done: Batches) -> None:
    others: list[dict[str, Any]] = []
    job_registry(app).register("other", others.extend)
    enqueue("note", 1)
    enqueue("other", 2)
    enqueue("note", 3)

    worker.drain(app)

    assert done == [[1, 3]]
    assert others == [{"number": 2}]


def test_what_must_not_be_done_twice_is_done_one_by_one(app: Flask, enqueue: Enqueue, jobs: Jobs) -> None:
    sent: list[int] = []

    def post(payloads: list[dict[str, Any]]) -> None:
        for payload in payloads:
            if payload["number"] == 2:
                raise ValueError("no such address")
            sent.append(payload["number"])

    job_registry(app).register("letter", post, singly=True)
    enqueue("letter", 1, 2, 3)

    worker.drain(app)

    assert sent == [1, 3]
    assert [job.payload["number"] for job in jobs()] == [2]


def test_a_job_that_is_not_due_waits(app: Flask, database: Database, enqueue: Enqueue, done: Batches) -> None:
    enqueue("note", 1)
    with database.transaction() as session:
        session.execute(update(Job).values(due_at=now() + timedelta(minutes=1)))

    assert worker.drain(app) == 0
    assert done == []


def test_a_job_of_a_transaction_that_failed_is_never_done(
    app: Flask, database: Database, done: Batches
) -> None:
    def fail() -> None:
        with database.transaction() as session:
            service.enqueue(session, "note", {"number": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert worker.drain(app) == 0


def test_jobs_that_a_job_writes_are_done_too(app: Flask, enqueue: Enqueue, done: Batches) -> None:
    def follow(payloads: list[dict[str, Any]]) -> None:
        with transaction() as session:
            for payload in payloads:
                service.enqueue(session, "note", payload)

    job_registry(app).register("first", follow)
    enqueue("first", 7)

    assert worker.drain(app) == 2
    assert done == [[7]]


def test_a_handler_has_an_application_context(app: Flask, enqueue: Enqueue) -> None:
    names: list[str] = []
    job_registry(app).register("name", lambda payloads: names.append(current_app.name))
    enqueue("name", 1)

    worker.drain(app)

    assert names == ["wiki"]


def test_a_failing_job_is_tried_again_ever_later_then_given_up(
    app: Flask, database: Database, enqueue: Enqueue, jobs: Jobs
) -> None:
    def fall(payloads: list[dict[str, Any]]) -> None:
        raise RuntimeError("no paper")

    job_registry(app).register("print", fall)
    enqueue("print", 1)
    delays = []
    for attempt in range(1, service.MAX_ATTEMPTS):
        assert worker.drain(app) == 1
        (job,) = jobs()
        assert (job.state, job.attempts, job.error) == ("waiting", attempt, "RuntimeError: no paper")
        delays.append(job.due_at - now())
        assert worker.drain(app) == 0
        let_time_pass(database)

    assert worker.drain(app) == 1
    (job,) = jobs()
    assert (job.state, job.attempts) == ("dead", service.MAX_ATTEMPTS)
    assert delays == sorted(delays)
    assert timedelta(0) < delays[0] < timedelta(seconds=5)
    assert delays[-1] > timedelta(minutes=1)
    let_time_pass(database)
    assert worker.drain(app) == 0


def test_a_job_that_nobody_does_is_kept(app: Flask, enqueue: Enqueue, jobs: Jobs) -> None:
    enqueue("unheard of", 1)

    worker.drain(app)

    assert "no handler for jobs of kind 'unheard of'" in jobs()[0].error


def test_one_bad_job_does_not_keep_others_back(
    app: Flask, enqueue: Enqueue, done: Batches, jobs: Jobs
) -> None:
    def note_but_two(payloads: list[dict[str, Any]]) -> None:
        numbers = [payload["number"] for payload in payloads]
        if 2 in numbers:
            raise RuntimeError
        done.append(numbers)

    job_registry(app).register("picky", note_but_two)
    enqueue("picky", 1, 2, 3)
    enqueue("note", 4)
    enqueue("unheard of", 5)

    worker.drain(app)

    assert sorted(number for batch in done for number in batch) == [1, 3, 4]
    assert sorted(job.payload["number"] for job in jobs()) == [2, 5]


@pytest.mark.parametrize(
    "words", ["nul \x00 in it", "half a character \ud83d", "x" * 100_000], ids=["nul", "surrogate", "long"]
)
def test_whatever_an_error_says_is_written_down(
    app: Flask, enqueue: Enqueue, done: Batches, jobs: Jobs, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The processes of a parallel run cannot tell each other a log with half characters in it.
    monkeypatch.setattr(worker.log, "disabled", True)

    def fall(payloads: list[dict[str, Any]]) -> None:
        raise ValueError(words)

    job_registry(app).register("fall", fall)
    enqueue("fall", 1)
    enqueue("note", 2)

    worker.drain(app)

    (job,) = jobs()
    assert job.error.startswith("ValueError: ")
    assert len(job.error) < 10_000
    assert done == [[2]]


def test_a_job_that_was_taken_is_not_taken_again_until_its_lease_ends(
    database: Database, enqueue: Enqueue
) -> None:
    enqueue("note", 1)

    def take() -> list[int]:
        with database.transaction() as session:
            return [job.payload["number"] for job in service.take(session, 10)]

    assert take() == [1]
    assert take() == []
    let_time_pass(database)
    assert take() == [1]


def test_a_lease_is_longer_than_any_batch_should_take(
    database: Database, enqueue: Enqueue, jobs: Jobs
) -> None:
    enqueue("note", 1)
    with database.transaction() as session:
        service.take(session, 10)

    assert timedelta(minutes=4) < jobs()[0].due_at - now() <= service.LEASE


def test_a_job_that_kills_its_worker_keeps_no_other_back_and_is_given_up(
    app: Flask, database: Database, enqueue: Enqueue, done: Batches, jobs: Jobs
) -> None:
    """What a worker took and did not finish is done one by one, so that the deadly job dies alone."""

    def kill(payloads: list[dict[str, Any]]) -> None:
        if 2 in [payload["number"] for payload in payloads]:
            raise SystemExit
        done.append([payload["number"] for payload in payloads])

    job_registry(app).register("deadly", kill)
    enqueue("deadly", 1, 2, 3)
    for _life in range(service.MAX_ATTEMPTS):
        with pytest.raises(SystemExit):
            worker.drain(app)
        let_time_pass(database)
    worker.drain(app)

    assert done == [[1], [3]]
    (job,) = jobs()
    assert (job.payload["number"], job.state) == (2, "dead")
    assert "worker" in job.error


def test_two_workers_never_take_the_same_job(database: Database, database_url: str, enqueue: Enqueue) -> None:
    enqueue("note", *range(60))
    other = Database(database_url, EventBus())
    start = threading.Barrier(2)
    taken: list[int] = []

    def take_all(mine: Database) -> None:
        start.wait()
        while True:
            with mine.transaction() as session:
                jobs = service.take(session, 7)
                time.sleep(0.005)
            if not jobs:
                return
            taken.extend(job.payload["number"] for job in jobs)

    threads = [threading.Thread(target=take_all, args=[one]) for one in (database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.dispose()

    assert sorted(taken) == list(range(60))


def test_finishing_a_job_twice_harms_nothing(
    app: Flask, database: Database, enqueue: Enqueue, jobs: Jobs
) -> None:
    enqueue("note", 1, 2)
    with database.transaction() as session:
        first = service.take(session, 1)[0].id
    for _ in range(2):
        with database.transaction() as session:
            service.finish(session, [first])
            service.fail(session, [first], "too late")

    assert [job.payload["number"] for job in jobs()] == [2]


def test_a_worker_runs_until_it_is_told_to_stop(app: Flask, enqueue: Enqueue, done: Batches) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(app, stop))
    thread.start()
    try:
        enqueue("note", 1)
        wait_until(lambda: [1] in done)
        enqueue("note", 2)
        wait_until(lambda: [2] in done)
    finally:
        stop.set()
        thread.join(PATIENCE)

    assert not thread.is_alive()


def test_a_worker_that_is_told_to_stop_leaves_the_rest_for_the_next(
    app: Flask, enqueue: Enqueue, done: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BATCH", 2)
    stop = threading.Event()

    def note_and_stop(payloads: list[dict[str, Any]]) -> None:
        done.append([payload["number"] for payload in payloads])
        stop.set()

    job_registry(app).register("long", note_and_stop)
    enqueue("long", 1, 2, 3)
    worker.run(app, stop)

    assert done == [[1, 2]]
    worker.drain(app)
    assert done == [[1, 2], [3]]


def test_a_worker_outlives_a_database_that_is_away_for_a_moment(
    app: Flask, database: Database, enqueue: Enqueue, done: Batches, caplog: pytest.LogCaptureFixture
) -> None:
    with database.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE job RENAME TO job_away")
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(app, stop))
    with caplog.at_level(logging.ERROR):
        thread.start()
        try:
            wait_until(lambda: "could not read its jobs" in caplog.text)
            with database.transaction() as session:
                session.connection().exec_driver_sql("ALTER TABLE job_away RENAME TO job")
            enqueue("note", 1)
            wait_until(lambda: done == [[1]])
        finally:
            stop.set()
            thread.join(PATIENCE)


def test_features_begin_before_the_first_job_and_a_failure_holds_nothing_up(
    app: Flask, enqueue: Enqueue, done: Batches, caplog: pytest.LogCaptureFixture
) -> None:
    order: list[str] = []

    def fall() -> None:
        raise RuntimeError("no index")

    job_registry(app).at_start(fall)
    job_registry(app).at_start(lambda: order.append(current_app.name))
    enqueue("note", 1)
    stop = threading.Event()
    stop.set()
    with caplog.at_level(logging.ERROR):
        worker.run(app, stop)

    assert order == ["wiki"]
    assert "no index" in caplog.text


SLOW_WORKER = """
import sys, time
from pathlib import Path
from wiki.app import create_app
from wiki.config import Settings
from wiki.jobs import worker
from wiki.jobs.registry import job_registry

url, folder = sys.argv[1], Path(sys.argv[2])
app = create_app(Settings(data_dir=folder, database_url=url, secret_key="x"), ("wiki.jobs",))

def write(payloads):
    for payload in payloads:
        with (folder / "done").open("a") as file:
            file.write(f"{payload['number']}\\n")
        if payload["number"] == 3 and not (folder / "go on").exists():
            time.sleep(600)

job_registry(app).register("write", write)
print("ready", flush=True)
worker.drain(app)
"""


def test_a_worker_killed_in_the_middle_loses_nothing(
    database: Database, database_url: str, enqueue: Enqueue, jobs: Jobs, tmp_path: Path
) -> None:
    def written() -> set[int]:
        done = tmp_path / "done"
        return set(map(int, done.read_text().split())) if done.exists() else set()

    enqueue("write", *range(8))
    command = [sys.executable, "-c", SLOW_WORKER, database_url, str(tmp_path)]
    with copies(database), subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        wait_until(lambda: 3 in written())
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert len(jobs()) == 8

    let_time_pass(database)
    (tmp_path / "go on").touch()
    with copies(database):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    assert written() == set(range(8))
    assert jobs() == []


ORPHAN = """
import os, sys, threading
from pathlib import Path
from wiki.app import create_app
from wiki.config import Settings
from wiki.jobs import worker
from wiki.jobs.registry import job_registry

app = create_app(Settings(data_dir=Path(sys.argv[2]), database_url=sys.argv[1], secret_key="x"), ("wiki.jobs",))
begun, telling = os.pipe()
job_registry(app).at_start(lambda: os.write(telling, b"begun"))
if os.fork() == 0:
    worker.run(app, threading.Event())
    (Path(sys.argv[2]) / "ended").touch()
    os._exit(0)
os.read(begun, 1)
os._exit(0)
"""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_ends_with_the_process_that_started_it(database_url: str, tmp_path: Path) -> None:
    with copies():
        subprocess.run([sys.executable, "-c", ORPHAN, database_url, str(tmp_path)], check=True)

    wait_until((tmp_path / "ended").exists)


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again until it is so."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)
