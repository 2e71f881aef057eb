"""Pages of the second step: put in place, asked at sign-in and as a proof, taken away."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts import browser
from wiki.accounts.models import User
from wiki.accounts.posted import BOTH, account_pages, form_page, lead_on, myself, sent, text
from wiki.accounts.proof.guard import freshly_proved
from wiki.accounts.secondfactor import forms, queries, service, totp
from wiki.accounts.secondfactor.arriving import awaits_code, check_here, finish_sign_in
from wiki.accounts.secondfactor.models import SecondFactor
from wiki.accounts.security.sealing import Seal
from wiki.accounts.signins import trust_no_browser
from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.web.qrcode import qr_code
from wiki.web.views import local_path

blueprint = account_pages("second_factor")


@blueprint.route("/connexion/validation", methods=BOTH)
def second_step() -> ResponseReturnValue:
    """Ask for a code after the password, in the browser where the password was right."""
    form = forms.SecondStepForm.of_request(next=request.args.get("next", "/"))
    if not awaits_code():
        return _begin_again()
    if not sent(form):
        return form_page("secondfactor/second_step.html", form)
    try:
        finish_sign_in(text(form.code), trust=bool(form.trust.data))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("secondfactor/second_step.html", form, error)
    return lead_on(text(form.next))


@blueprint.route("/compte/preuve/code", methods=BOTH)
def prove() -> ResponseReturnValue:
    """Prove with a code to be the person."""
    user = myself()
    form = forms.CodeForm.of_request(next=request.args.get("next", "/compte"))
    target = local_path(text(form.next))
    if not sent(form):
        return form_page("secondfactor/prove.html", form, target=target)
    try:
        check_here(user.id, text(form.code))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("secondfactor/prove.html", form, error, target=target)
    browser.accept_proof(is_strong=True)
    return lead_on(target)


@blueprint.get("/compte/validation")
def overview() -> ResponseReturnValue:
    """Whether there is a second step, and what is left of its codes."""
    user, session = myself(), read_session()
    return render_template(
        "secondfactor/overview.html",
        is_on=queries.has_factor(session, user.id),
        left=queries.codes_left(session, user.id),
    )


@blueprint.route("/compte/validation/application", methods=BOTH)
@freshly_proved
def set_up() -> ResponseReturnValue:
    """Show the secret, and ask for a code that confirms it."""
    user = myself()
    if queries.has_factor(read_session(), user.id):
        return redirect(url_for("second_factor.overview"), 303)
    form = forms.ConfirmForm.of_request()
    if not sent(form):
        return _set_up_page(user, form)
    try:
        browser.count_attempt({f"second step of {user.id}": 10})
        with transaction() as db:
            codes = service.confirm(db, _seal(), user.id, text(form.code))
    except Invalid as error:
        form.take_errors(error.errors)
        return _set_up_page(user, form, error)
    browser.accept_proof(is_strong=True)
    return render_template("secondfactor/codes.html", codes=codes, is_new=True)


@blueprint.post("/compte/validation/codes")
@freshly_proved
def renew_codes() -> ResponseReturnValue:
    """Other recovery codes, shown this once."""
    user = myself()
    if not queries.has_factor(read_session(), user.id):
        return redirect(url_for("second_factor.overview"), 303)
    with transaction() as db:
        codes = service.renew_recovery_codes(db, _seal(), user.id)
    return render_template("secondfactor/codes.html", codes=codes, is_new=False)


@blueprint.route("/compte/validation/retrait", methods=BOTH)
@freshly_proved
def turn_off() -> ResponseReturnValue:
    """Ask, then do without a second step."""
    user = myself()
    if not queries.has_factor(read_session(), user.id):
        return redirect(url_for("second_factor.overview"), 303)
    if request.method == "GET":
        return render_template("secondfactor/turn_off.html")
    with transaction() as db:
        service.turn_off(db, user.id)
    flash(_("La validation en deux étapes est retirée."), "success")
    return redirect(url_for("second_factor.overview"), 303)


@blueprint.post("/compte/validation/appareils")
def forget_browsers() -> ResponseReturnValue:
    """Ask for a code on every device again."""
    user = myself()
    with transaction() as db:
        trust_no_browser(db, user.id)
    flash(_("Un code est de nouveau demandé sur chaque appareil."), "success")
    return redirect(url_for("second_factor.overview"), 303)


def _begin_again() -> ResponseReturnValue:
    flash(_("Cela a pris trop de temps. Reprenez la connexion : rien n'est perdu."), "info")
    target = local_path(request.values.get("next", "/"))
    return redirect(url_for("accounts.sign_in", next=target), 303)


def _set_up_page(user: User, form: forms.ConfirmForm, error: Invalid | None = None) -> ResponseReturnValue:
    secret = _prepared_secret(user.id)
    site: Settings = current_app.extensions["wiki.settings"]
    address = totp.address(secret, user.email or user.handle, site.site_name)
    values = {"picture": qr_code(address), "secret": totp.in_groups(secret), "address": address}
    return form_page("secondfactor/set_up.html", form, error, **values)


def _prepared_secret(user_id: int) -> str:
    about = service.about(user_id)
    kept = read_session().get(SecondFactor, user_id)
    secret = _seal().open(kept.secret, about) if kept is not None else None
    if secret is not None:
        return secret
    with transaction() as db:
        return service.prepare(db, _seal(), user_id)


def _seal() -> Seal:
    seal: Seal = current_app.extensions["wiki.seal"]
    return seal
