"""Addresses, rights, and what pages show of offers; what was offered goes with its author, and with its page."""

from flask import Flask
from flask_babel import ngettext

from wiki.accounts.counted import count_beside
from wiki.accounts.events import AccountDeleted
from wiki.contributions import erasing, permissions, views, views_deciding, views_following
from wiki.contributions.counting import OPEN_COUNT, TO_REVIEW, to_review
from wiki.contributions.fillings import fill_slots
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.pages.beside import show_beside
from wiki.pages.purging import Holding, hold
from wiki.permissions import Permission, Rules

_MORE_VIEWS = (views_deciding, views_following)
"""Imported for their routes, which they add to the blueprint."""


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.PAGE_OFFER, permissions.may_offer)
    rules.allow(Permission.CONTRIBUTION_DECIDE, permissions.may_decide)
    app.register_blueprint(views.blueprint)
    show_beside(app, OPEN_COUNT)
    count_beside(app, TO_REVIEW, to_review)
    fill_slots(app)
    hold(
        app,
        Holding(
            "contributions",
            forget_version=erasing.forget_version,
            count=erasing.count_open,
            told=lambda count: str(
                ngettext("%(num)s proposition en attente", "%(num)s propositions en attente", count)
            ),
        ),
    )
    _follow_accounts(app)


def _follow_accounts(app: Flask) -> None:
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def clean() -> None:
        with database.transaction() as session:
            erasing.erase_of_the_gone(session)

    events.listen(AccountDeleted, lambda event: clean())
    # An event is lost when its process ends before it is told; what people were promised is not.
    job_registry(app).at_start(clean)
