"""Sign-in before every request, rules, pages, mails and commands of accounts."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app

from wiki.accounts import browser, cli, permissions, service
from wiki.accounts.administration.views import blueprint
from wiki.accounts.mailedcode import wiring as mailed_code
from wiki.accounts.owndata import wiring as own_data
from wiki.accounts.passkeys import wiring as passkeys
from wiki.accounts.proof import wiring as proof
from wiki.accounts.secondfactor import wiring as second_factor
from wiki.accounts.security.sealing import Seal
from wiki.accounts.security.tokens import Tokens
from wiki.accounts.sessions import wiring as sessions
from wiki.db import transaction
from wiki.jobs.registry import job_registry
from wiki.permissions import Permission, Rules, can
from wiki.web.actor import current_actor


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.ACCOUNT_MANAGE, permissions.may_manage)
    rules.allow(Permission.INVITATION_CREATE, permissions.may_invite)
    secret = str(app.config["SECRET_KEY"])
    app.extensions["wiki.tokens"], app.extensions["wiki.seal"] = Tokens(secret), Seal(secret)
    browser.init_app(app)
    app.context_processor(_who_is_there)
    app.register_blueprint(blueprint)
    app.cli.add_command(cli.commands(app))
    job_registry(app).register(service.RESET_JOB, send_resets)
    for way in (proof, sessions, passkeys, second_factor, mailed_code, own_data):
        way.init_app(app)


def send_resets(payloads: Sequence[dict[str, Any]]) -> None:
    """Answer those who forgot their password."""
    tokens: Tokens = current_app.extensions["wiki.tokens"]
    with transaction() as session:
        for payload in payloads:
            service.send_reset(session, tokens, payload["email"], payload["locale"])


def _who_is_there() -> dict[str, object]:
    """`actor`, and `can("page:text:edit", page)`, for templates to show or hide."""
    actor = current_actor()
    return {"actor": actor, "can": lambda permission, thing=None: can(actor, Permission(permission), thing)}
