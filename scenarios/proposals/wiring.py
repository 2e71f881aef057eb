"""Addresses, the right to answer, and what pages show of proposals."""

from flask import Flask

from scenarios.proposals import permissions, views
from scenarios.proposals.fillings import fill_slots
from scenarios.proposals.holding import HOLDING
from scenarios.proposals.queries import NEWS_OF_A_PAGE
from wiki.pages.beside import show_beside
from wiki.pages.purging import hold
from wiki.permissions import Permission, Rules


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.PROPOSAL_DECIDE, permissions.may_decide)
    app.register_blueprint(views.blueprint)
    show_beside(app, *NEWS_OF_A_PAGE)
    fill_slots(app)
    hold(app, HOLDING)
