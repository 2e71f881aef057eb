"""The territories' rules and pages; the feature that holds pages registers how many each territory has."""

from flask import Flask

from wiki.accounts.events import AccountDeleted
from wiki.accounts.owndata.registry import own_data
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.permissions import Permission, Rules
from wiki.territories import college_views, people_views, permissions, views
from wiki.territories.blueprint import blueprint
from wiki.territories.categories import LABELS
from wiki.territories.map import NARROWING, VIEW_BOX
from wiki.territories.owndata import own_seats
from wiki.territories.registry import EXTENSION, no_pages
from wiki.territories.service import forget_the_gone
from wiki.territories.states import ROLE_LABELS, STATE_LABELS
from wiki.territories.tabs import EXTENSION as TABS
from wiki.territories.tabs import added_tabs

PAGES = (views, college_views, people_views)
"""Each puts its pages on the feature's one blueprint when it is loaded."""


def init_app(app: Flask) -> None:
    """Rules, labels for templates, pages."""
    app.extensions[EXTENSION] = no_pages
    app.extensions[TABS] = ()
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.TERRITORY_CREATE, permissions.is_national_team)
    rules.allow(Permission.TERRITORY_STATE, permissions.is_national_team)
    rules.allow(Permission.TERRITORY_REFERENTS, permissions.is_national_team)
    rules.allow(Permission.TERRITORY_EDIT, permissions.looks_after)
    rules.allow(Permission.TERRITORY_MEMBERS, permissions.looks_after)
    app.jinja_env.globals.update(state_labels=STATE_LABELS, role_labels=ROLE_LABELS, category_labels=LABELS)
    app.jinja_env.globals.update(map_box=VIEW_BOX, map_narrowing=NARROWING, territory_tabs=added_tabs)
    app.register_blueprint(blueprint)
    own_data(app).add(own_seats)
    _forget_the_gone(app)


def _forget_the_gone(app: Flask) -> None:
    """Seats follow deleted accounts; what an event missed in a crash is done when a worker starts."""

    database: Database = app.extensions["wiki.database"]

    def clean() -> None:
        with database.transaction() as session:
            forget_the_gone(session)

    events: EventBus = app.extensions["wiki.events"]
    events.listen(AccountDeleted, lambda event: clean())
    job_registry(app).at_start(clean)
