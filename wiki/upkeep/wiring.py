"""The administrator's page of search."""

from flask import Flask

from wiki.upkeep import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
