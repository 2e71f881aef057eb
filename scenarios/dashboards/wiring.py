"""Addresses, and the ways to them."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.dashboards import views
from scenarios.dashboards.fillings import fill_slots
from wiki.web.navigation import Door, navigation


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    fill_slots(app)
    navigation(app).footer.append(Door("/tableau", _l("Tableau de bord")))
