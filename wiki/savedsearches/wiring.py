"""Pages of saved searches; they go with the account of their owner."""

from flask import Flask

from wiki.accounts.events import AccountDeleted
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.savedsearches import views
from wiki.savedsearches.service import forget_those_of_the_gone


def init_app(app: Flask) -> None:
    """Register addresses and follow accounts."""
    app.register_blueprint(views.blueprint)
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def clean() -> None:
        with database.transaction() as session:
            forget_those_of_the_gone(session)

    events.listen(AccountDeleted, lambda event: clean())
    # An event is lost when its process ends before it is told; what people were promised is not.
    job_registry(app).at_start(clean)
