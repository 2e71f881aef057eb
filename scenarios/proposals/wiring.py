"""Addresses, rights, and what pages show of proposals."""

from flask import Flask

from scenarios.proposals import models as models


def init_app(app: Flask) -> None:
    """Know the tables."""
