"""Have every text looked at."""

from flask import Flask

from wiki.pages.guards import add_guard
from wiki.spam.guard import LinkGuard


def init_app(app: Flask) -> None:
    add_guard(app, LinkGuard(app.extensions["wiki.settings"].site_url))
