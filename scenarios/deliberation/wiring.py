"""Nothing is wired yet."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
