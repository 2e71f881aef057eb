"""The demonstration's command."""

from flask import Flask

from scenarios.demonstration.cli import demo_command


def init_app(app: Flask) -> None:
    app.cli.add_command(demo_command(app))
