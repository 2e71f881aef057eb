"""Rights, jobs, pages, and the doors to them."""

from flask import Flask

from wiki.activity.registry import followers
from wiki.jobs.registry import job_registry
from wiki.patrol import permissions, tasks, views
from wiki.patrol.service import ROLLBACK_JOB
from wiki.permissions import Permission, Rules
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.EDITS_REVIEW, permissions.may_review)
    app.register_blueprint(views.blueprint)
    followers(app).follow_with(tasks.NOTE_JOB)
    job_registry(app).register(tasks.NOTE_JOB, tasks.note)
    job_registry(app).register(ROLLBACK_JOB, tasks.roll_back)
    places = slots(app)
    places.fill("version.actions", views.undo_link)
    places.fill("profile.body", views.profile_act)
    places.fill("territory.steps", views.territory_step)
