"""Addresses, rights, and what pages show of adaptation."""

from flask import Flask

from scenarios.adaptation import permissions, views, views_following
from scenarios.adaptation.fillings import fill_slots
from wiki.permissions import Permission, Rules

_MORE_VIEWS = (views_following,)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.PAGE_ADAPT, permissions.may_adapt)
    app.register_blueprint(views.blueprint)
    fill_slots(app)
