"""Pages of parcours, the rights to make and change them, and what becomes of them."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.collections import (
    binding,
    permissions,
    service,
    tasks,
    telling,
    views,
    views_adding,
    views_booklet,
    views_composing,
    views_curating,
    views_sharing,
)
from scenarios.collections.blueprint import blueprint
from scenarios.collections.fillings import fill_slots
from scenarios.collections.holding import HOLDING
from scenarios.collections.owndata import own_steps
from scenarios.collections.summing import as_hours
from wiki.accounts.events import AccountDeleted
from wiki.accounts.owndata.registry import own_data
from wiki.activity import kinds as happens
from wiki.audit.acts import name_acts
from wiki.db import Database
from wiki.entrance.addresses import list_in_sitemap
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import HOUR, Regular
from wiki.letters.others import tell_in_letters
from wiki.pages.purging import hold
from wiki.permissions import Permission, Rules
from wiki.watching.others import let_follow
from wiki.web.navigation import Door, navigation

PAGES = (views, views_adding, views_booklet, views_composing, views_curating, views_sharing)
"""Each puts its pages on the feature's one blueprint when it is loaded."""
ACTS = {
    "collection.feature_ended": _l("ne met plus en avant le parcours « %(thing)s »"),
    "collection.featured": _l("a mis en avant le parcours « %(thing)s »"),
    "collection.published": _l("a ouvert à tous le parcours « %(thing)s »"),
    "collection.readmitted": _l("a remis en lecture le parcours « %(thing)s »"),
    "collection.withdrawn": _l("a retiré de la lecture le parcours « %(thing)s »"),
}


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.COLLECTION_CREATE, permissions.may_create)
    rules.allow(Permission.COLLECTION_EDIT, permissions.may_edit)
    rules.allow(Permission.COLLECTION_FEATURE, permissions.may_feature)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["as_hours"] = as_hours
    name_acts(app, ACTS)
    own_data(app).add(own_steps)
    hold(app, HOLDING)
    fill_slots(app)
    list_in_sitemap(app, views.addresses)
    app.extensions[tasks.PRESS] = tasks.make_press()
    job_registry(app).beside(Regular(app, tasks.make_waiting, tasks.PAUSE))
    job_registry(app).beside(Regular(app, tasks.tell_of_changes, HOUR / 4))
    let_follow(app, telling.KIND, telling.followable)
    tell_in_letters(app, happens.COLLECTION_FEATURED, telling.still_featured)
    _follow_accounts(app)
    navigation(app).footer.append(Door("/parcours", _l("Parcours")))
    navigation(app).account.append(Door("/compte/parcours", _l("Mes parcours")))


def _follow_accounts(app: Flask) -> None:
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def clean() -> None:
        with database.transaction() as session:
            service.forget_the_gone(session)

    def sweep() -> int:
        with database.transaction() as session:
            binding.sweep(session)
            return service.sweep(session)

    events.listen(AccountDeleted, lambda event: clean())
    # An event is lost when its process ends before it is told; what people were promised is not.
    job_registry(app).at_start(clean)
    job_registry(app).beside(Regular(app, sweep, 24 * HOUR))
