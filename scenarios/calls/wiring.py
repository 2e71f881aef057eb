"""The right to call for scenarios."""

from flask import Flask

from scenarios.calls import models, permissions
from wiki.permissions import Permission, Rules

TABLES = (models.Call, models.CallTheme)


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.CALLS_MANAGE, permissions.may_manage)
