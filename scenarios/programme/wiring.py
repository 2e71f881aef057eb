"""The programme of a territory: who reads it, who keeps it, its pages and calendars."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.programme import api, permissions, views, views_agenda, views_keeping
from scenarios.programme.blueprint import blueprint
from scenarios.programme.drawing import WIDTH, state_of
from scenarios.programme.fillings import fill_slots
from scenarios.programme.labels import ACTS, MILESTONE_STATES, SOURCES, ZONES, euros, hour, percent
from scenarios.programme.service import forget_removed
from wiki.audit.acts import name_acts
from wiki.db import Database, now
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import HOUR, Regular
from wiki.permissions import Permission, Rules
from wiki.territories.tabs import Tab, add_tab
from wiki.web.navigation import Door, navigation

PAGES = (views, views_keeping, views_agenda)
"""Each puts its pages on the feature's one blueprint when it is loaded."""


def init_app(app: Flask) -> None:
    """Rules, pages, and what the page of a territory shows of its programme."""
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.PROGRAMME_EDIT, permissions.keeps)
    rules.allow(Permission.PROGRAMME_READ, permissions.reads)
    app.register_blueprint(blueprint)
    app.register_blueprint(api.blueprint)
    app.jinja_env.filters.update(euros=euros, whole_percent=percent, hour=hour)
    app.jinja_env.globals.update(
        source_labels=SOURCES,
        zone_labels=ZONES,
        milestone_states=MILESTONE_STATES,
        milestone_state=state_of,
        line_width=WIDTH,
    )
    name_acts(app, ACTS)
    fill_slots(app)
    add_tab(app, Tab(_l("Programme"), "/programme/budget", blueprint.name))
    _forget_what_was_removed(app)
    navigation(app).footer.append(Door("/agenda", _l("Agenda")))


def _forget_what_was_removed(app: Flask) -> None:
    database: Database = app.extensions["wiki.database"]

    def sweep() -> int:
        with database.transaction() as session:
            return forget_removed(session, now())

    job_registry(app).beside(Regular(app, sweep, pause=24 * HOUR))
