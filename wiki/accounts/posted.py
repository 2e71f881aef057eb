"""What the pages of accounts share: forms that were posted from our own page, and answers that nobody keeps."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts import browser
from wiki.accounts.models import User
from wiki.accounts.security.throttle import TooManyAttempts
from wiki.db import read_session
from wiki.errors import Forbidden, Invalid
from wiki.web.actor import current_actor
from wiki.web.csrf import token_refused
from wiki.web.forms import Form
from wiki.web.views import local_path

BOTH = ("GET", "POST")


def account_pages(name: str) -> Blueprint:
    """A blueprint whose answers stay out of caches: going back after signing out must show nothing."""
    blueprint = Blueprint(name, name)
    blueprint.after_request(keep_out_of_caches)
    return blueprint


def keep_out_of_caches(response: Response) -> Response:
    """Let no cache keep this answer."""
    response.headers["Cache-Control"] = "no-store"
    return response


def sent(form: Form) -> bool:
    """Whether the form was posted from our page and every field is filled."""
    if request.method != "POST":
        return False
    if token_refused():
        form.take_errors(
            {"": _("Cette page était ouverte depuis longtemps. Renvoyez-la : rien n'a encore changé.")}
        )
        return False
    return form.validate()


def form_page(template: str, form: Form, error: Invalid | None = None, **values: Any) -> ResponseReturnValue:
    """The page of a form, with the status that says what became of it."""
    status = 200
    if isinstance(error, TooManyAttempts):
        status = 429
    elif token_refused():
        status = 400
    elif form.errors:
        status = 422
    return render_template(template, form=form, **values), status


def text(field: Any) -> str:
    """What was typed, or nothing."""
    return field.data or ""


def myself() -> User:
    """The account of the person at hand; a visitor is asked to sign in.

    Raises:
        Forbidden: nobody is signed in.
    """
    actor = current_actor()
    if actor.user_id is None:
        raise Forbidden
    return read_session().get_one(User, actor.user_id)


def let_in(user: User, way: str, target: str) -> ResponseReturnValue:
    """Sign in somebody who has shown a first proof, and lead them on; or ask for the second step."""
    try:
        browser.admit(user, way)
    except browser.OneMoreStep:
        return ask_second_step(target)
    return lead_on(target)


def ask_second_step(target: str) -> ResponseReturnValue:
    """Lead to the page that asks for the second step, which leads on in its turn."""
    return redirect(with_next("/connexion/validation", target), 303)


def with_next(path: str, target: str) -> str:
    """An address that says where to go on afterwards, on this site only."""
    return f"{path}?next={quote(local_path(target), safe='/')}"


def lead_on(target: str) -> ResponseReturnValue:
    """Go on where one came from; first to what keeps a role of the whole site waiting."""
    person = browser.person_here()
    if person is not None and person.held_back:
        flash(
            _("Votre rôle demande une seconde étape à la connexion. Mettez-la en place pour le retrouver."),
            "warning",
        )
        return redirect("/compte/validation", 303)
    return redirect(local_path(target), 303)
