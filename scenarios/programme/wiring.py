"""The programme of a territory: who reads it, who keeps it, its pages."""

from flask import Flask

from scenarios.programme import completing


def init_app(app: Flask) -> None:
    """Nothing but the tables, until there are pages."""
    app.extensions["scenarios.programme"] = completing
