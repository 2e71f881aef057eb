"""The shelf of the application, its addresses, jobs and commands, and what pages and search ask of files."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from wiki.attachments import labels, tasks, views, views_page
from wiki.attachments.blueprint import blueprint
from wiki.attachments.service import PREPARE_JOB
from wiki.attachments.shelf import EXTENSION, make_shelf
from wiki.attachments.uses import KnownFiles
from wiki.config import Settings
from wiki.jobs.registry import job_registry
from wiki.pages import pictures
from wiki.pages.tabs import Tab, add_tab

_VIEWS = (views, views_page)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["wiki.settings"]
    app.extensions[EXTENSION] = make_shelf(settings)
    app.extensions[pictures.EXTENSION] = KnownFiles()
    app.register_blueprint(blueprint)
    job_registry(app).register(PREPARE_JOB, tasks.prepare)
    app.jinja_env.globals.update(file_facts=labels.file_facts, file_icon=labels.file_icon)
    add_tab(app, Tab("fichiers", _l("Fichiers"), "/fichiers"))
