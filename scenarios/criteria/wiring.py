"""The right to keep the grid, and the first grid of a wiki."""

from flask import Flask

from scenarios.criteria import permissions
from scenarios.criteria.service import ensure_grid
from wiki.beginnings import begin_with
from wiki.permissions import Permission, Rules


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.CRITERIA_MANAGE, permissions.may_manage)
    begin_with(app, ensure_grid)
