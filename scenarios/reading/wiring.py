"""Addresses, and what a scenario shows on its page."""

from flask import Flask

from scenarios.printing.service import Press
from scenarios.reading import pdf_views, views
from scenarios.reading.fillings import fill_slots


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(pdf_views.blueprint)
    app.extensions[pdf_views.PRESS] = Press()
    fill_slots(app)
