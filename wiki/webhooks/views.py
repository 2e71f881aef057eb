"""*Appels sortants*: set up, try, look at what was sent, send again, stop, remove."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from wiki.config import Settings
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.mail.writing import site_address
from wiki.permissions import Actor
from wiki.web.actor import current_actor
from wiki.web.forms import choices_of
from wiki.web.pagination import slice_of, start_key
from wiki.webhooks import queries, service
from wiki.webhooks.forms import EVERYWHERE, NAMES, STATES, WebhookForm
from wiki.webhooks.models import Webhook
from wiki.webhooks.signing import secret_of

blueprint = Blueprint("webhooks", __name__)
_BOTH = ("GET", "POST")
_ID = "<int(max=999999999):webhook_id>"
SLICE = 30


@blueprint.get("/compte/appels")
def listing() -> str:
    """Those that one looks after."""
    session, actor = read_session(), current_actor()
    return render_template("webhooks/listing.html", webhooks=queries.listing(session, actor), kinds=NAMES)


@blueprint.route("/compte/appels/nouveau", methods=_BOTH)
def create() -> ResponseReturnValue:
    """Set one up; its secret is shown now and never again."""
    form = _form(None)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as session:
                made = service.create(session, current_actor(), form.wanted(_private()))
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            return _with_secret(made)
    return render_template("webhooks/edit.html", form=form, webhook=None), 422 if form.errors else 200


@blueprint.get(f"/compte/appels/{_ID}")
def show(webhook_id: int) -> str:
    """What it is told, and what became of each message."""
    session = read_session()
    found = queries.webhook(session, current_actor(), webhook_id)
    rows = queries.deliveries(session, found, start_key(), SLICE + 1)
    log = slice_of(rows, SLICE, lambda one: one.id)
    return render_template("webhooks/show.html", webhook=found, log=log, kinds=NAMES, states=STATES)


@blueprint.route(f"/compte/appels/{_ID}/modifier", methods=_BOTH)
def change(webhook_id: int) -> ResponseReturnValue:
    """Another address, other kinds."""
    found = queries.webhook(read_session(), current_actor(), webhook_id)
    form = _form(found)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as session:
                service.change(session, current_actor(), webhook_id, form.wanted(_private()))
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for("webhooks.show", webhook_id=webhook_id), 303)
    return render_template("webhooks/edit.html", form=form, webhook=found), 422 if form.errors else 200


@blueprint.post(f"/compte/appels/{_ID}/secret")
def renew_secret(webhook_id: int) -> ResponseReturnValue:
    """Another secret, shown once."""
    with transaction() as session:
        found = service.renew_secret(session, current_actor(), webhook_id)
    return _with_secret(found)


@blueprint.post(f"/compte/appels/{_ID}/etat")
def act(webhook_id: int) -> ResponseReturnValue:
    """Try it, stop it, call it again."""
    queries.webhook(read_session(), current_actor(), webhook_id)
    verb, told = _ACTS.get(request.form.get("action", ""), (None, None))
    if verb is None:
        raise NotFound
    try:
        with transaction() as session:
            verb(session, current_actor(), webhook_id)
        flash(str(told), "success")
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
    return redirect(url_for("webhooks.show", webhook_id=webhook_id), 303)


@blueprint.post(f"/compte/appels/{_ID}/envois/<int(max=999999999):delivery_id>")
def send_again(webhook_id: int, delivery_id: int) -> ResponseReturnValue:
    """Send a message once more."""
    try:
        with transaction() as session:
            service.send_again(session, current_actor(), webhook_id, delivery_id)
        flash(_("L'envoi repart dans un instant."), "success")
    except Invalid as error:
        flash(str(error.errors[""]), "warning")
    return redirect(url_for("webhooks.show", webhook_id=webhook_id), 303)


@blueprint.route(f"/compte/appels/{_ID}/suppression", methods=_BOTH)
def remove(webhook_id: int) -> ResponseReturnValue:
    """Ask, then forget it and its log."""
    found = queries.webhook(read_session(), current_actor(), webhook_id)
    if request.method == "GET":
        return render_template("webhooks/remove.html", webhook=found)
    with transaction() as session:
        service.remove(session, current_actor(), webhook_id)
    flash(_("L'appel sortant est supprimé."), "success")
    return redirect(url_for("webhooks.listing"), 303)


@blueprint.after_request
def keep_out_of_caches(response: Response) -> Response:
    """Secrets are shown here."""
    response.headers["Cache-Control"] = "no-store"
    return response


def account_section(**context: Any) -> str:
    """The way to one's webhooks, for who may have any."""
    actor = current_actor()
    may = actor.is_admin or "referent" in actor.territories.values()
    return render_template("webhooks/section.html") if may else ""


def _try_out(session: Session, actor: Actor, webhook_id: int) -> object:
    settings: Settings = current_app.extensions["wiki.settings"]
    return service.try_out(session, actor, webhook_id, site_address(settings))


_ACTS: dict[str, tuple[Callable[[Session, Actor, int], object], Any]] = {
    "essai": (_try_out, _l("L'essai part dans un instant. Rechargez la page pour voir ce qu'il devient.")),
    "arret": (service.stop, _l("Plus rien n'est envoyé. Ce qui attendait est abandonné.")),
    "reprise": (service.resume, _l("Les envois reprennent avec ce qui se passe à partir de maintenant.")),
}


def _form(found: Webhook | None) -> WebhookForm:
    places = queries.manageable(read_session(), current_actor())
    chosen = {} if found is None else {
        "url": found.url, "kinds": found.kinds, "with_territory": found.with_territory,
        "territory": str(found.territory_id or EVERYWHERE),
    }  # fmt: skip
    form = WebhookForm.of_request(**chosen)
    everything = [(EVERYWHERE, _("Sur tout le site, ce qui est public"))] if current_actor().is_admin else []
    if found is not None:
        # Of which territory it tells was decided when it was set up.
        places = [place for place in places if place.id == found.territory_id]
        everything = [] if found.territory_id else everything
    form.territory.choices = choices_of([*everything, *((str(place.id), place.name) for place in places)])
    return form


def _with_secret(found: Webhook) -> ResponseReturnValue:
    secret = secret_of(str(current_app.config["SECRET_KEY"]), found.id, found.serial)
    return render_template("webhooks/secret.html", webhook=found, secret=secret)


def _private() -> bool:
    settings: Settings = current_app.extensions["wiki.settings"]
    return settings.outgoing_private
