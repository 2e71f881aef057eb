"""Offering changes to the origin, and answering what is offered."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scenarios.adaptation.changes import indexes
from scenarios.proposals import queries, service
from scenarios.proposals.forms import AnswerForm, OfferForm
from scenarios.proposals.showing import BOX, waiting_on
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Invalid
from wiki.pages import queries as pages
from wiki.pages.conflicts import questions
from wiki.pages.forms import number_of
from wiki.pages.models import Page
from wiki.pages.settling import Unsettled
from wiki.pages.unsaved import sign_in_and_go_on
from wiki.permissions import Permission, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused

blueprint = Blueprint("proposals", __name__)
BOTH = ("GET", "POST")


@blueprint.route("/<territory>/<slug>/proposer", methods=BOTH)
@keeps_typed_text
def offer(territory: str, slug: str) -> ResponseReturnValue:
    """Choose among one's own changes, and say why the origin should want them."""
    if request.method == "POST" and _is_lost():
        return sign_in_and_go_on() or offer(territory, slug)
    session, actor = read_session(), current_actor()
    page = pages.page_at(session, actor, territory, slug)
    require(actor, Permission.PAGE_EDIT, page)
    found = queries.offer_of(session, actor, page)
    form = OfferForm.of_request()
    if request.method == "GET" or found is None:
        return _offer_page(page, found, form), 200 if request.method == "GET" else 409
    if not form.validate():
        return _offer_page(page, found, form), 422
    return _posted_offer(page, found, form)


@blueprint.post("/<territory>/<slug>/proposer/<int(max=999999999):proposal_id>/retirer")
def withdraw(territory: str, slug: str, proposal_id: int) -> ResponseReturnValue:
    """Take an offer back."""
    actor = current_actor()
    page = pages.page_at(read_session(), actor, territory, slug)
    with transaction() as writing:
        service.withdraw(writing, actor, page.id, proposal_id)
    flash(_("La proposition est retirée."), "success")
    return redirect(f"/{page.path}/proposer", 303)


@blueprint.post("/<territory>/<slug>/propositions/<int(max=999999999):proposal_id>")
@keeps_typed_text
def decide(territory: str, slug: str, proposal_id: int) -> ResponseReturnValue:
    """Accept whole or in part, or decline with words."""
    if _is_lost():
        return sign_in_and_go_on() or decide(territory, slug, proposal_id)
    page = pages.page_at(read_session(), current_actor(), territory, slug)
    form = AnswerForm.of_request()
    try:
        return _decided(page, proposal_id, form)
    except Invalid as error:
        require(current_actor(), Permission.PROPOSAL_DECIDE, page)
        form.take_errors(error.errors)
        return _listing(page, proposal_id, form), 422


def _is_lost() -> bool:
    """Whether the session ended, or the token is not ours: what was typed is given back."""
    return token_refused() or not current_actor().is_authenticated


def _posted_offer(page: Page, found: queries.Offer, form: OfferForm) -> ResponseReturnValue:
    new = service.NewProposal(
        page_id=page.id,
        number=number_of(form.number.data),
        seen=form.seen.data or "",
        chosen=indexes(request.form.getlist(BOX)),
        reason=form.reason.data or "",
    )
    try:
        with transaction() as writing:
            service.offer(writing, current_actor(), new)
    except Invalid as error:
        form.take_errors(error.errors)
        return _offer_page(page, found, form), 422
    except Conflict:
        form.take_errors(
            {"": _("La page a changé entre-temps : vérifiez les changements cochés, puis recommencez.")}
        )
        return _offer_page(page, found, form), 409
    flash(_("Votre proposition est envoyée à %(name)s.", name=found.found.origin.territory.name), "success")
    return redirect(f"/{page.path}/proposer", 303)


def _offer_page(page: Page, found: queries.Offer | None, form: OfferForm) -> str:
    if found is not None:
        form.number.data, form.seen.data = str(page.current.number), found.found.mark
    return render_template(
        "proposals/offer.html",
        page=page,
        offer=found,
        form=form,
        chosen=indexes(request.form.getlist(BOX)),
        made=queries.made_by(read_session(), page),
    )


def _decided(page: Page, proposal_id: int, form: AnswerForm) -> ResponseReturnValue:
    answer = form.answer.data or ""
    if request.form.get("action") == "decline":
        with transaction() as writing:
            service.decline(writing, current_actor(), page.id, proposal_id, answer)
        flash(_("La proposition est déclinée ; votre réponse est montrée à qui l'a faite."), "success")
        return redirect(f"/{page.path}/propositions", 303)
    chosen = indexes(request.form.getlist(BOX))
    acceptance = service.Acceptance(
        proposal_id, page.id, chosen, answer, request.form,
        answered=number_of(request.form.get("resolving")), form_key=form.form_key.data,
    )  # fmt: skip
    try:
        with transaction() as writing:
            service.accept(writing, current_actor(), acceptance)
    except Unsettled as unsettled:
        return _ask(page, acceptance, unsettled), 409
    flash(_("La proposition est reprise dans la page ; son crédit suit."), "success")
    return redirect(f"/{page.path}", 303)


def _ask(page: Page, acceptance: service.Acceptance, unsettled: Unsettled) -> str:
    hidden = {
        BOX: ",".join(map(str, sorted(acceptance.chosen))),
        "answer": acceptance.answer,
        "form_key": acceptance.form_key or "",
        "resolving": str(page.current.number),
    }
    is_sent = acceptance.answered == page.current.number
    return render_template(
        "adaptation/conflict.html",
        page=page,
        other_name="",
        questions=questions(unsettled.merge, request.form if is_sent else {}),
        hidden=hidden,
        action=f"/{page.path}/propositions/{acceptance.proposal_id}",
        is_sent=is_sent,
    )


def _listing(page: Page, sent: int, form: AnswerForm) -> str:
    return render_template("proposals/listing.html", **waiting_on(page, sent, form))
