"""Rights, addresses, what texts say of the inventory, and where it is shown."""

from flask import Flask

from scenarios.inventory import permissions, projection
from scenarios.inventory.contact import models as contact_models
from wiki.pages.projections import add_projection
from wiki.permissions import Permission, Rules

_MORE_MODELS = (contact_models,)
"""Imported for their tables."""


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.INVENTORY_KEEP, permissions.may_keep)
    rules.allow(Permission.INVENTORY_CONTACT, permissions.may_contact)
    add_projection(app, projection.note)
