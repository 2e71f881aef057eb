"""The browser's side of a sign-in: its cookie holds a token whose hash is a row; `g.actor` is who that is."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, current_user, login_user

from wiki.accounts import queries, service
from wiki.accounts.models import User
from wiki.accounts.queries import SignedIn
from wiki.accounts.security import throttle
from wiki.db import now, read_session, transaction
from wiki.permissions import Actor, Rules
from wiki.web.memo import remembered

_ONE_DAY = timedelta(days=1)
_COOKIE_KEY = "_user_id"


@dataclass(frozen=True)
class Holder:
    """A person as Flask-Login knows one: by the token of the session, not by the number of the account."""

    token: str
    person: SignedIn
    is_authenticated = is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


def sign_in_here(email: str, password: str) -> User:
    """Sign somebody in from the browser at hand, however many processes are asked at once.

    Raises:
        TooManyAttempts: the address, the account or both together were tried too often.
        Invalid: address and password do not go together.
    """
    place, account = f"sign-in from {network()}", f"sign-in {email.strip().lower()}"
    both = f"{place} as {account}"
    count_attempt({place: 100, account: 100, both: 10})
    user = service.authenticate(read_session(), email, password)
    with transaction() as db:
        throttle.forget_attempts(db, [account, both])
    sign_in_person(user)
    return user


def sign_in_person(user: User) -> None:
    """Give the browser at hand a new session for this person; whatever session it had is ended."""
    with transaction() as db:
        service.end_session(db, session.get(_COOKIE_KEY, ""))
        token = service.start_session(db, user)
    _forget_browser()
    person = _person_of(token)
    if person is not None:
        login_user(Holder(token, person))
        session.permanent = True
        g.actor = person.actor


def sign_out_here() -> None:
    """End the session of the browser at hand."""
    with transaction() as db:
        service.end_session(db, session.get(_COOKIE_KEY, ""))
    _forget_browser()


def put_actor() -> None:
    """Say who is behind this request; a browser without a session cookie costs nothing."""
    g.actor = current_app.extensions["wiki.visitor"]
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies and current_user.is_authenticated:
        g.actor = current_user.person.actor
        _stay_signed_in(current_user.token, current_user.person)


def count_attempt(limits: throttle.Limits) -> None:
    """Count an attempt, and remember it whatever comes of the request.

    Raises:
        TooManyAttempts: one of the keys was tried too often.
    """
    if current_app.extensions["wiki.settings"].throttle:
        with transaction() as db:
            throttle.count_attempt(db, limits)


def network() -> str:
    """Where the request comes from."""
    return throttle.network_of(request.remote_addr or "")


def init_app(app: Flask) -> None:
    """Know who is there before anything else is asked: the language and every refusal depend on it."""
    # The cookie is renewed once a day, with the session it belongs to, not with every answer.
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.extensions["wiki.visitor"] = Actor(rules=app.extensions["wiki.rules"])
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_holder_of)
    app.before_request_funcs.setdefault(None, []).insert(0, put_actor)


def _holder_of(token: str) -> Holder | None:
    person = _person_of(token)
    return Holder(token, person) if person is not None and person.expires_at > now() else None


def _person_of(token: str) -> SignedIn | None:
    token_hash = service.hashed(token)
    rules: Rules = current_app.extensions["wiki.rules"]
    return remembered(("signed in", token_hash), lambda: queries.signed_in(read_session(), token_hash, rules))


def _stay_signed_in(token: str, person: SignedIn) -> None:
    if person.expires_at - now() < service.SESSION_LIFETIME - _ONE_DAY:
        with transaction() as db:
            service.extend_session(db, token)
        session.modified = True


def _forget_browser() -> None:
    """Leave nothing of the former session: its person, its messages, its form token."""
    session.clear()
    g.pop("csrf_token", None)
    g.pop("_login_user", None)
    g.actor = current_app.extensions["wiki.visitor"]
