"""The address of the map."""

from flask import Flask

from scenarios.maps import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
