"""The command that brings folders in."""

from flask import Flask

from wiki.exchange.cli import import_command


def init_app(app: Flask) -> None:
    app.cli.add_command(import_command(app))
