"""The browser's side of a sign-in: its cookie holds a token whose hash is a row; `g.actor` is who that is."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, current_user, login_user

from wiki.accounts import failures, queries, service, signins
from wiki.accounts.doors import EXTENSION, Doors, doors
from wiki.accounts.models import BegunStep, User
from wiki.accounts.queries import SignedIn
from wiki.accounts.security import steps, throttle
from wiki.accounts.security.agents import described, shortened
from wiki.accounts.signins import Arrival
from wiki.config import Settings
from wiki.db import now, read_session, transaction
from wiki.errors import Invalid
from wiki.mail import service as mail
from wiki.permissions import Actor, Rules
from wiki.web.memo import remembered
from wiki.web.response_cache import BROWSER_COOKIE

FRESH = timedelta(minutes=10)
"""How long a proof of who sits there holds for what is dangerous."""

SECOND_STEP = "second step"
_ONE_DAY = timedelta(days=1)
_ONE_HOUR = timedelta(hours=1)
_A_YEAR = 365 * 24 * 3600
_COOKIE_KEY = "_user_id"


class OneMoreStep(Invalid):
    """The first proof is right, and the account asks for a second step: what is begun waits in this browser."""

    def __init__(self) -> None:
        super().__init__(
            {
                "": _l(
                    "Votre compte demande aussi un code. Terminez la connexion dans un autre onglet, "
                    "puis revenez : ce que vous avez écrit attend ici."
                )
            }
        )


@dataclass(frozen=True)
class Holder:
    """A person as Flask-Login knows one: by the token of the session, not by the number of the account."""

    token: str
    person: SignedIn
    is_authenticated = is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


# --- coming in and going out -----------------------------------------------------------------------------


def sign_in_here(email: str, password: str) -> User:
    """Sign somebody in from the browser at hand, however many processes are asked at once.

    Raises:
        TooManyAttempts: the address, the account or both together were tried too often.
        Invalid: address and password do not go together.
        OneMoreStep: the account asks for a second step, which this browser has not shown lately.
    """
    user = check_password_here(email, password)
    admit(user, "password")
    return user


def check_password_here(email: str, password: str) -> User:
    """The person of this address and password, with attempts counted.

    Raises:
        TooManyAttempts, Invalid: as `sign_in_here`.
    """
    place, account = f"sign-in from {network()}", f"sign-in {email.strip().lower()}"
    both = f"{place} as {account}"
    try:
        count_attempt({place: 100, account: 100, both: 10})
        user = service.authenticate(read_session(), email, password)
    except throttle.TooManyAttempts:
        with transaction() as db:
            failures.note_refusal(db, both, email)
        raise
    except Invalid:
        with transaction() as db:
            failures.note_failure(db, email)
        raise
    with transaction() as db:
        throttle.forget_attempts(db, [account, both])
    return user


def admit(user: User, way: str) -> None:
    """Let a person in who has shown a first proof.

    Raises:
        OneMoreStep: the account asks for a second step, which this browser has not shown lately.
    """
    asks = doors(current_app).asks_second_step(read_session(), user.id)
    if asks and not signins.is_trusted(read_session(), user.id, _browser_token()):
        begin_here(SECOND_STEP, user_id=user.id, data={"way": way})
        raise OneMoreStep
    # Trust stands for the second step at the door only: what is dangerous still asks for it.
    sign_in_person(user, way, is_strong=asks, is_proof=not asks)


def sign_in_person(
    user: User, way: str = "password", *, is_strong: bool = False, is_proof: bool = True, trust: bool = False
) -> None:
    """Give the browser at hand a new session for this person; whatever session it had is ended."""
    browser_token = _browser_token() or secrets.token_urlsafe(32)
    with transaction() as db:
        signins.end_session(db, session.get(_COOKIE_KEY, ""))
        browser_id, is_new = signins.know_browser(db, user.id, browser_token, trust=trust)
        arrival = Arrival(
            way, is_strong, _agent(), shortened(request.remote_addr or ""), browser_id, is_proof
        )
        token = signins.start_session(db, user, arrival)
        if is_new and user.told_of_browsers and user.email is not None:
            browser, system = described(_agent())
            mail.send(
                db,
                user.email,
                "new_browser",
                user.locale,
                browser=browser,
                system=system,
                place=arrival.place,
            )
    _forget_browser()
    person = _person_of(token)
    if person is not None:
        login_user(Holder(token, person))
        session.permanent = True
        g.actor = person.actor
        for arrived in doors(current_app).arrivals:
            arrived()
        after_this_request(_keeping_browser(browser_token))


def sign_in_again(user: User) -> None:
    """Give the browser at hand another session of the same strength, where all of a person's were ended."""
    person = current_user.person
    sign_in_person(user, person.way, is_strong=person.is_strong)


