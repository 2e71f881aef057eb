"""Take the right to write from whoever comes from a blocked network, before anything else is asked."""

from dataclasses import replace

from flask import Flask, g, request

from wiki.accounts.doors import doors
from wiki.blocks import permissions, queries, views
from wiki.blocks.networks import holds
from wiki.db import now, read_session
from wiki.errors import Forbidden
from wiki.permissions import Permission, Rules
from wiki.web.actor import current_actor
from wiki.web.memo import remembered

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPENS_ACCOUNTS = frozenset({"accounts.sign_up"})
"""What a visitor may not do from a blocked network though no permission is asked for it."""


def init_app(app: Flask) -> None:
    rules: Rules = app.extensions["wiki.rules"]
    rules.allow(Permission.BLOCK_MANAGE, permissions.may_block)
    app.register_blueprint(views.blueprint)
    app.before_request(suspend_network)
    # Whoever signs in with the form that they send goes on within the same request.
    doors(app).arrivals.append(suspend_network)


def suspend_network() -> None:
    """Let people from a blocked network only read.

    Raises:
        Forbidden: they want to open an account.
    """
    if request.method in _SAFE:
        return
    actor, address = current_actor(), request.remote_addr or ""
    for block in remembered(("blocked networks",), lambda: queries.networks_in_force(read_session())):
        is_meant = block.covers_accounts or not actor.is_authenticated
        if is_meant and block.until > now() and holds(block.network, address):
            g.actor = replace(actor, suspended_until=block.until)
            if request.endpoint in _OPENS_ACCOUNTS:
                raise Forbidden
            return
