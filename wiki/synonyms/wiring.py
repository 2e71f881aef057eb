"""The rule and pages of the equivalents."""

from flask import Flask

from wiki.permissions import Permission, Rules
from wiki.synonyms import permissions, views, writing_views
from wiki.synonyms.blueprint import blueprint

PAGES = (views, writing_views)
"""Each puts its pages on the feature's one blueprint when it is loaded."""


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.SYNONYMS_MANAGE, permissions.may_manage)
    app.register_blueprint(blueprint)
