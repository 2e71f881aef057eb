"""Write messages for what happens, send what is due, show both to who looks after webhooks."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l

from wiki.accounts.events import AccountDeleted
from wiki.activity.registry import followers
from wiki.audit.acts import name_acts
from wiki.config import Settings
from wiki.db import Database, now, read_session, transaction
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import HOUR, Regular
from wiki.mail.writing import site_address
from wiki.pages.purging import Holding, hold
from wiki.permissions import Permission, Rules
from wiki.web.slots import slots
from wiki.webhooks import delivering, permissions, service, views
from wiki.webhooks.queries import due

ACTS = {
    "webhook.created": _l("a ajouté l'appel sortant vers %(thing)s"),
    "webhook.changed": _l("a modifié l'appel sortant vers %(thing)s"),
    "webhook.secret_changed": _l("a changé le secret de l'appel sortant vers %(thing)s"),
    "webhook.stopped": _l("a arrêté l'appel sortant vers %(thing)s"),
    "webhook.resumed": _l("a repris l'appel sortant vers %(thing)s"),
    "webhook.removed": _l("a supprimé l'appel sortant vers %(thing)s"),
    "webhook.given_up": _l("a arrêté l'appel sortant vers %(thing)s, qui ne répondait plus"),
}
WRITE_JOB = "webhooks.write"
PAUSE_SECONDS = 5.0
_AT_ONCE = 100


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.WEBHOOKS_MANAGE, permissions.may_manage)
    app.register_blueprint(views.blueprint)
    name_acts(app, ACTS)
    slots(app).fill("account.settings", views.account_section)
    jobs = job_registry(app)
    jobs.register(WRITE_JOB, write)
    followers(app).follow_with(WRITE_JOB)
    # Beside the jobs and not one of them: a site that answers slowly must keep neither mails nor the index waiting.
    jobs.beside(Regular(app, deliver, PAUSE_SECONDS))
    jobs.beside(Regular(app, sweep, 24 * HOUR))
    hold(app, Holding("webhooks", remove=delivering.forget_pages))
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def clean() -> None:
        with database.transaction() as session:
            service.stop_those_of_the_gone(session)

    events.listen(AccountDeleted, lambda event: clean())
    # An event is lost when its process ends before it is told; what people were promised is not.
    jobs.at_start(clean)


def write(payloads: Sequence[dict[str, Any]]) -> None:
    """Write the messages of what happened."""
    settings: Settings = current_app.extensions["wiki.settings"]
    numbers = sorted({number for payload in payloads for number in payload["happenings"]})
    with transaction() as session:
        delivering.write(session, current_app.extensions["wiki.rules"], numbers, site_address(settings))


def deliver() -> int:
    """Send what is due, one message after the other; returns how many were tried."""
    rules, secret = current_app.extensions["wiki.rules"], str(current_app.config["SECRET_KEY"])
    tried = 0
    for number in due(read_session(), now(), _AT_ONCE):
        with transaction() as session:
            call = delivering.take_up(session, rules, number, secret, now())
        if call is None:
            continue
        outcome = delivering.call(call)
        with transaction() as session:
            delivering.settle(session, number, outcome, now())
        tried += 1
    return tried


def sweep() -> int:
    """Forget the log of long ago; returns how much there was to do, which nobody asks."""
    with transaction() as session:
        delivering.sweep(session)
    return 0
