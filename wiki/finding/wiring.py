"""The index, its jobs, its command and the results page."""

from flask import Flask

from wiki.config import Settings
from wiki.finding import cli, tasks, views
from wiki.finding.finder import EXTENSION, Finder
from wiki.finding.service import REBUILD_JOB
from wiki.jobs.registry import job_registry
from wiki.pages.projection import INDEX_JOB


def init_app(app: Flask) -> None:
    """Nothing is opened here: the index is opened by the first search or the first job."""
    settings: Settings = app.extensions["wiki.settings"]
    app.extensions[EXTENSION] = Finder(settings.search)
    jobs = job_registry(app)
    jobs.register(INDEX_JOB, tasks.index)
    jobs.register(REBUILD_JOB, tasks.rebuild_once)
    jobs.at_start(tasks.check)
    app.register_blueprint(views.blueprint)
    app.cli.add_command(cli.reindex)
