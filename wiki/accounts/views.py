"""Pages of one's own account: coming in, going out, changing, leaving; and what others see."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from wiki.accounts import browser, forms, queries, service
from wiki.accounts.identity import normal_email
from wiki.accounts.models import User
from wiki.accounts.security.throttle import TooManyAttempts
from wiki.accounts.security.tokens import Tokens
from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.forms import Form
from wiki.web.views import local_path

blueprint = Blueprint("accounts", __name__)
_BOTH = ("GET", "POST")


# --- coming in and going out -----------------------------------------------------------------------------


@blueprint.route("/connexion", methods=_BOTH)
@keeps_typed_text
def sign_in() -> ResponseReturnValue:
    """Sign in, then go on where one came from."""
    form = forms.SignInForm.of_request(next=request.args.get("next", "/"))
    if _sent(form):
        try:
            browser.sign_in_here(_text(form.email), _text(form.password))
            return redirect(local_path(_text(form.next)), 303)
        except Invalid as error:
            form.take_errors(error.errors)
            return _page("accounts/sign_in.html", form, error)
    return _page("accounts/sign_in.html", form)


@blueprint.route("/deconnexion", methods=_BOTH)
def sign_out() -> ResponseReturnValue:
    """Ask, then end the session of this browser; only a form may change something."""
    if not current_actor().is_authenticated:
        return redirect("/", 303)
    if request.method == "GET":
        return render_template("accounts/sign_out.html")
    browser.sign_out_here()
    flash(_("Votre session est fermée."), "success")
    return redirect("/", 303)


@blueprint.route("/inscription", methods=_BOTH)
@keeps_typed_text
def sign_up() -> ResponseReturnValue:
    """Create an account, as far as this site lets people do so."""
    token = request.values.get("invitation", "")
    site: Settings = current_app.extensions["wiki.settings"]
    if site.sign_up == "closed" or (site.sign_up == "invitation" and not token):
        return render_template("accounts/no_sign_up.html", by_invitation=site.sign_up == "invitation"), 403
    try:
        invited = queries.open_invitation(read_session(), service.hashed(token)).email if token else ""
    except Invalid as error:
        return _dead_link(error)
    form = forms.SignUpForm.of_request(invitation=token, email=invited)
    if not _sent(form):
        return _page("accounts/sign_up.html", form, invited=invited)
    try:
        _sign_up(form)
    except Invalid as error:
        form.take_errors(error.errors)
        return _page("accounts/sign_up.html", form, error, invited=invited)
    if invited:
        flash(_("Votre compte est prêt. Connectez-vous."), "success")
    else:
        _flash_mail_on_its_way(_text(form.email))
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.route("/confirmation/<token>", methods=_BOTH)
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


@blueprint.route("/mot-de-passe/oubli", methods=_BOTH)
@keeps_typed_text
def forgot() -> ResponseReturnValue:
    """Have a link sent; the answer is the same for every address."""
    form = forms.ForgotForm.of_request(email=request.args.get("email", ""))
    if not _sent(form):
        return _page("accounts/forgot.html", form)
    try:
        email = normal_email(_text(form.email))
        browser.count_attempt({f"reset from {browser.network()}": 40, f"reset {email}": 5})
        with transaction() as db:
            service.ask_reset(db, email, str(get_locale() or ""))
    except Invalid as error:
        form.take_errors(error.errors)
        return _page("accounts/forgot.html", form, error)
    _flash_mail_on_its_way(email)
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.route("/mot-de-passe/<token>", methods=_BOTH)
def reset(token: str) -> ResponseReturnValue:
    """Choose another password by the mailed link."""
    try:
        service.open_link(read_session(), _tokens(), "reset", token)
    except Invalid as error:
        return _dead_link(error)
    form = forms.ResetForm.of_request()
    if not _sent(form):
        return _page("accounts/reset.html", form)
    try:
        with transaction() as db:
            service.reset_password(db, _tokens(), token, _text(form.password))
    except Invalid as error:
        form.take_errors(error.errors)
        return _page("accounts/reset.html", form, error)
    flash(_("Votre mot de passe est changé. Connectez-vous."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


# --- one's own account -----------------------------------------------------------------------------------


@blueprint.route("/compte", methods=_BOTH)
def settings() -> ResponseReturnValue:
    """Name and language, and the way to everything else."""
    user = _myself()
    form = forms.DetailsForm.of_request(name=user.name, locale=user.locale)
    if not _sent(form):
        return _page("accounts/settings.html", form, user=user)
    try:
        with transaction() as db:
            service.change_details(db, user.id, _text(form.name), _text(form.locale))
    except Invalid as error:
        form.take_errors(error.errors)
        return _page("accounts/settings.html", form, error, user=user)
    flash(_("C'est enregistré."), "success")
    return redirect(url_for("accounts.settings"), 303)


@blueprint.route("/compte/mot-de-passe", methods=_BOTH)
def password() -> ResponseReturnValue:
    """Another password; every other browser is signed out."""
    user = _myself()
    form = forms.PasswordForm.of_request()
    if not _sent(form):
        return _page("accounts/password.html", form)
    try:
        _check_present_password(user, _text(form.current))
        with transaction() as db:
            changed = service.change_password(db, user.id, _text(form.password))
    except Invalid as error:
        form.take_errors(error.errors)
        return _page("accounts/password.html", form, error)
    browser.sign_in_person(changed)
    flash(_("Votre mot de passe est changé. Les autres appareils sont déconnectés."), "success")
    return redirect(url_for("accounts.settings"), 303)


@blueprint.route("/compte/adresse", methods=_BOTH)
def email() -> ResponseReturnValue:
    """Another address, which counts once it is confirmed."""
    user = _myself()
    form = forms.EmailForm.of_request()
    if not _sent(form):
        return _page("accounts/email.html", form, user=user)
    try:
        _check_present_password(user, _text(form.current))
        with transaction() as db:
            service.change_email(db, _tokens(), user.id, _text(form.email))
    except Invalid as error:
        form.take_errors(error.errors)
        return _page("accounts/email.html", form, error, user=user)
    _flash_mail_on_its_way(_text(form.email))
    return redirect(url_for("accounts.settings"), 303)


@blueprint.route("/compte/suppression", methods=_BOTH)
def delete() -> ResponseReturnValue:
    """Leave: say what goes and what stays, ask for the password, forget the person."""
    user = _myself()
    form = forms.DeletionForm.of_request()
    if not _sent(form):
        return _page("accounts/delete.html", form)
    try:
        _check_present_password(user, _text(form.current))
        with transaction() as db:
            service.delete_account(db, user.id)
    except Invalid as error:
        form.take_errors(error.errors)
        return _page("accounts/delete.html", form, error)
    browser.sign_out_here()
    flash(_("Votre compte est supprimé. Merci pour ce que vous avez apporté."), "success")
    return redirect("/", 303)


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
def keep_out_of_caches(response: Response) -> Response:
    """Going back after signing out must show nothing; a profile is the same for everybody."""
    if request.endpoint != "accounts.profile":
        response.headers["Cache-Control"] = "no-store"
    return response


def _sent(form: Form) -> bool:
    """Whether the form was posted from our page and every field is filled."""
    if request.method != "POST":
        return False
    if token_refused():
        form.take_errors(
            {"": _("Cette page était ouverte depuis longtemps. Renvoyez-la : rien n'a encore changé.")}
        )
        return False
    return form.validate()


def _page(template: str, form: Form, error: Invalid | None = None, **values: Any) -> ResponseReturnValue:
    """The page of a form, with the status that says what became of it."""
    status = 200
    if isinstance(error, TooManyAttempts):
        status = 429
    elif token_refused():
        status = 400
    elif form.errors:
        status = 422
    return render_template(template, form=form, **values), status


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


def _text(field: Any) -> str:
    return field.data or ""


def _myself() -> User:
    """The account of the person at hand; a visitor is asked to sign in."""
    actor = current_actor()
    if actor.user_id is None:
        raise Forbidden
    return read_session().get_one(User, actor.user_id)


def _check_present_password(user: User, password: str) -> None:
    key = f"password of {user.id}"
    browser.count_attempt({key: 10})
    service.check_password(read_session(), user.id, password)


def _tokens() -> Tokens:
    tokens: Tokens = current_app.extensions["wiki.tokens"]
    return tokens


def _sign_up(form: forms.SignUpForm) -> None:
    email = _text(form.email)
    browser.count_attempt({f"sign-up from {browser.network()}": 40, f"sign-up {_counted(email)}": 5})
    with transaction() as db:
        service.sign_up(
            db,
            _tokens(),
            name=_text(form.name),
            email=email,
            password=_text(form.password),
            locale=str(get_locale() or ""),
            invitation_token=_text(form.invitation),
        )


def _counted(email: str) -> str:
    """An address as attempts count it: one address has many spellings, all of which reach its owner."""
    try:
        return normal_email(email)
    except Invalid:
        return email.lower()
