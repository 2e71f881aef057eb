"""Addresses of the designer, and the ways that lead to it from the pages of the wiki."""

from flask import Flask

from scenarios.authoring import views, views_publishing, views_starting
from scenarios.authoring.fillings import fill_slots

_MORE_VIEWS = (views_publishing, views_starting)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    fill_slots(app)
