"""Writing to those who keep something, and the conversation that follows, for its two sides."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scenarios.inventory import moderation
from scenarios.inventory.contact import queries, service
from scenarios.inventory.contact.forms import MessageForm
from scenarios.inventory.contact.models import Contact
from scenarios.inventory.contact.queries import account_of
from scenarios.inventory.forms import ReasonForm
from scenarios.inventory.models import NEED, InventoryItem
from scenarios.inventory.queries import by_ids, item, item_row
from wiki.db import read_session, transaction
from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages.forms import number_of
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.permissions import Actor, Permission, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.honeypot import is_trapped
from wiki.web.pagination import slice_of, start_key

blueprint = Blueprint("contacts", __name__)
BOTH = ("GET", "POST")
ID = "int(max=999999999)"
SLICE = 20
Act = Callable[[Session, Actor, int], Contact]


@blueprint.route(f"/inventaire/<{ID}:item_id>/contact", methods=BOTH)
@keeps_typed_text
def ask(item_id: int) -> ResponseReturnValue:
    """Write to those who keep an item."""
    if request.method == "POST" and _is_lost():
        return sign_in_and_go_on() or ask(item_id)
    session, actor = read_session(), current_actor()
    row = item_row(session, actor, item_id)
    require(actor, Permission.INVENTORY_CONTACT, row.territory)
    form = MessageForm.of_request(need=request.args.get("besoin", ""))
    if request.method == "POST" and form.validate():
        if is_trapped():
            form.take_errors({"": _("Attendez quelques secondes, puis envoyez de nouveau.")})
        else:
            sent = _sent(item_id, form)
            if sent is not None:
                return sent
    return _ask_page(item_id, form), 422 if form.errors else 200


@blueprint.get("/mises-en-relation")
def listing() -> str:
    """One's conversations."""
    session, actor = read_session(), current_actor()
    found = queries.mine(session, actor, start_key(), SLICE + 1)
    things = [row.contact.item_id for row in found if row.contact.item_id is not None]
    return render_template(
        "inventory/contact/listing.html",
        found=slice_of(found, SLICE, lambda row: row.id),
        items=by_ids(session, actor, things),
    )


@blueprint.route(f"/mises-en-relation/<{ID}:contact_id>", methods=BOTH)
@keeps_typed_text
def show(contact_id: int) -> ResponseReturnValue:
    """A conversation, and the answer that one writes."""
    if request.method == "POST" and _is_lost():
        return sign_in_and_go_on() or show(contact_id)
    queries.contact(read_session(), current_actor(), contact_id)
    form = MessageForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.answer(
                    writing, current_actor(), contact_id, form.text.data or "", form.form_key.data or ""
                )
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Votre message est envoyé."), "success")
            return redirect(f"/mises-en-relation/{contact_id}#dernier", 303)
    return _conversation(contact_id, form), 422 if form.errors else 200


@blueprint.post(f"/mises-en-relation/<{ID}:contact_id>/clore")
def close(contact_id: int) -> ResponseReturnValue:
    """End a conversation."""
    return _done(contact_id, service.close, _("La conversation est close. Vous pouvez la rouvrir."))


@blueprint.post(f"/mises-en-relation/<{ID}:contact_id>/rouvrir")
def reopen(contact_id: int) -> ResponseReturnValue:
    """Go on with a conversation."""
    return _done(contact_id, service.reopen, _("La conversation est rouverte."))


@blueprint.post(f"/mises-en-relation/<{ID}:contact_id>/bloquer")
def block(contact_id: int) -> ResponseReturnValue:
    """Receive no more from the other side."""
    return _done(
        contact_id, service.block, _("C'est fait : cette personne ne peut plus vous écrire par ce moyen.")
    )


@blueprint.post(f"/mises-en-relation/<{ID}:contact_id>/debloquer")
def unblock(contact_id: int) -> ResponseReturnValue:
    """Let the other side write again."""
    return _done(contact_id, service.unblock, _("Cette personne peut de nouveau vous écrire."))


