"""The address of transposing."""

from flask import Flask

from scenarios.transposition import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
