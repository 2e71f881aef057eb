"""Pages of calls, the right to make them, and what each new day tells of them."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.calls import permissions, queries, tasks, views, views_managing
from scenarios.calls.blueprint import blueprint
from scenarios.calls.fillings import fill_slots
from wiki.activity import kinds as happens
from wiki.audit.acts import name_acts
from wiki.entrance.addresses import list_in_sitemap
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.letters.others import tell_in_letters
from wiki.permissions import Permission, Rules
from wiki.web.navigation import Door, navigation

PAGES = (views, views_managing)
"""Each puts its pages on the feature's one blueprint when it is loaded."""
ACTS = {
    "call.changed": _l("a modifié l'appel « %(thing)s »"),
    "call.closed": _l("a clos l'appel « %(thing)s »"),
    "call.discarded": _l("a supprimé le brouillon de l'appel « %(thing)s »"),
    "call.extended": _l("a prolongé l'appel « %(thing)s »"),
    "call.published": _l("a publié l'appel « %(thing)s »"),
    "call.written": _l("a écrit l'appel « %(thing)s »"),
}


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.CALLS_MANAGE, permissions.may_manage)
    app.register_blueprint(blueprint)
    name_acts(app, ACTS)
    job_registry(app).beside(Regular(app, tasks.tell_of_today))
    fill_slots(app)
    for kind in (happens.CALL_OPENED, happens.CALL_CLOSING):
        tell_in_letters(app, kind, queries.still_open)
    list_in_sitemap(app, views.addresses)
    navigation(app).footer.append(Door("/appels", _l("Appels à scénarios")))
