"""Pages of passkeys; the browser module asks the device and posts its answer with an ordinary form."""

import json

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts import browser
from wiki.accounts.models import User
from wiki.accounts.passkeys import ceremonies, forms, queries, service
from wiki.accounts.passkeys.ceremonies import Site
from wiki.accounts.posted import BOTH, account_pages, form_page, lead_on, myself, sent, text, with_next
from wiki.accounts.proof.guard import freshly_proved
from wiki.accounts.security.sealing import Seal
from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import Invalid

blueprint = account_pages("passkeys")
REGISTERING = "passkey registration"
ASKED = "passkey"


@blueprint.get("/compte/cles")
def listing() -> str:
    """One's own passkeys."""
    return render_template("passkeys/listing.html", keys=queries.passkeys_of(read_session(), myself().id))


@blueprint.route("/compte/cles/nouvelle", methods=BOTH)
@freshly_proved
def add() -> ResponseReturnValue:
    """Ask the device for a key, and keep its public half."""
    user = myself()
    form = forms.RegisterForm.of_request()
    if not sent(form):
        return _add_page(user, form)
    step = browser.finish_here(REGISTERING)
    try:
        if step is None or step.user_id != user.id:
            raise Invalid({"": _("Cela a pris trop de temps. Réessayez : rien n'a changé.")})
        challenge = step.data["challenge"]
        with transaction() as db:
            service.add(db, _site(), user.id, text(form.name), text(form.credential), challenge)
    except Invalid as error:
        form.take_errors(error.errors)
        return _add_page(user, form, error)
    browser.accept_proof(is_strong=True)
    flash(_("La clé d'accès est prête : elle ouvrira votre compte sans mot de passe."), "success")
    return redirect(url_for("passkeys.listing"), 303)


@blueprint.route("/compte/cles/<int(max=2147483647):passkey_id>/suppression", methods=BOTH)
@freshly_proved
def remove(passkey_id: int) -> ResponseReturnValue:
    """Ask, then take a key away."""
    user = myself()
    key = queries.passkey_of(read_session(), user.id, passkey_id)
    if request.method == "GET":
        return render_template("passkeys/remove.html", key=key)
    with transaction() as db:
        service.remove(db, user.id, passkey_id)
    flash(_("La clé « %(name)s » n'ouvre plus votre compte.", name=key.name), "success")
    return redirect(url_for("passkeys.listing"), 303)


@blueprint.post("/connexion/cle/defi")
def challenge() -> ResponseReturnValue:
    """What to ask the device, for the browser module."""
    browser.count_attempt({f"passkey challenge from {browser.network()}": 400})
    options, challenge = ceremonies.ask_to_authenticate(_site())
    browser.begin_here(ASKED, data={"challenge": challenge})
    return Response(options, mimetype="application/json")


@blueprint.post("/connexion/cle")
def sign_in() -> ResponseReturnValue:
    """Come in with a passkey: the device has asked for a finger, a face or a code already."""
    form = forms.AnswerForm.of_request()
    try:
        user = _answering(form)
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
        return redirect(with_next("/connexion", text(form.next)), 303)
    browser.sign_in_person(user, "passkey", is_strong=True)
    return lead_on(text(form.next))


@blueprint.post("/compte/preuve/cle")
def prove() -> ResponseReturnValue:
    """Prove with a passkey to be the person."""
    user, form = myself(), forms.AnswerForm.of_request()
    try:
        if _answering(form).id != user.id:
            raise ceremonies.refusal()
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
        return redirect(with_next("/compte/preuve", text(form.next)), 303)
    browser.accept_proof(is_strong=True)
    return lead_on(text(form.next))


def _answering(form: forms.AnswerForm) -> User:
    browser.count_attempt({f"passkey from {browser.network()}": 100})
    step = browser.finish_here(ASKED)
    if step is None:
        raise Invalid({"": _("Cela a pris trop de temps. Réessayez : rien n'a changé.")})
    with transaction() as db:
        return service.owner(db, _seal(), _site(), text(form.credential), step.data["challenge"])


def _add_page(user: User, form: forms.RegisterForm, error: Invalid | None = None) -> ResponseReturnValue:
    known = [key.credential_id for key in queries.passkeys_of(read_session(), user.id)]
    handle = service.handle_of(_seal(), user.id)
    options, challenge = ceremonies.ask_to_register(
        _site(), handle, user.email or user.handle, user.name, known
    )
    browser.begin_here(REGISTERING, user_id=user.id, data={"challenge": challenge})
    form.credential.data = ""
    return form_page("passkeys/add.html", form, error, options=json.loads(options))


def _site() -> Site:
    settings: Settings = current_app.extensions["wiki.settings"]
    return Site.at(settings.site_url or request.host_url, settings.site_name)


def _seal() -> Seal:
    seal: Seal = current_app.extensions["wiki.seal"]
    return seal
