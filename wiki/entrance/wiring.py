"""The ways in; the health of the process is told by `wiki.web`."""

from flask import Flask

from wiki.entrance import views


def init_app(app: Flask) -> None:
    """Register the addresses."""
    app.config.setdefault(views.PART_SETTING, views.PAGES_PER_PART)
    app.register_blueprint(views.blueprint)
