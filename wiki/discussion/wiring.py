"""Rights, addresses, the tab, the job that follows passages, and what goes or moves with a page."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from wiki.activity.registry import followers
from wiki.discussion import api, permissions, views, views_messages, views_moderation
from wiki.discussion.blueprint import blueprint
from wiki.discussion.fillings import fill_slots
from wiki.discussion.holding import HOLDING
from wiki.discussion.placing import PLACE_JOB, place
from wiki.discussion.queries import BESIDE_A_PAGE, OPEN_THREADS
from wiki.discussion.showing import text_fragment
from wiki.jobs.registry import job_registry
from wiki.pages.beside import show_beside
from wiki.pages.purging import hold
from wiki.pages.tabs import Tab, add_tab
from wiki.permissions import Permission, Rules

_MORE_VIEWS = (api, views, views_messages, views_moderation)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.THREAD_WRITE, permissions.may_write)
    rules.allow(Permission.THREAD_RESOLVE, permissions.may_resolve)
    rules.allow(Permission.MESSAGE_MODERATE, permissions.may_moderate)
    app.register_blueprint(blueprint)
    app.jinja_env.filters["text_fragment"] = text_fragment
    add_tab(app, Tab("discussion", _l("Discussion"), "/discussion", counted=OPEN_THREADS))
    show_beside(app, *BESIDE_A_PAGE)
    fill_slots(app)
    job_registry(app).register(PLACE_JOB, place)
    followers(app).follow_with(PLACE_JOB)
    hold(app, HOLDING)
