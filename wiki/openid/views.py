"""The way to the provider and back, and what becomes of who comes back."""

import hmac
import logging
import secrets
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from wiki.accounts import browser
from wiki.accounts.models import BegunStep, User
from wiki.accounts.posted import BOTH, account_pages, form_page, let_in, myself, sent, text, with_next
from wiki.accounts.proof.guard import freshly_proved
from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid
from wiki.openid import forms, queries, service
from wiki.openid.provider import Claims, Journey, Provider, ProviderFault
from wiki.web.actor import current_actor
from wiki.web.views import local_path

log = logging.getLogger(__name__)
blueprint = account_pages("openid")
EXTENSION = "wiki.openid"
JOURNEY = "openid journey"
ARRIVED = "openid arrival"


@blueprint.get("/connexion/openid")
def go() -> ResponseReturnValue:
    """Leave for the provider."""
    return _leave({"next": local_path(request.args.get("next", "/"))})


@blueprint.post("/compte/openid")
@freshly_proved
def begin_link() -> ResponseReturnValue:
    """Say where one is about to go; a link leads there, for a form may not lead to another site."""
    user = myself()
    return _leave({"next": "/compte/openid"}, user.id)


@blueprint.get("/connexion/openid/retour")
def come_back() -> ResponseReturnValue:
    """Believe what the provider says only if it answers the question that this very browser asked."""
    step = browser.finish_here(JOURNEY)
    if step is None or not _is_answer_to(step, request.args.get("state", "")):
        return _failed(_("Cette réponse ne va avec aucune connexion commencée ici. Recommencez."))
    if "error" in request.args:
        return _failed(_("La connexion a été abandonnée chez %(name)s.", name=_settings().oidc_name))
    try:
        claims = _provider().claims_of(request.args.get("code", ""), _journey_of(step), _return_address())
    except ProviderFault as fault:
        log.warning("OpenID Connect: %s", fault)
        return _failed(
            _("%(name)s n'a pas répondu comme il faut. Réessayez plus tard.", name=_settings().oidc_name)
        )
    if step.user_id is not None:
        return _link(step.user_id, claims)
    return _arrive(claims, step.data["next"])


@blueprint.route("/connexion/openid/compte", methods=BOTH)
def settle() -> ResponseReturnValue:
    """The first time: prove to own the account that has the address, or create one."""
    step = browser.begun_here(ARRIVED)
    if step is None:
        return redirect("/connexion", 303)
    claims = Claims(**step.data["claims"])
    holder = service.holder_of(read_session(), claims)
    return _prove(step, claims, holder) if holder is not None else _create(step, claims)


@blueprint.get("/compte/openid")
def listing() -> str:
    """With whom the account is linked."""
    linked = queries.identities_of(read_session(), myself().id)
    return render_template("openid/listing.html", identities=linked, name=_settings().oidc_name)


@blueprint.route("/compte/openid/<int(max=2147483647):identity_id>/retrait", methods=BOTH)
@freshly_proved
def unlink(identity_id: int) -> ResponseReturnValue:
    """Ask, then let that identity open the account no more."""
    user = myself()
    found = queries.identity_of(read_session(), user.id, identity_id)
    if request.method == "GET":
        return render_template("openid/unlink.html", identity=found, name=_settings().oidc_name)
    with transaction() as db:
        service.unlink(db, user.id, identity_id)
    flash(_("Ce lien est retiré."), "success")
    return redirect(url_for("openid.listing"), 303)


@blueprint.get("/deconnexion/openid")
def farewell() -> ResponseReturnValue:
    """Signed out here; perhaps there as well (OpenID Connect RP-Initiated Logout 1.0)."""
    settings = _settings()
    way_out = _provider().way_out(settings.site_url or request.host_url)
    return render_template("openid/signed_out.html", way_out=way_out, name=settings.oidc_name)


