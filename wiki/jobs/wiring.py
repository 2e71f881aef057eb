"""The job table's registry, its page and its command."""

from flask import Flask

from wiki.jobs import permissions, views
from wiki.jobs.registry import JobRegistry
from wiki.permissions import Permission, Rules


def init_app(app: Flask) -> None:
    app.extensions["wiki.jobs"] = JobRegistry()
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.JOBS_MANAGE, permissions.may_manage)
    app.register_blueprint(views.blueprint)
