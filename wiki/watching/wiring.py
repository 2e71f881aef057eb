"""Pages of what one follows, ways to follow, and the level beside a page; all of it goes with the account."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from wiki.accounts.events import AccountDeleted
from wiki.audit.acts import name_acts
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.pages.beside import show_beside
from wiki.pages.purging import Holding, hold
from wiki.watching import views
from wiki.watching.fillings import fill_slots
from wiki.watching.queries import LEVEL
from wiki.watching.service import forget_pages, forget_the_gone

ACTS = {
    "account.feed_opened": _l("a donné une nouvelle adresse à son flux"),
    "account.feed_closed": _l("a fermé son flux"),
}


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    name_acts(app, ACTS)
    show_beside(app, LEVEL)
    fill_slots(app)
    hold(app, Holding("watching", remove=forget_pages))
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def clean() -> None:
        with database.transaction() as session:
            forget_the_gone(session)

    events.listen(AccountDeleted, lambda event: clean())
    # An event is lost when its process ends before it is told; what people were promised is not.
    job_registry(app).at_start(clean)