def _leave(data: dict[str, str], user_id: int | None = None) -> ResponseReturnValue:
    journey = Journey(*(secrets.token_urlsafe(32) for _number in range(3)))
    try:
        address = _provider().way_there(journey, _return_address())
    except ProviderFault as fault:
        log.warning("OpenID Connect: %s", fault)
        return _failed(_("%(name)s ne répond pas. Réessayez plus tard.", name=_settings().oidc_name))
    browser.count_attempt({f"openid from {browser.network()}": 200})
    browser.begin_here(JOURNEY, user_id=user_id, data={**data, **vars(journey)})
    if user_id is None:
        return redirect(address, 303)
    return render_template("openid/go.html", address=address, name=_settings().oidc_name)


def _link(user_id: int, claims: Claims) -> ResponseReturnValue:
    """The account that began it, if it is still the one that is signed in here."""
    if myself().id != user_id:
        return _failed(_("Vous n'êtes plus dans le même compte. Rien n'a changé."))
    try:
        with transaction() as db:
            service.link(db, user_id, claims)
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
    else:
        flash(
            _("C'est relié : %(name)s ouvre désormais votre compte.", name=_settings().oidc_name), "success"
        )
    return redirect(url_for("openid.listing"), 303)


def _arrive(claims: Claims, target: str) -> ResponseReturnValue:
    try:
        with transaction() as db:
            user = service.person(db, claims)
    except Invalid as error:
        return _failed(str(error.errors[""]))
    if user is not None:
        return let_in(user, "openid", target)
    browser.begin_here(ARRIVED, data={"claims": service.as_data(claims), "next": target})
    return redirect("/connexion/openid/compte", 303)


def _prove(step: BegunStep, claims: Claims, holder: User) -> ResponseReturnValue:
    form = forms.LinkForm.of_request(next=step.data["next"])
    values: dict[str, Any] = {"email": claims.email, "name": _settings().oidc_name,
                              "has_password": holder.password_hash is not None}  # fmt: skip
    if not sent(form):
        return form_page("openid/prove.html", form, **values)
    try:
        user = browser.check_password_here(claims.email, text(form.password))
        with transaction() as db:
            service.link(db, user.id, claims)
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("openid/prove.html", form, error, **values)
    browser.finish_here(ARRIVED)
    return let_in(user, "openid", step.data["next"])


def _create(step: BegunStep, claims: Claims) -> ResponseReturnValue:
    policy, name = _settings().sign_up, _settings().oidc_name
    form = forms.NewAccountForm.of_request(name=claims.name, next=step.data["next"])
    try:
        service.check_may_sign_up(read_session(), claims, policy)
        if not sent(form):
            return form_page("openid/create.html", form, email=claims.email, name=name)
        if current_actor().is_suspended:
            raise Forbidden
        with transaction() as db:
            user = service.sign_up(db, claims, text(form.name), policy, str(get_locale() or ""))
    except service.NoSignUp:
        page = render_template("accounts/no_sign_up.html", by_invitation=policy == "invitation")
        return page, 403
    except Invalid as error:
        form.take_errors(error.errors)
        return form_page("openid/create.html", form, error, email=claims.email, name=name)
    browser.finish_here(ARRIVED)
    flash(_("Votre compte est prêt."), "success")
    return let_in(user, "openid", step.data["next"])


def _failed(message: str) -> ResponseReturnValue:
    flash(message, "warning")
    return redirect(with_next("/connexion", "/"), 303)


def _is_answer_to(step: BegunStep, state: str) -> bool:
    return hmac.compare_digest(step.data["state"].encode(), state.encode("utf-8", "surrogatepass"))


def _journey_of(step: BegunStep) -> Journey:
    return Journey(step.data["state"], step.data["nonce"], step.data["verifier"])


def _return_address() -> str:
    site = (_settings().site_url or request.host_url).rstrip("/")
    return f"{site}/connexion/openid/retour"


def _provider() -> Provider:
    provider: Provider | None = current_app.extensions[EXTENSION]
    if provider is None:
        abort(404)
    return provider


def _settings() -> Settings:
    settings: Settings = current_app.extensions["wiki.settings"]
    return settings
