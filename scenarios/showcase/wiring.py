"""Addresses, and the places where what the nation retains is shown."""

from flask import Flask

from scenarios.showcase import views, views_sheets
from scenarios.showcase.fillings import fill_slots
from scenarios.showcase.views import addresses, blueprint, introduction_of
from wiki.entrance.addresses import list_in_sitemap

PAGES = (views, views_sheets)
"""Each puts its pages on the feature's one blueprint when it is loaded."""


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.filters["introduction"] = introduction_of
    list_in_sitemap(app, addresses)
    fill_slots(app)
