"""The tab of a scenario's retours, and what its page shows of them."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.enactments.projection import PLAYED_KIND
from scenarios.lived import views
from scenarios.lived.columns import COUNT, ELSEWHERE, SESSIONS
from scenarios.lived.fillings import fill_slots
from scenarios.script.durations import write_duration
from wiki.pages.beside import show_beside
from wiki.pages.models import Page
from wiki.pages.tabs import Tab, add_tab


def init_app(app: Flask) -> None:
    show_beside(app, SESSIONS, COUNT, ELSEWHERE)
    add_tab(app, Tab("retours", _l("Retours"), "/retours", _is_scenario, COUNT))
    app.register_blueprint(views.blueprint)
    app.jinja_env.filters["duration"] = write_duration
    fill_slots(app)


def _is_scenario(page: Page) -> bool:
    return page.kind == PLAYED_KIND
