"""The index and its indexer, the commands and the results page."""

from flask import Flask

from wiki.config import Settings
from wiki.finding import cli, lag, views
from wiki.finding.election import seat_of
from wiki.finding.finder import EXTENSION, Finder
from wiki.finding.indexer import Indexer
from wiki.jobs.registry import job_registry


def init_app(app: Flask) -> None:
    """Nothing is opened here: the index is opened by the first search or the first change."""
    settings: Settings = app.extensions["wiki.settings"]
    finder = app.extensions[EXTENSION] = Finder(settings.search)
    seat = seat_of(settings, app.extensions["wiki.database"])
    job_registry(app).beside(Indexer(app, finder, seat))
    app.jinja_env.globals["search_is_behind"] = lag.search_is_behind
    app.register_blueprint(views.blueprint)
    app.cli.add_command(cli.rebuild)
    app.cli.add_command(cli.search)
