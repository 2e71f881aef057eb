"""Pages and jobs of one's own data, with what accounts know of a person."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app

from wiki.accounts.owndata import gathering, service
from wiki.accounts.owndata.registry import EXTENSION, OwnData, own_data
from wiki.accounts.owndata.views import blueprint
from wiki.db import Database, read_session, transaction
from wiki.jobs.registry import job_registry


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    data = app.extensions[EXTENSION] = OwnData()
    for part in (gathering.account, gathering.rows, gathering.journal):
        data.add(part)
    job_registry(app).register(service.MAKE_JOB, make_archives, singly=True)
    job_registry(app).register(service.LEAVE_JOB, let_go)
    database: Database = app.extensions["wiki.database"]

    def sweep() -> None:
        with database.transaction() as session:
            service.sweep(session)

    job_registry(app).at_start(sweep)


def make_archives(payloads: Sequence[dict[str, Any]]) -> None:
    """Make the archives that were asked for. Reading takes its time, so it is done before anything is written."""
    rules = current_app.extensions["wiki.rules"]
    for payload in payloads:
        with service.temporary_file() as file:
            number = payload["archive_id"]
            if service.write_archive(read_session(), own_data(current_app), rules, number, file):
                with transaction() as session:
                    service.keep_archive(session, number, file)


def let_go(payloads: Sequence[dict[str, Any]]) -> None:
    """Delete accounts whose time to think is over."""
    for payload in payloads:
        with transaction() as session:
            service.leave_when_due(session, payload["user_id"])
