"""Addresses, rights, and what pages show of adaptation."""

from flask import Flask

from scenarios.adaptation import permissions, views, views_following
from scenarios.adaptation.fillings import fill_slots
from scenarios.adaptation.holding import HOLDING
from scenarios.adaptation.queries import DECIDED
from wiki.pages.beside import show_beside
from wiki.pages.purging import hold
from wiki.permissions import Permission, Rules
from wiki.provenance.columns import ADAPTED_COUNT

_MORE_VIEWS = (views_following,)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.PAGE_ADAPT, permissions.may_adapt)
    app.register_blueprint(views.blueprint)
    show_beside(app, ADAPTED_COUNT, DECIDED)
    fill_slots(app)
    hold(app, HOLDING)
