"""The themes' rule and pages; the feature that holds pages registers itself as `wiki.themes.pages`."""

from flask import Flask

from wiki.permissions import Permission, Rules
from wiki.themes import management_views, permissions, views
from wiki.themes.blueprint import blueprint
from wiki.themes.registry import EXTENSION, NoPages

PAGES = (views, management_views)
"""Each puts its pages on the feature's one blueprint when it is loaded."""


def init_app(app: Flask) -> None:
    """Until pages register themselves, nothing carries a theme."""
    app.extensions[EXTENSION] = NoPages()
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.THEMES_MANAGE, permissions.may_manage)
    app.register_blueprint(blueprint)
