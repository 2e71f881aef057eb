"""Ask for a code by mail, then come in with it: in the browser that asked, and in no other."""

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from wiki.accounts import browser
from wiki.accounts.doors import doors
from wiki.accounts.identity import normal_email
from wiki.accounts.mailedcode import forms, service
from wiki.accounts.models import BegunStep, User
from wiki.accounts.posted import (
    BOTH,
    account_pages,
    form_page,
    lead_on,
    let_in,
    myself,
    sent,
    text,
    with_next,
)
from wiki.accounts.security.sealing import Seal
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text
from wiki.web.views import local_path

blueprint = account_pages("mailed_code")
PURPOSE = "mailed code"
PROOF = "mailed proof"


@blueprint.route("/connexion/code", methods=BOTH)
@keeps_typed_text
def ask() -> ResponseReturnValue:
    """Have a code sent; the answer is the same for every address."""
    form = forms.AskForm.of_request(email=request.args.get("email", ""), next=request.args.get("next", "/"))
    if not sent(form):
        return form_page("mailedcode/ask.html", form)
    try:
        _send(PURPOSE, text(form.email))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("mailedcode/ask.html", form, error)
    return redirect(with_next("/connexion/code/recu", text(form.next)), 303)


@blueprint.route("/connexion/code/recu", methods=BOTH)
def enter() -> ResponseReturnValue:
    """Take the code."""
    form = forms.CodeForm.of_request(next=request.args.get("next", "/"))
    step = browser.begun_here(PURPOSE)
    if step is None:
        return redirect("/connexion/code", 303)
    if not sent(form):
        return form_page("mailedcode/enter.html", form, email=step.data["email"])
    try:
        user = _owner(PURPOSE, text(form.code))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("mailedcode/enter.html", form, error, email=step.data["email"])
    return let_in(user, "code", text(form.next))


@blueprint.route("/compte/preuve/message", methods=BOTH)
def prove() -> ResponseReturnValue:
    """Prove with a mailed code to be the person, for accounts that have nothing else.

    With a second step in place it is no proof: whoever reads the mails would take the second step away.
    """
    user = myself()
    form = forms.CodeForm.of_request(next=request.args.get("next", "/compte"))
    target, email = local_path(text(form.next)), user.email
    if email is None:
        raise NotFound
    if doors(current_app).asks_second_step(read_session(), user.id):
        return redirect(with_next("/compte/preuve", target), 303)
    asked = browser.begun_here(PROOF) is not None
    if request.method == "GET" or request.form.get("action") == "send":
        return _prove_page(form, email, target, asked)
    if not sent(form):
        return form_page("mailedcode/prove.html", form, email=email, target=target, asked=asked)
    try:
        _check_same(user, _owner(PROOF, text(form.code)))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("mailedcode/prove.html", form, error, email=email, target=target, asked=asked)
    browser.accept_proof()
    return lead_on(target)


def _prove_page(form: forms.CodeForm, email: str, target: str, asked: bool) -> ResponseReturnValue:
    if request.method == "GET":
        return form_page("mailedcode/prove.html", form, email=email, target=target, asked=asked)
    try:
        _send(PROOF, email, current_actor().user_id)
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("mailedcode/prove.html", form, error, email=email, target=target, asked=asked)
    return redirect(with_next("/compte/preuve/message", target), 303)


def _send(purpose: str, email: str, user_id: int | None = None) -> None:
    address = normal_email(email)
    browser.count_attempt({f"code from {browser.network()}": 40, f"code {address}": 5})
    with transaction() as db:
        data = service.prepare(db, _seal(), address, str(get_locale() or ""))
    browser.begin_here(purpose, user_id=user_id, data=data)


def _owner(purpose: str, code: str) -> User:
    step: BegunStep | None = browser.try_here(purpose, service.MOST_TRIES)
    with transaction() as db:
        user = service.owner(db, _seal(), step, code)
    browser.finish_here(purpose)
    return user


def _check_same(user: User, found: User) -> None:
    if user.id != found.id:
        raise Invalid({"code": _("Ce code a été envoyé à une autre adresse : demandez-en un autre.")})


def _seal() -> Seal:
    seal: Seal = current_app.extensions["wiki.seal"]
    return seal
