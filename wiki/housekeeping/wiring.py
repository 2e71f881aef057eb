"""Addresses, later work, and the way there from a territory."""

from typing import Any

from flask import Flask, render_template

from wiki.activity.registry import followers
from wiki.housekeeping import tasks, views
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.web.slots import slots

_BETWEEN_LINKS = 2.0
_TEN_MINUTES = 600.0


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    jobs = job_registry(app)
    jobs.register(tasks.LOOK_JOB, tasks.look)
    followers(app).follow_with(tasks.LOOK_JOB)
    jobs.beside(Regular(app, tasks.look_at_unread, _TEN_MINUTES))
    jobs.beside(Regular(app, tasks.check_one_link, _BETWEEN_LINKS))
    jobs.beside(Regular(app, tasks.forget_old_addresses))
    slots(app).fill("territory.aside", _beside_territory)


def _beside_territory(**context: Any) -> str:
    return render_template("housekeeping/aside.html", **context)
