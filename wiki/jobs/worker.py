"""The worker: takes jobs up in batches, does them, marks them done. At least once, never lost."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby

from flask import Flask

from wiki.db import Database
from wiki.jobs import service
from wiki.jobs.models import Job
from wiki.jobs.registry import job_registry

log = logging.getLogger(__name__)
BATCH = 200
PAUSE_SECONDS = 0.1


def drain(app: Flask) -> int:
    """Do every job that is due now, then what companions have to do; return how much that was."""
    nothing_stops = threading.Event()
    tried = _do_jobs(app, nothing_stops)
    return tried + sum(companion.drain() for companion in job_registry(app).companions)


def _do_jobs(app: Flask, stop: threading.Event) -> int:
    """Do every job that is due now, or until told to stop after the batch at hand; return how many were tried."""
    tried = 0
    while not stop.is_set() and (batch := _take(app)):
        tried += len(batch)
        for kind, jobs in groupby(sorted(batch, key=lambda job: job.kind), key=lambda job: job.kind):
            for together in _put_together(app, kind, list(jobs)):
                _do(app, kind, together)
    return tried


def begin(app: Flask) -> None:
    """Do what features ask of a worker before its first job; a failure is logged and holds nothing up."""
    for act in job_registry(app).starting:
        try:
            with app.app_context():
                act()
        # Whatever is wrong with one feature, jobs must be done.
        except Exception:
            log.exception("%r failed at the start of the worker", act)


def run(app: Flask, stop: threading.Event) -> None:
    """Drain again and again until told to stop or until the process that started this one is gone."""
    parent = os.getppid()
    begin(app)
    with _companions(app):
        while not stop.is_set() and os.getppid() == parent:
            try:
                _do_jobs(app, stop)
            # A database that is away for a moment must not end the worker.
            except Exception:
                log.exception("the worker could not read its jobs")
                stop.wait(1)
            stop.wait(PAUSE_SECONDS)


@contextmanager
def _companions(app: Flask) -> Iterator[None]:
    """Let companions work until the block ends."""
    ending = threading.Event()
    threads = [
        threading.Thread(target=companion.run, args=[ending]) for companion in job_registry(app).companions
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def _take(app: Flask) -> list[Job]:
    database: Database = app.extensions["wiki.database"]
    with database.reader() as session:
        if not service.any_due(session):
            return []
    with database.transaction() as session:
        return service.take(session, BATCH)


def _put_together(app: Flask, kind: str, jobs: list[Job]) -> list[list[Job]]:
    return [[job] for job in jobs] if job_registry(app).is_done_singly(kind) else [jobs]


def _do(app: Flask, kind: str, jobs: list[Job]) -> None:
    database: Database = app.extensions["wiki.database"]
    ids = [job.id for job in jobs]
    try:
        with app.app_context():
            job_registry(app).handler(kind)([job.payload for job in jobs])
    # Whatever a handler raises is written beside the job and tried again; one bad job must not keep others back.
    except Exception as error:
        if len(jobs) > 1:
            for job in jobs:
                _do(app, kind, [job])
            return
        log.exception("jobs of kind %s failed", kind)
        with database.transaction() as session:
            service.fail(session, ids, f"{type(error).__name__}: {error}")
    else:
        with database.transaction() as session:
            service.finish(session, ids)
