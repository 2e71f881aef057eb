"""The shelf of the application, its addresses, jobs and commands, and what pages and search ask of files."""

from typing import Any

from flask import Flask, render_template
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from wiki.attachments import cli, labels, tasks, views, views_file, views_page, views_territory
from wiki.attachments.blueprint import blueprint
from wiki.attachments.purging import SWEEP_JOB, erase_files_of
from wiki.attachments.queries import count_of_page, words_by_page
from wiki.attachments.service import PREPARE_JOB
from wiki.attachments.shelf import EXTENSION, make_shelf
from wiki.attachments.uses import KnownFiles
from wiki.config import Settings
from wiki.finding.additions import find_in
from wiki.jobs.registry import job_registry
from wiki.pages import pictures
from wiki.pages.purging import Holding, hold
from wiki.pages.tabs import Tab, add_tab
from wiki.territories.models import Territory
from wiki.web.slots import slots

_VIEWS = (views, views_page, views_file, views_territory)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["wiki.settings"]
    app.extensions[EXTENSION] = make_shelf(settings)
    app.extensions[pictures.EXTENSION] = KnownFiles()
    app.register_blueprint(blueprint)
    # One by one: a job that is slow, as reading a long document is, would otherwise be taken up again with others.
    job_registry(app).register(PREPARE_JOB, tasks.prepare, singly=True)
    job_registry(app).register(SWEEP_JOB, tasks.sweep)
    job_registry(app).at_start(tasks.sweep_at_start)
    find_in(app, words_by_page)
    hold(app, Holding("files", remove=erase_files_of, count=count_of_page, told=_told))
    app.cli.add_command(cli.files)
    app.jinja_env.globals.update(file_facts=labels.file_facts, file_icon=labels.file_icon)
    slots(app).fill("territory.aside", _beside_territory)
    add_tab(app, Tab("fichiers", _l("Fichiers"), "/fichiers"))


def _beside_territory(territory: Territory, **context: Any) -> str:
    return render_template("attachments/beside_territory.html", territory=territory)


def _told(count: int) -> str:
    return str(ngettext("%(num)s fichier", "%(num)s fichiers", count))
