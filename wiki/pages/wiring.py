"""Rights, addresses, jobs, and what pages show in the places of other features."""

from flask import Flask

from wiki.accounts.owndata.registry import own_data
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.pages import (
    absent,
    api,
    beside,
    guards,
    permissions,
    projections,
    purging,
    queries,
    readers,
    tabs,
    tasks,
    views,
    views_settling,
    views_writing,
)
from wiki.pages.fillings import fill_slots
from wiki.pages.followers import follow
from wiki.pages.kinds import EXTENSION, Kinds
from wiki.pages.owndata import own_texts
from wiki.pages.projection import RENDER_JOB
from wiki.pages.themed import ThemedPages
from wiki.permissions import Permission, Rules
from wiki.territories import registry as territories
from wiki.themes import registry as themes

_MORE_VIEWS = (views_writing, views_settling)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = Kinds()
    app.extensions[beside.EXTENSION] = ()
    app.extensions[projections.EXTENSION] = ()
    app.extensions[tabs.EXTENSION] = ()
    app.extensions[guards.EXTENSION] = ()
    app.extensions[readers.EXTENSION] = ()
    app.extensions[absent.EXTENSION] = ()
    app.extensions[purging.EXTENSION] = ()
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.PAGE_VIEW, permissions.may_view)
    rules.allow(Permission.PAGE_CREATE, permissions.may_create)
    rules.allow(Permission.PAGE_EDIT, permissions.may_edit)
    rules.allow(Permission.PAGE_PROTECT, permissions.may_protect)
    rules.allow(Permission.PAGE_SETTINGS, permissions.may_settle)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(api.blueprint)
    own_data(app).add(own_texts)
    app.jinja_env.globals["page_tabs"] = views.page_tabs
    job_registry(app).register(RENDER_JOB, tasks.render)
    job_registry(app).beside(Regular(app, tasks.sweep_drafts))
    fill_slots(app)
    follow(app)
    app.extensions[themes.EXTENSION] = ThemedPages()
    app.extensions[territories.EXTENSION] = queries.territory_counts
