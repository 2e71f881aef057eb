"""One's own offers: what became of them, talking about them, mending them, taking them back.

An account finds them under its number, a visitor by the secret address that was shown when they offered.
"""

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.browser import count_attempt, network
from wiki.contributions import queries, service
from wiki.contributions.editing import LOOKS, editor, look
from wiki.contributions.following import PREFIX
from wiki.contributions.forms import MessageForm, OfferForm
from wiki.contributions.models import Contribution
from wiki.contributions.queries import Key
from wiki.contributions.reviewing import conversation, review
from wiki.contributions.views import BOTH, OFTEN, blueprint
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Forbidden, Invalid
from wiki.pages.unsaved import gives_text_back, sign_in_and_go_on
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.pagination import slice_of, start_key

SLICE = 20


@blueprint.get("/compte/propositions")
def mine() -> str:
    """What I offered."""
    actor = current_actor()
    found = queries.mine(read_session(), actor, start_key(), SLICE + 1)
    return render_template(
        "contributions/mine.html",
        offers=slice_of(found, SLICE, lambda offered: offered.id),
        sees_page=lambda offered: queries.sees_page(actor, offered),
    )


@blueprint.route("/compte/propositions/<int(max=999999999):contribution_id>", methods=BOTH)
@keeps_typed_text
@gives_text_back
def own(contribution_id: int) -> ResponseReturnValue:
    """What I offered, by its number."""
    if request.method == "POST" and (token_refused() or not current_actor().is_authenticated):
        return sign_in_and_go_on() or own(contribution_id)
    if not current_actor().is_authenticated:
        raise Forbidden
    return _shown(contribution_id, f"/compte/propositions/{contribution_id}")


@blueprint.route(f"{PREFIX}<token>", methods=BOTH)
@keeps_typed_text
@gives_text_back
def followed(token: str) -> ResponseReturnValue:
    """What a visitor offered. The address is secret: it is kept nowhere, told to no other site, in no engine."""
    response: Response = make_response(_shown(token, PREFIX + token))
    response.headers["Cache-Control"] = "private, no-store"
    # Not "no-referrer": over HTTPS, forms must say which page of ours they come from.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _shown(key: Key, address: str) -> ResponseReturnValue:
    found = queries.own(read_session(), current_actor(), key)
    is_editor = found.is_open and queries.sees_page(current_actor(), found)
    if request.method == "GET":
        if request.args.get("vue") == "editeur" and is_editor:
            form = OfferForm(
                is_guest=False, text=found.text, summary=found.summary, base=str(found.base_number)
            )
            return _editor(found, form, address)
        return _page(found, MessageForm(), address)
    if "text" in request.form and is_editor:
        return _amended(found, key, OfferForm(request.form, is_guest=False), address)
    return _acted(found, key, MessageForm(request.form), address)


def _page(found: Contribution, form: MessageForm, address: str) -> str:
    session, sees_page = read_session(), queries.sees_page(current_actor(), found)
    return render_template(
        "contributions/own.html",
        found=found,
        form=form,
        address=address,
        sees_page=sees_page,
        review=review(session, found) if sees_page else None,
        messages=conversation(session, found),
    )


def _acted(found: Contribution, key: Key, form: MessageForm, address: str) -> ResponseReturnValue:
    if not form.validate():
        return _page(found, form, address), 422
    if token_refused():
        form.take_errors(
            {"": _("Votre session est terminée. Relisez votre message, puis envoyez-le de nouveau.")}
        )
        return _page(found, form, address), 422
    try:
        told = _act(key, form.message.data or "")
    except Invalid as error:
        form.take_errors(error.errors)
        return _page(found, form, address), 422
    except Conflict:
        flash(_("Quelqu'un a déjà répondu à cette proposition : rien n'a été changé."), "warning")
    else:
        flash(told, "success")
    return redirect(address, 303)


def _act(key: Key, message: str) -> str:
    """Do what the button says, and tell it."""
    actor, action = current_actor(), request.form.get("action", "")
    if action not in ("withdraw", "forget"):
        count_attempt({f"message from {network()}": OFTEN})
    with transaction() as session:
        if action == "withdraw":
            service.withdraw(session, actor, key)
            return str(_("Votre proposition est retirée."))
        if action == "forget":
            service.forget_address(session, actor, key)
            return str(_("Votre adresse est effacée : plus aucun courrier ne partira."))
        service.say(session, actor, key, message)
        return str(_("Votre message est envoyé."))


def _editor(found: Contribution, form: OfferForm, address: str, preview: str | None = None) -> str:
    return editor("offer", found.page, form, found=found, preview=preview, write_action=address)


def _amended(found: Contribution, key: Key, form: OfferForm, address: str) -> ResponseReturnValue:
    if request.form.get("action") in LOOKS:
        return _editor(found, form, address, look(found.page, form))
    if token_refused():
        form.take_errors(
            {"": _("Votre session est terminée. Relisez votre texte, puis envoyez-le de nouveau.")}
        )
    if form.errors or not form.validate():
        return _editor(found, form, address), 422
    try:
        with transaction() as session:
            service.amend(
                session, current_actor(), key, base_number=form.base_number,
                text=form.text.data or "", summary=form.summary.data or "",
            )  # fmt: skip
    except Invalid as error:
        form.take_errors(error.errors)
        return _editor(found, form, address), 422
    flash(_("Votre proposition est modifiée."), "success")
    return redirect(address, 303)
