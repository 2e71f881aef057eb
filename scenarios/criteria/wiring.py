"""The right to keep the grid, its pages, and the first grid of a wiki."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.criteria import permissions, views, views_draft
from scenarios.criteria.blueprint import blueprint
from scenarios.criteria.service import ensure_grid
from wiki.audit.acts import name_acts
from wiki.beginnings import begin_with
from wiki.permissions import Permission, Rules
from wiki.web.navigation import Door, navigation

PAGES = (views, views_draft)
"""Each puts its pages on the feature's one blueprint when it is loaded."""
ACTS = {
    "criteria.begun": _l("a commencé un brouillon de la grille de critères"),
    "criteria.given_up": _l("a abandonné le brouillon de la grille de critères"),
    "criteria.published": _l("a publié une version de la grille de critères : %(thing)s"),
}


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.CRITERIA_MANAGE, permissions.may_manage)
    app.register_blueprint(blueprint)
    name_acts(app, ACTS)
    begin_with(app, ensure_grid)
    navigation(app).footer.append(Door("/criteres", _l("Critères de la nation")))
