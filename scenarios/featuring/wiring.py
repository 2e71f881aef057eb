"""The right to look after features, their acts, reminders, and what pages, files and search ask of them."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.featuring import permissions, views
from scenarios.featuring.holding import COPIES, HOLDING
from scenarios.featuring.queries import FEATURED, retained_among
from scenarios.featuring.reminding import page_settled, remind_all
from wiki.attachments.copies import hold_copies
from wiki.audit.acts import name_acts
from wiki.events import EventBus
from wiki.finding.marks import mark_featured
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.pages.beside import show_beside
from wiki.pages.events import PageSettled
from wiki.pages.purging import hold
from wiki.permissions import Permission, Rules
from wiki.web.navigation import Door, navigation

ACTS = {
    "feature.retained": _l("a retenu %(thing)s pour la nation"),
    "feature.introduced": _l("a présenté %(thing)s, à la une"),
    "feature.moved": _l("a changé la place de %(thing)s à la une"),
    "feature.renewed": _l("a renouvelé la mise à la une de %(thing)s"),
    "feature.ended": _l("a arrêté la mise à la une de %(thing)s"),
    "feature.resumed": _l("a remis %(thing)s à la une"),
}


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.FEATURES_MANAGE, permissions.may_manage)
    app.register_blueprint(views.blueprint)
    name_acts(app, ACTS)
    show_beside(app, FEATURED)
    mark_featured(app, retained_among)
    hold(app, HOLDING)
    hold_copies(app, COPIES)
    events: EventBus = app.extensions["wiki.events"]
    events.listen(PageSettled, page_settled)
    job_registry(app).beside(Regular(app, remind_all))
    navigation(app).header.append(Door("/a-la-une", _l("À la une")))
