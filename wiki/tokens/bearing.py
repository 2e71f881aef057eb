"""`Authorization: Bearer …` (RFC 6750): under /api a token says who asks, and the browser's cookies say nothing."""

from datetime import timedelta

from flask import Flask, current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from wiki.accounts.browser import as_far_as_proved, network
from wiki.accounts.signins import hashed
from wiki.config import Settings
from wiki.db import now, read_session, transaction
from wiki.permissions import Actor, Rules
from wiki.tokens import service
from wiki.tokens.queries import Bearer, bearer_of
from wiki.tokens.rates import SECONDS, Rates
from wiki.web.memo import remembered

PREFIX = "/api/"
MOST_A_MINUTE = 300
MOST_FAILURES_A_MINUTE = 30
EXTENSION = "wiki.tokens.rates"
_ONE_HOUR = timedelta(hours=1)
_LONGEST = 200


def put_bearer() -> None:
    """Say who asks, where a program shows a token; whatever cookies came along do not count.

    Raises:
        Unauthorized: the token opens nothing: unknown, revoked, over, or its owner may not come in.
        TooManyRequests: the program, or the network that tries tokens, asks too often.
    """
    header = request.headers.get("Authorization")
    if header is None or not request.path.startswith(PREFIX):
        return
    g.actor = current_app.extensions["wiki.visitor"]
    scheme, _space, token = header.partition(" ")
    bearer = _bearer(token.strip()) if scheme.lower() == "bearer" else None
    if bearer is None or bearer.is_over:
        _slow_down(("failure", network()), MOST_FAILURES_A_MINUTE)
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}))
    _slow_down(("token", bearer.token_id), MOST_A_MINUTE)
    g.actor, g.shows_token = _allowed(bearer), True
    if bearer.used_at is None or now() - bearer.used_at > _ONE_HOUR:
        with transaction() as db:
            service.note_use(db, bearer.token_id)


def init_app(app: Flask) -> None:
    """Ask for tokens right after the browser was asked for its session, and before anything depends on who asks."""
    app.extensions[EXTENSION] = Rates()
    app.before_request_funcs[None].insert(1, put_bearer)


def _bearer(token: str) -> Bearer | None:
    if not token.startswith(service.PREFIX) or len(token) > _LONGEST:
        return None
    token_hash = hashed(token)
    rules: Rules = current_app.extensions["wiki.rules"]
    return remembered(("token", token_hash), lambda: bearer_of(read_session(), token_hash, rules))


def _allowed(bearer: Bearer) -> Actor:
    settings: Settings = current_app.extensions["wiki.settings"]
    return as_far_as_proved(bearer.actor, settings, is_strong=bearer.is_strong)


def _slow_down(key: tuple[str, object], most: int) -> None:
    rates: Rates = current_app.extensions[EXTENSION]
    if current_app.extensions["wiki.settings"].throttle and not rates.allows(key, most):
        raise TooManyRequests(retry_after=SECONDS)
