"""Addresses, and what pages show of photos."""

from flask import Flask

from scenarios.photos import models


def init_app(app: Flask) -> None:
    app.extensions["scenarios.photos"] = models
