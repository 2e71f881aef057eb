"""Look through followed searches every few minutes."""

import logging
from zoneinfo import ZoneInfo

from flask import Flask, current_app

from search.errors import IndexStale
from wiki.config import Settings
from wiki.db import now, read_session, transaction
from wiki.finding.finder import finder_of
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.searchwatch.looking import look, pass_over, waiting

PAUSE_SECONDS = 300.0
log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    job_registry(app).beside(Regular(app, look_through, PAUSE_SECONDS))


def look_through() -> int:
    """Look through some searches, each in a transaction of its own; returns how many pages were told."""
    settings: Settings = current_app.extensions["wiki.settings"]
    finder, rules, zone = (
        finder_of(current_app),
        current_app.extensions["wiki.rules"],
        ZoneInfo(settings.time_zone),
    )
    told, moment = 0, now()
    for number in waiting(read_session(), moment):
        try:
            with transaction() as session:
                told += look(session, finder, rules, zone, number, moment)
        except IndexStale:
            # Until the index is made again nothing can be found; nothing was noted either.
            break
        # What is wrong with one search must not keep the others waiting.
        except Exception:
            log.exception("the followed search %s could not be asked", number)
            with transaction() as session:
                pass_over(session, number, moment)
    return told
