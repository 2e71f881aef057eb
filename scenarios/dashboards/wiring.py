"""Addresses, and the ways to them."""

from flask import Flask

from scenarios.dashboards import views
from scenarios.dashboards.fillings import fill_slots


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    fill_slots(app)
