"""Letters that leave at their hour; the pages that their links lead to."""

from zoneinfo import ZoneInfo

from flask import Flask, current_app

from wiki.config import Settings
from wiki.db import now, read_session, transaction
from wiki.digests.stopping import StopLinks
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.letters import queries, service, views

PAUSE_SECONDS = 60.0
_AT_ONCE = 100


def init_app(app: Flask) -> None:
    secret = str(app.config["SECRET_KEY"])
    links = service.Links(StopLinks(secret, "letters.confirm"), StopLinks(secret, "letters"))
    app.extensions[views.EXTENSION] = links
    app.register_blueprint(views.blueprint)
    job_registry(app).beside(Regular(app, send_all, PAUSE_SECONDS))


def send_all() -> int:
    """Send every letter that is due, each in a transaction of its own; returns how many were written."""
    settings: Settings = current_app.extensions["wiki.settings"]
    links: service.Links = current_app.extensions[views.EXTENSION]
    moment, sent = now(), 0
    while due := queries.due(read_session(), moment, _AT_ONCE):
        for number in due:
            with transaction() as session:
                sent += service.send(session, links, number, ZoneInfo(settings.time_zone), moment)
    if sent:
        with transaction() as session:
            service.sweep(session)
    return sent
