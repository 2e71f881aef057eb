"""Addresses of drafts, and where other features show them."""

from flask import Flask

from wiki.accounts.counted import count_beside
from wiki.drafts import service, views, views_files, views_keeping, views_signing_in
from wiki.drafts.fillings import fill_slots
from wiki.drafts.queries import count_of_person
from wiki.pages.purging import Holding, hold

_MORE_VIEWS = (views_files, views_keeping, views_signing_in)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    fill_slots(app)
    hold(app, Holding("drafts", forget_copies=service.forget_copies, forget_version=service.forget_version))
    count_beside(app, "drafts", count_of_person)
