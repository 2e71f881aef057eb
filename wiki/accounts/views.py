"""Pages of one's own account: coming in, going out, changing, leaving; and what others see."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from wiki.accounts import browser, forms, queries, service
from wiki.accounts.doors import doors
from wiki.accounts.identity import normal_email
from wiki.accounts.posted import (
    BOTH,
    ask_second_step,
    form_page,
    keep_out_of_caches,
    lead_on,
    myself,
    sent,
    text,
)
from wiki.accounts.proof.guard import freshly_proved
from wiki.accounts.security.tokens import Tokens
from wiki.accounts.signins import hashed
from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import Invalid
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text
from wiki.web.honeypot import is_trapped

blueprint = Blueprint("accounts", __name__)


# --- coming in and going out -----------------------------------------------------------------------------


@blueprint.route("/connexion", methods=BOTH)
@keeps_typed_text
def sign_in() -> ResponseReturnValue:
    """Sign in, then go on where one came from."""
    form = forms.SignInForm.of_request(next=request.args.get("next", "/"))
    if sent(form):
        try:
            browser.sign_in_here(text(form.email), text(form.password))
            return lead_on(text(form.next))
        except browser.OneMoreStep:
            return ask_second_step(text(form.next))
        except Invalid as error:
            form.take_errors(error.errors)
            return form_page("accounts/sign_in.html", form, error)
    return form_page("accounts/sign_in.html", form)


@blueprint.route("/deconnexion", methods=BOTH)
def sign_out() -> ResponseReturnValue:
    """Ask, then end the session of this browser; only a form may change something."""
    if not current_actor().is_authenticated:
        return redirect("/", 303)
    if request.method == "GET":
        return render_template("accounts/sign_out.html")
    person = browser.person_here()
    browser.sign_out_here()
    flash(_("Votre session est fermée."), "success")
    return redirect(doors(current_app).farewells.get(person.way if person else "", "/"), 303)


@blueprint.route("/inscription", methods=BOTH)
@keeps_typed_text
def sign_up() -> ResponseReturnValue:
    """Create an account, as far as this site lets people do so."""
    token = request.values.get("invitation", "")
    site: Settings = current_app.extensions["wiki.settings"]
    if site.sign_up == "closed" or (site.sign_up == "invitation" and not token):
        return render_template("accounts/no_sign_up.html", by_invitation=site.sign_up == "invitation"), 403
    try:
        invited = queries.open_invitation(read_session(), hashed(token)).email if token else ""
    except Invalid as error:
        return _dead_link(error)
    form = forms.SignUpForm.of_request(invitation=token, email=invited)
    if not sent(form):
        return form_page("accounts/sign_up.html", form, invited=invited)
    try:
        # A program that fills in every field is told what people are told, and nothing is made.
        if not is_trapped():
            _sign_up(form)
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("accounts/sign_up.html", form, error, invited=invited)
    if invited:
        flash(_("Votre compte est prêt. Connectez-vous."), "success")
    else:
        _flash_mail_on_its_way(text(form.email))
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.route("/confirmation/<token>", methods=BOTH)
def confirm(token: str) -> ResponseReturnValue:
    """Ask, then take the address as proved; a mail program that opens every link must not change anything."""
    try:
        if request.method == "GET":
            _user, email = service.open_link(read_session(), _tokens(), "confirm", token)
            return render_template("accounts/confirm.html", email=email)
        with transaction() as db:
            service.confirm(db, _tokens(), token)
    except Invalid as error:
        return _dead_link(error)
    if current_actor().is_authenticated:
        flash(_("Votre adresse est confirmée."), "success")
        return redirect(url_for("accounts.settings"), 303)
    flash(_("Votre adresse est confirmée. Connectez-vous."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.route("/mot-de-passe/oubli", methods=BOTH)
@keeps_typed_text
def forgot() -> ResponseReturnValue:
    """Have a link sent; the answer is the same for every address."""
    form = forms.ForgotForm.of_request(email=request.args.get("email", ""))
    if not sent(form):
        return form_page("accounts/forgot.html", form)
    try:
        email = normal_email(text(form.email))
        browser.count_attempt({f"reset from {browser.network()}": 40, f"reset {email}": 5})
        with transaction() as db:
            service.ask_reset(db, email, str(get_locale() or ""))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("accounts/forgot.html", form, error)
    _flash_mail_on_its_way(email)
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.route("/mot-de-passe/<token>", methods=BOTH)
def reset(token: str) -> ResponseReturnValue:
    """Choose another password by the mailed link."""
    try:
        service.open_link(read_session(), _tokens(), "reset", token)
    except Invalid as error:
        return _dead_link(error)
    form = forms.ResetForm.of_request()
    if not sent(form):
        return form_page("accounts/reset.html", form)
    try:
        with transaction() as db:
            service.reset_password(db, _tokens(), token, text(form.password))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("accounts/reset.html", form, error)
    flash(_("Votre mot de passe est changé. Connectez-vous."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


# --- one's own account -----------------------------------------------------------------------------------


@blueprint.route("/compte", methods=BOTH)
def settings() -> ResponseReturnValue:
    """Name and language, and the way to everything else."""
    user, person = myself(), browser.person_here()
    values: dict[str, Any] = {"user": user, "held_back": person is not None and bool(person.held_back)}
    form = forms.DetailsForm.of_request(name=user.name, locale=user.locale)
    if not sent(form):
        return form_page("accounts/settings.html", form, **values)
    try:
        with transaction() as db:
            service.change_details(db, user.id, text(form.name), text(form.locale))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("accounts/settings.html", form, error, **values)
    flash(_("C'est enregistré."), "success")
    return redirect(url_for("accounts.settings"), 303)


@blueprint.route("/compte/mot-de-passe", methods=BOTH)
@freshly_proved
def password() -> ResponseReturnValue:
    """Another password; every other browser is signed out."""
    user = myself()
    form = forms.PasswordForm.of_request()
    if not sent(form):
        return form_page("accounts/password.html", form, user=user)
    try:
        with transaction() as db:
            changed = service.change_password(db, user.id, text(form.password))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("accounts/password.html", form, error, user=user)
    browser.sign_in_again(changed)
    flash(_("Votre mot de passe est changé. Les autres appareils sont déconnectés."), "success")
    return redirect(url_for("accounts.settings"), 303)


@blueprint.route("/compte/adresse", methods=BOTH)
@freshly_proved
def email() -> ResponseReturnValue:
    """Another address, which counts once it is confirmed."""
    user = myself()
    form = forms.EmailForm.of_request()
    if not sent(form):
        return form_page("accounts/email.html", form, user=user)
    try:
        with transaction() as db:
            service.change_email(db, _tokens(), user.id, text(form.email))
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("accounts/email.html", form, error, user=user)
    _flash_mail_on_its_way(text(form.email))
    return redirect(url_for("accounts.settings"), 303)


@blueprint.get("/personnes/<handle>")
def profile(handle: str) -> str:
    """What everybody may know of somebody."""
    db = read_session()
    person = queries.public_profile(db, handle)
    return render_template("accounts/profile.html", person=person, places=queries.places_of(db, person.id))


@blueprint.before_app_request
def keep_language() -> None:
    """The switch of a page also sets the language of the account, which would otherwise win over it."""
    actor = current_actor()
    if request.endpoint == "web.choose_language" and actor.user_id is not None:
        with transaction() as db:
            service.choose_language(db, actor.user_id, request.form.get("langue", ""))


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """A profile is the same for everybody; all else is somebody's."""
    return response if request.endpoint == "accounts.profile" else keep_out_of_caches(response)


def _dead_link(error: Invalid) -> ResponseReturnValue:
    return render_template("accounts/dead_link.html", message=error.errors[""]), 410


def _flash_mail_on_its_way(email: str) -> None:
    flash(
        _(
            "Un message est en route vers %(email)s. Ouvrez-le et suivez son lien dans la journée. "
            "Rien reçu ? Regardez dans les indésirables.",
            email=email,
        ),
        "info",
    )


def _tokens() -> Tokens:
    tokens: Tokens = current_app.extensions["wiki.tokens"]
    return tokens


def _sign_up(form: forms.SignUpForm) -> None:
    email = text(form.email)
    browser.count_attempt({f"sign-up from {browser.network()}": 40, f"sign-up {_counted(email)}": 5})
    with transaction() as db:
        service.sign_up(
            db,
            _tokens(),
            name=text(form.name),
            email=email,
            password=text(form.password),
            locale=str(get_locale() or ""),
            invitation_token=text(form.invitation),
        )


def _counted(email: str) -> str:
    """An address as attempts count it: one address has many spellings, all of which reach its owner."""
    try:
        return normal_email(email)
    except Invalid:
        return email.lower()
