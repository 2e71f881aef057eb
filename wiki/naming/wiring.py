"""Addresses that lead on, the pages that change names, and the jobs that let links follow."""

from flask import Flask

from wiki.jobs.registry import job_registry
from wiki.naming import service, tasks, views, views_merging
from wiki.naming.purging import HOLDING
from wiki.naming.redirects import follow_former_addresses
from wiki.naming.registry import EXTENSION
from wiki.pages.purging import hold
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = ()
    app.register_blueprint(views.blueprint)
    follow_former_addresses(app)
    registry = job_registry(app)
    registry.register(service.REWRITE_JOB, tasks.rewrite)
    registry.register(service.RESTORE_JOB, tasks.restore)
    slots(app).fill("page.settings", views.settings_section)
    slots(app).fill("page.history", views_merging.merged_histories)
    hold(app, HOLDING)
