"""The page of sessions."""

from flask import Flask

from wiki.accounts.sessions.views import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
