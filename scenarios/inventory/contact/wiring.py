"""Addresses of conversations, and what goes with those who leave."""

from flask import Flask

from scenarios.inventory.contact import service
from scenarios.inventory.contact.views import blueprint
from wiki.accounts.events import AccountDeleted
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.registry import job_registry


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def clean() -> None:
        with database.transaction() as session:
            service.forget_the_unread(session)

    events.listen(AccountDeleted, lambda event: clean())
    # An event is lost when its process ends before it is told.
    job_registry(app).at_start(clean)
