"""Rights, addresses, what texts say of the inventory, and where it is shown."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from scenarios.inventory import labels, permissions, projection, views, views_keeping
from scenarios.inventory.blueprint import blueprint
from scenarios.inventory.contact import wiring as contact
from scenarios.inventory.fillings import fill_slots
from scenarios.inventory.holding import HOLDING
from scenarios.inventory.pagewords import EXTENSION, KnownWords
from scenarios.inventory.terms import keep_outdated_terms
from wiki.audit.acts import name_acts
from wiki.db import transaction
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.pages.projections import add_projection
from wiki.pages.purging import hold
from wiki.permissions import Permission, Rules
from wiki.web.navigation import Door, navigation

_MORE_VIEWS = (views, views_keeping)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.INVENTORY_KEEP, permissions.may_keep)
    rules.allow(Permission.INVENTORY_CONTACT, permissions.may_contact)
    app.extensions[EXTENSION] = KnownWords()
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        item_kinds=labels.KIND_NAMES, item_kind_titles=labels.KIND_TITLES, item_kind_icons=labels.KIND_ICONS,
        item_kind_codes={kind: code for code, kind in labels.KIND_CODES.items()},
        item_state_codes={state: code for code, state in labels.STATE_CODES.items()},
        item_state_icons=labels.STATE_ICONS, item_state=labels.state_name, item_acts=labels.ACTS,
    )  # fmt: skip
    add_projection(app, projection.note)
    fill_slots(app)
    hold(app, HOLDING)
    name_acts(app, labels.AUDITED)
    contact.init_app(app)
    job_registry(app).beside(Regular(app, follow_the_analysis))
    navigation(app).header.append(Door("/inventaire", _l("Besoins")))


def follow_the_analysis() -> int:
    """Write terms anew after an upgrade that reads words otherwise; returns of how many items: the rest follows."""
    with transaction() as session:
        return keep_outdated_terms(session)
