"""Mails of notices, looked at twice a minute; the address that stops them."""

import logging
from datetime import datetime, timedelta
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
_PEOPLE_AT_ONCE = 500
_AFTER_A_FAILURE = timedelta(hours=1)
log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    app.extensions[views.EXTENSION] = StopLinks(str(app.config["SECRET_KEY"]), "notices")
    app.register_blueprint(views.blueprint)
    job_registry(app).beside(Regular(app, send_all, PAUSE_SECONDS))


def send_all() -> int:
    """Send everybody what is due, each person in a transaction of their own; returns how many mails were written."""
    sent, moment = 0, now()
    for user_id in people_due(read_session(), moment, _PEOPLE_AT_ONCE):
        try:
            sent += _send(user_id, moment)
        # What is wrong with one person's mail must not keep those of others waiting.
        except Exception:
            log.exception("the mail of notices to account %s could not be written", user_id)
            with transaction() as session:
                service.put_off(session, user_id, moment, moment + _AFTER_A_FAILURE)
    return sent


def _send(user_id: int, moment: datetime) -> bool:
    settings: Settings = current_app.extensions["wiki.settings"]
    links: StopLinks = current_app.extensions[views.EXTENSION]
    stop, rules = f"{views.PREFIX}/{links.make(user_id)}", current_app.extensions["wiki.rules"]
    with transaction() as session:
        return service.send_due(session, rules, ZoneInfo(settings.time_zone), user_id, moment, stop)
