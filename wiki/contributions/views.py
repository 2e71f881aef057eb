"""Proposing a change of a page that one may not edit: the editor of that page, for everybody who reads it."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from wiki.accounts.browser import count_attempt, network
from wiki.contributions import queries, service
from wiki.contributions.editing import LOOKS, editor, look
from wiki.contributions.following import address_of
from wiki.contributions.forms import OfferForm
from wiki.db import read_session, transaction
from wiki.errors import Invalid, NotFound
from wiki.pages import drafting
from wiki.pages import queries as pages
from wiki.pages.keeping import Place
from wiki.pages.models import Page
from wiki.pages.unsaved import SignInWords, gives_text_back, sign_in_and_go_on
from wiki.permissions import Permission, can, require
from wiki.web.actor import current_actor
from wiki.web.csrf import keeps_typed_text, token_refused
from wiki.web.honeypot import is_trapped

blueprint = Blueprint("contributions", __name__)
BOTH = ("GET", "POST")
OFTEN = 30
"""Most offers that are tried in a quarter of an hour by one account or from one network."""
MAILS = 5
"""Most offers in a quarter of an hour that name one address for mail."""


@blueprint.route("/<territory>/<slug>/contribuer", methods=BOTH)
@keeps_typed_text
@gives_text_back
def offer(territory: str, slug: str) -> ResponseReturnValue:
    """Write what the page should say, why, and whom to thank."""
    try:
        page = pages.page_at(read_session(), current_actor(), territory, slug)
    except NotFound:
        if _wrote_before_session_ended():
            return sign_in_and_go_on() or offer(territory, slug)
        raise
    if can(current_actor(), Permission.PAGE_EDIT, page):
        return _to_the_editor(page)
    require(current_actor(), Permission.PAGE_OFFER, page)
    if request.method == "GET":
        return _opened(page)
    return _posted(page, _form())


def _wrote_before_session_ended() -> bool:
    """Whether somebody wrote on a page that they see no more, because they are not signed in any more."""
    is_visitor = not current_actor().is_authenticated
    return request.method == "POST" and is_visitor and bool(request.form.get("text"))


def _to_the_editor(page: Page) -> ResponseReturnValue:
    """Who may edit edits: what they typed, perhaps before they signed in, waits for them there."""
    if request.method == "GET" or not request.form.get("text"):
        return redirect(f"/{page.path}/modifier", 303)
    if token_refused():
        return sign_in_and_go_on() or redirect(f"/{page.path}/modifier", 303)
    return drafting.keep_and_go_on(Place.of(page), drafting.page_words())


def _form(**values: str) -> OfferForm:
    is_guest = not current_actor().is_authenticated
    return OfferForm(request.form if request.method == "POST" else None, is_guest=is_guest, **values)


def _opened(page: Page) -> str:
    draft = drafting.offered(page)
    if draft is not None and request.args.get("reprendre") == "1":
        kept = {"summary": draft.summary, "base": str(draft.base_number), "draft": str(draft.version)}
        return _editor(page, _form(text=draft.text, **kept))
    waiting = queries.waiting_of(read_session(), current_actor(), page)
    form = _form(text=page.current.text, base=str(page.current.number))
    return _editor(page, form, kept=draft, waiting=waiting)


def _editor(page: Page, form: OfferForm, **shown: Any) -> str:
    """The editor; `kept` is a draft that waits, `waiting` an offer, `preview` the page as it would be."""
    return editor("offer", page, form, write_action=f"/{page.path}/contribuer", **shown)


def _posted(page: Page, form: OfferForm) -> ResponseReturnValue:
    action = request.form.get("action", "")
    if action == "sign_in" and not current_actor().is_authenticated:
        return sign_in_and_go_on(_sign_in_words()) or offer(page.territory.slug, page.slug)
    if action in (*LOOKS, "sign_in", "stay"):
        return _editor(page, form, preview=look(page, form))
    if token_refused():
        form.take_errors(
            {"": _("Votre session est terminée. Relisez votre texte, puis envoyez-le de nouveau.")}
        )
        return _editor(page, form), 422
    try:
        if action == "keep" and current_actor().is_authenticated:
            return drafting.keep_and_go_on(Place.of(page), drafting.page_words())
        return _sent(page, form) if form.validate() else (_editor(page, form), 422)
    except Invalid as error:
        form.take_errors(error.errors)
        return _editor(page, form), 422


def _sent(page: Page, form: OfferForm) -> ResponseReturnValue:
    actor = current_actor()
    if not actor.is_authenticated and is_trapped():
        raise Invalid({"": _("Relisez votre texte un instant, puis envoyez-le de nouveau.")})
    count_attempt(_limits(form))
    with transaction() as session:
        made = service.offer(session, actor, _offer_in(page, form))
        then = f"/compte/propositions/{made.id}" if actor.is_authenticated else address_of(made)
    flash(
        _("Merci ! Votre proposition est envoyée à l'équipe de %(name)s.", name=page.territory.name),
        "success",
    )
    return redirect(then, 303)


def _limits(form: OfferForm) -> dict[str, int]:
    """How often this person, this network, and to this address: nobody's letter box is to be filled."""
    if not form.is_guest:
        return {f"offer by {current_actor().user_id}": OFTEN}
    email = (form.guest_email.data or "").lower()
    return {f"offer from {network()}": OFTEN} | ({f"offer to {email}": MAILS} if email else {})


def _offer_in(page: Page, form: OfferForm) -> service.Offer:
    said = service.Offer(
        page_id=page.id,
        base_number=form.base_number,
        text=form.text.data or "",
        summary=form.summary.data or "",
        form_key=form.form_key.data,
        draft=drafting.hand(),
    )
    if not form.is_guest:
        return said
    return said.by_guest(
        form.guest_name.data or "", form.guest_email.data or "", str(get_locale() or ""), network()
    )


def _sign_in_words() -> SignInWords:
    return SignInWords(
        _("Connectez-vous"),
        _("Votre texte est gardé dans cette page. Connectez-vous ici : vous le retrouverez dans l'éditeur."),
        _("Se connecter et continuer"),
        _("Revenir à mon texte sans me connecter"),
    )
