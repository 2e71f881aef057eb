"""The trash: rights, addresses, later work, and its places on other pages."""

from typing import Any

from flask import Flask, render_template

from wiki.accounts.events import AccountDeleted
from wiki.db import Database
from wiki.events import EventBus
from wiki.jobs.registry import job_registry
from wiki.jobs.regular import Regular
from wiki.pages.absent import answer_for_absent
from wiki.permissions import Permission, Rules
from wiki.trash import permissions, tasks, views, withdrawal_views
from wiki.trash.purge import SCOUR_JOB
from wiki.trash.service import erase_drafts_of
from wiki.web.slots import slots


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.PAGE_DELETE, permissions.may_delete)
    rules.allow(Permission.PAGE_RESTORE, permissions.may_restore)
    rules.allow(Permission.PAGE_PURGE, permissions.may_purge)
    rules.allow(Permission.TERRITORY_UPKEEP, permissions.may_look_after)
    app.register_blueprint(views.blueprint)
    answer_for_absent(app, views.at_former_address)
    slots(app).fill("page.settings", _settings)
    slots(app).fill("version.actions", withdrawal_views.beside_version)
    jobs = job_registry(app)
    jobs.register(SCOUR_JOB, tasks.scour)
    jobs.at_start(tasks.forget_the_gone)
    jobs.beside(Regular(app, tasks.empty_trash))
    _follow_accounts(app)


def _settings(**context: Any) -> str:
    return render_template("trash/fillings/settings.html", **context)


def _follow_accounts(app: Flask) -> None:
    """Private drafts go with their owner, out of the trash as well."""
    database: Database = app.extensions["wiki.database"]
    events: EventBus = app.extensions["wiki.events"]

    def account_deleted(event: AccountDeleted) -> None:
        with database.transaction() as session:
            erase_drafts_of(session, event.user_id)

    events.listen(AccountDeleted, account_deleted)
