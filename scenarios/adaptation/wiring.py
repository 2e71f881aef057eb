"""Addresses, rights, and what pages show of adaptation."""

from flask import Flask

from scenarios.adaptation import models as models


def init_app(app: Flask) -> None:
    """Know the tables."""
