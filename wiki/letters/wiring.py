"""Letters that leave at their hour; the pages that their links lead to."""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, current_app

from wiki.config import Settings
from wiki.db import now, read_session, transaction
from wiki.digests.stopping import StopLinks
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import HOUR, Regular
from wiki.letters import queries, service, views

PAUSE_SECONDS = 60.0
_AT_ONCE = 500
_AFTER_A_FAILURE = timedelta(hours=1)
log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    secret = str(app.config["SECRET_KEY"])
    links = service.Links(StopLinks(secret, "letters.confirm"), StopLinks(secret, "letters"))
    app.extensions[views.EXTENSION] = links
    app.register_blueprint(views.blueprint)
    job_registry(app).beside(Regular(app, send_all, PAUSE_SECONDS))
    job_registry(app).beside(Regular(app, sweep, 24 * HOUR))


def send_all() -> int:
    """Send every letter that is due, each in a transaction of its own; returns how many were written."""
    sent, moment = 0, now()
    for number in queries.due(read_session(), moment, _AT_ONCE):
        try:
            sent += _send(number, moment)
        # What is wrong with one letter must not keep the others waiting.
        except Exception:
            log.exception("letter %s could not be written", number)
            with transaction() as session:
                service.put_off(session, number, moment + _AFTER_A_FAILURE)
    return sent


def sweep() -> int:
    """Forget addresses that nobody confirmed; returns how much there was to do, which nobody asks."""
    with transaction() as session:
        service.sweep(session)
    return 0


def _send(number: int, moment: datetime) -> bool:
    settings: Settings = current_app.extensions["wiki.settings"]
    links: service.Links = current_app.extensions[views.EXTENSION]
    with transaction() as session:
        return service.send(session, links, number, ZoneInfo(settings.time_zone), moment)
