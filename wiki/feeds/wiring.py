"""The addresses of feeds, which stand on everything that they tell of."""

from flask import Flask

from wiki.feeds import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