def sign_out_here() -> None:
    """End the session of the browser at hand."""
    with transaction() as db:
        signins.end_session(db, session.get(_COOKIE_KEY, ""))
    _forget_browser()


# --- what is begun here and finished here ----------------------------------------------------------------


def begin_here(purpose: str, *, user_id: int | None = None, data: Mapping[str, Any] | None = None) -> None:
    """Begin something that only the browser at hand can finish."""
    with transaction() as db:
        session[_begun_key(purpose)] = steps.begin(db, purpose, user_id=user_id, data=data)


def begun_here(purpose: str) -> BegunStep | None:
    """What this browser began."""
    token = session.get(_begun_key(purpose))
    return steps.begun(read_session(), purpose, token) if token else None


def try_here(purpose: str, most: int) -> BegunStep | None:
    """What this browser began, with an attempt counted whatever comes of it; None when none is left."""
    token = session.get(_begun_key(purpose))
    if not token:
        return None
    with transaction() as db:
        return steps.try_once(db, purpose, token, most)


def finish_here(purpose: str) -> BegunStep | None:
    """What this browser began, taken away so that it serves once."""
    token = session.pop(_begun_key(purpose), None)
    if not token:
        return None
    with transaction() as db:
        return steps.finish(db, purpose, token)


# --- who is there ----------------------------------------------------------------------------------------


def put_actor() -> None:
    """Say who is behind this request; a browser without a session cookie costs nothing."""
    g.actor = current_app.extensions["wiki.visitor"]
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies and current_user.is_authenticated:
        g.actor = current_user.person.actor
        _stay_signed_in(current_user.token, current_user.person)


def person_here() -> SignedIn | None:
    """The person who is signed in from the browser at hand, with what is known of the session."""
    if not g.actor.is_authenticated or not current_user.is_authenticated:
        return None
    person: SignedIn = current_user.person
    return person


def is_fresh() -> bool:
    """Whether the person has proved who they are within the last minutes."""
    person = person_here()
    return person is not None and person.proved_at is not None and now() - person.proved_at < FRESH


def accept_proof(*, is_strong: bool = False) -> None:
    """Take it that the person at hand has just proved who they are."""
    with transaction() as db:
        signins.note_proof(db, current_user.token, is_strong=is_strong)


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
    app.extensions[EXTENSION] = Doors()
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_holder_of)
    app.before_request_funcs.setdefault(None, []).insert(0, put_actor)


def as_far_as_proved(actor: Actor, settings: Settings, *, is_strong: bool) -> Actor:
    """The person without the role for the whole site that this site gives to a strong session only."""
    if is_strong or not actor.site_role or actor.site_role not in settings.second_factor_for.split(","):
        return actor
    return replace(actor, site_role="")


def _holder_of(token: str) -> Holder | None:
    person = _person_of(token)
    return Holder(token, person) if person is not None and person.expires_at > now() else None


def _person_of(token: str) -> SignedIn | None:
    token_hash = signins.hashed(token)
    return remembered(("signed in", token_hash), lambda: _read_person(token_hash))


def _read_person(token_hash: str) -> SignedIn | None:
    rules: Rules = current_app.extensions["wiki.rules"]
    person = queries.signed_in(read_session(), token_hash, rules)
    if person is None:
        return None
    settings = current_app.extensions["wiki.settings"]
    actor = as_far_as_proved(person.actor, settings, is_strong=person.is_strong)
    if actor is person.actor:
        return person
    return replace(person, actor=actor, held_back=person.actor.site_role)


def _stay_signed_in(token: str, person: SignedIn) -> None:
    """Note the visit once an hour, and keep the session alive once a day: each is a commit for everybody."""
    is_old = person.expires_at - now() < signins.SESSION_LIFETIME - _ONE_DAY
    was_away = person.seen_at is None or now() - person.seen_at > _ONE_HOUR
    if not is_old and not was_away:
        return
    with transaction() as db:
        signins.note_visit(db, token, shortened(request.remote_addr or ""))
        if is_old:
            signins.extend_session(db, token)
            session.modified = True


def _forget_browser() -> None:
    """Leave nothing of the former session: its person, its messages, its form token."""
    session.clear()
    g.pop("csrf_token", None)
    g.pop("_login_user", None)
    g.actor = current_app.extensions["wiki.visitor"]


def _browser_token() -> str:
    return request.cookies.get(BROWSER_COOKIE, "")[:100]


def _agent() -> str:
    return request.headers.get("User-Agent", "")[:300]


def _begun_key(purpose: str) -> str:
    return f"begun {purpose}"


def _keeping_browser(token: str) -> Any:
    """Let the browser show next year that it has been here."""

    def keep(response: Response) -> Response:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(
            BROWSER_COOKIE, token, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=secure
        )
        return response

    return keep
