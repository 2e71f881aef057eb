"""The index and its indexer, the commands and the results page."""

from flask import Flask

from wiki.config import Settings
from wiki.finding import api, cli, lag, views, views_similar, views_suggestions, within
from wiki.finding.election import seat_of
from wiki.finding.finder import EXTENSION, Finder
from wiki.finding.indexer import Indexer
from wiki.jobs.registry import job_registry
from wiki.outbox.registry import followers
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    """Nothing is opened here: the index is opened by the first search or the first change."""
    settings: Settings = app.extensions["wiki.settings"]
    finder = app.extensions[EXTENSION] = Finder(settings.search)
    if settings.search_is_in_database:
        followers(app).take_within(within.follower(app))
    seat = seat_of(settings, app.extensions["wiki.database"])
    job_registry(app).beside(Indexer(app, finder, seat))
    app.jinja_env.globals["search_is_behind"] = lag.search_is_behind
    slots(app).fill("page.foot", views_similar.below_the_text)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(views_suggestions.blueprint)
    app.register_blueprint(api.blueprint)
    app.cli.add_command(cli.rebuild)
    app.cli.add_command(cli.search)