@blueprint.route(f"/mises-en-relation/<{ID}:contact_id>/signaler", methods=BOTH)
def report(contact_id: int) -> ResponseReturnValue:
    """Let the national team read a conversation."""
    found = queries.contact(read_session(), current_actor(), contact_id)
    form = ReasonForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.report(writing, current_actor(), contact_id, form.reason.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("Merci : l'équipe nationale va lire cette conversation."), "success")
            return redirect(found.path, 303)
    return render_template(
        "inventory/contact/report.html", form=form, contact=found
    ), 422 if form.errors else 200


@blueprint.get("/inventaire/signalements")
def reports() -> str:
    """Items and conversations that people ask to be looked at."""
    session, actor = read_session(), current_actor()
    if not actor.is_authenticated:
        raise Forbidden
    conversations = queries.reports(session, actor) if actor.is_curator else []
    said = {one.contact_id: queries.messages(session, one.contact_id) for one in conversations}
    return render_template(
        "inventory/reports.html",
        reports=moderation.reports(session, actor),
        conversations=conversations,
        said=said,
    )


@blueprint.post(f"/inventaire/signalements/<{ID}:report_id>/garder")
def keep(report_id: int) -> ResponseReturnValue:
    """Leave a reported item where it is."""
    with transaction() as writing:
        moderation.keep(writing, current_actor(), report_id)
    flash(_("La fiche est gardée."), "success")
    return redirect("/inventaire/signalements", 303)


@blueprint.post(f"/inventaire/signalements/conversations/<{ID}:report_id>")
def decide(report_id: int) -> ResponseReturnValue:
    """End a reported conversation, or leave it."""
    is_ended = request.form.get("action") == "clore"
    with transaction() as writing:
        service.decide(writing, current_actor(), report_id, is_ended=is_ended)
    flash(_("C'est décidé."), "success")
    return redirect("/inventaire/signalements", 303)


def _is_lost() -> bool:
    """Whether the session ended, or the token is not ours: what was typed is given back."""
    return token_refused() or not current_actor().is_authenticated


def _sent(item_id: int, form: MessageForm) -> ResponseReturnValue | None:
    need_id = number_of(form.need.data) or None
    try:
        with transaction() as writing:
            made = service.ask(
                writing, current_actor(), item_id, form.text.data or "", need_id, form.form_key.data or ""
            )
            path = made.path
    except Invalid as error:
        form.take_errors(error.errors)
        return None
    flash(_("Votre message est envoyé. La réponse arrivera ici, et par courrier électronique."), "success")
    return redirect(path, 303)


def _ask_page(item_id: int, form: MessageForm) -> str:
    session, actor = read_session(), current_actor()
    row = item_row(session, actor, item_id)
    return render_template(
        "inventory/contact/ask.html",
        form=form,
        item=item(session, actor, row.id),
        need=_need(form),
        territory=row.territory,
        person=row.person if row.person is not None and row.person.deleted_at is None else None,
    )


def _need(form: MessageForm) -> InventoryItem | None:
    """The need that the address, or the form, names; none where it means nothing."""
    try:
        found = item_row(read_session(), current_actor(), number_of(form.need.data))
    except NotFound:
        return None
    return found if found.kind == NEED else None


def _conversation(contact_id: int, form: MessageForm) -> str:
    actor = current_actor()
    said = queries.messages(read_session(), contact_id)
    if said and queries.seen_by(read_session(), actor, contact_id) < said[-1].id:
        with transaction() as writing:
            service.see(writing, actor, contact_id, said[-1].id)
    session = read_session()
    found = queries.contact(session, actor, contact_id)
    others = queries.others_ids(found, actor)
    about = by_ids(session, actor, [one for one in (found.item_id, found.need_id) if one is not None])
    return render_template(
        "inventory/contact/conversation.html",
        contact=found,
        form=form,
        messages=queries.messages(session, contact_id),
        names=queries.others(found, actor),
        item=about.get(found.item_id or 0),
        need=about.get(found.need_id or 0),
        is_blocking=any(queries.is_blocked(session, one, by=account_of(actor)) for one in others),
    )


def _done(contact_id: int, act: Act, told: str) -> ResponseReturnValue:
    try:
        with transaction() as writing:
            act(writing, current_actor(), contact_id)
    except Invalid as error:
        flash(" ".join(str(message) for message in error.errors.values()), "danger")
    else:
        flash(told, "success")
    return redirect(f"/mises-en-relation/{contact_id}", 303)
