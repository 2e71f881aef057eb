"""Addresses, and what a scenario shows on its page."""

from flask import Flask

from scenarios.printing.service import Press
from scenarios.reading import pdf_views, views
from scenarios.reading.fillings import fill_slots
from wiki.web.assets import Assets

KEPT = (
    "theme.js", "main.css", "font.woff2", "favicon.svg", "sprite.svg", "patterns.svg", "main.js", "animation.js",
    "lived.js", "retours.js",
)  # fmt: skip
"""What the pages need that a device keeps to be used without a network."""


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(pdf_views.blueprint)
    app.extensions[pdf_views.PRESS] = Press()
    fill_slots(app)
    assets: Assets = app.extensions["assets"]
    app.jinja_env.globals["kept_files"] = lambda: " ".join(map(assets.address, KEPT))
