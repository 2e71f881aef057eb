"""Mails of notices, looked at twice a minute; the address that stops them."""

from zoneinfo import ZoneInfo

from flask import Flask, current_app

from wiki.config import Settings
from wiki.db import now, read_session, transaction
from wiki.digests import service, views
from wiki.digests.stopping import StopLinks
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.notifications.queries import people_due

PAUSE_SECONDS = 30.0
_PEOPLE_AT_ONCE = 100


def init_app(app: Flask) -> None:
    app.extensions[views.EXTENSION] = StopLinks(str(app.config["SECRET_KEY"]), "notices")
    app.register_blueprint(views.blueprint)
    job_registry(app).beside(Regular(app, send_all, PAUSE_SECONDS))


def send_all() -> int:
    """Send everybody what is due, each person in a transaction of their own; returns how many mails were written."""
    settings: Settings = current_app.extensions["wiki.settings"]
    links: StopLinks = current_app.extensions[views.EXTENSION]
    moment, sent = now(), 0
    while people := people_due(read_session(), moment, _PEOPLE_AT_ONCE):
        for user_id in people:
            stop = f"{views.PREFIX}/{links.make(user_id)}"
            with transaction() as session:
                sent += service.send_due(
                    session,
                    current_app.extensions["wiki.rules"],
                    ZoneInfo(settings.time_zone),
                    user_id,
                    moment,
                    stop,
                )
    return sent
