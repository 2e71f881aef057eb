"""The page that asks for a proof."""

from flask import Flask

from wiki.accounts.proof.views import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
