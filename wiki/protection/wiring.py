"""The page that protects a page, and the door to it."""

from flask import Flask

from wiki.protection import views
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    slots(app).fill("page.settings", views.section)
