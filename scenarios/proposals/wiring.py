"""Addresses, the right to answer, and what pages show of proposals."""

from flask import Flask

from scenarios.proposals import permissions, views
from scenarios.proposals.fillings import fill_slots
from wiki.permissions import Permission, Rules


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.PROPOSAL_DECIDE, permissions.may_decide)
    app.register_blueprint(views.blueprint)
    fill_slots(app)
