"""The right to look after features, and what their acts are called."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.featuring import permissions
from wiki.audit.acts import name_acts
from wiki.permissions import Permission, Rules

ACTS = {"feature.retained": _l("a retenu %(thing)s pour la nation")}


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.FEATURES_MANAGE, permissions.may_manage)
    name_acts(app, ACTS)
