"""The rights to make and to change parcours."""

from flask import Flask

from scenarios.collections import models, permissions
from wiki.permissions import Permission, Rules

TABLES = (models.Collection, models.CollectionItem, models.CollectionEditor)


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.COLLECTION_CREATE, permissions.may_create)
    rules.allow(Permission.COLLECTION_EDIT, permissions.may_edit)
    rules.allow(Permission.COLLECTION_FEATURE, permissions.may_feature)
