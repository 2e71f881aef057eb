"""Follow what happens, show what was told, and let it go with the account and the page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app

from wiki.accounts.counted import count_beside
from wiki.accounts.events import AccountDeleted
from wiki.activity.registry import followers
from wiki.config import Settings
from wiki.db import Database, now, transaction
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import HOUR, Regular
from wiki.notifications import service, views
from wiki.notifications.queries import unread_of_reader
from wiki.pages.purging import Holding, hold

TELL_JOB = "notifications.tell"
COUNT = "notices"
_AT_ONCE = 100


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    count_beside(app, COUNT, unread_of_reader)
    jobs = job_registry(app)
    jobs.register(TELL_JOB, tell)
    followers(app).follow_with(TELL_JOB)
    jobs.beside(Regular(app, sweep, 24 * HOUR))
    hold(app, Holding("notifications", remove=service.forget_pages))
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def clean() -> None:
        with database.transaction() as session:
            service.forget_the_gone(session)

    events.listen(AccountDeleted, lambda event: clean())
    # An event is lost when its process ends before it is told; what people were promised is not.
    jobs.at_start(clean)


def tell(payloads: Sequence[dict[str, Any]]) -> None:
    """Make notices of what happened, put together over all that waits."""
    settings: Settings = current_app.extensions["wiki.settings"]
    numbers = sorted({number for payload in payloads for number in payload["happenings"]})
    told_at = min((_moment(payload) for payload in payloads), default=now())
    for start in range(0, len(numbers), _AT_ONCE):
        with transaction() as session:
            service.tell_people(
                session, current_app.extensions["wiki.rules"], ZoneInfo(settings.time_zone),
                numbers[start : start + _AT_ONCE], told_at,
            )  # fmt: skip


def sweep() -> int:
    """Forget what is old; returns how much there was to do, which nobody asks."""
    with transaction() as session:
        service.sweep(session)
    return 0


def _moment(payload: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(payload["told_at"]) if "told_at" in payload else now()
