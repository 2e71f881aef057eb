"""Addresses, and the links that lead to them."""

from flask import Flask

from scenarios.formats import views, views_structure
from scenarios.formats.fillings import fill_slots

_MORE_VIEWS = (views_structure,)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    fill_slots(app)
