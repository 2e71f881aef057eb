"""The buffer of counts, the job that forgets them, and who may see them."""

from functools import partial

from flask import Flask

from wiki.jobs.registry import job_registry
from wiki.permissions import Permission, Rules
from wiki.searchlog import noting, permissions, tasks
from wiki.searchlog.buffer import EXTENSION, Buffer
from wiki.searchlog.service import FORGET_JOB


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = Buffer(partial(noting.write, app))
    jobs = job_registry(app)
    jobs.register(FORGET_JOB, tasks.forget)
    jobs.at_start(tasks.forget_now)
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.SEARCH_MANAGE, permissions.may_manage)
