"""Keeping an inventory: cards, states, what answers a need."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scenarios.inventory import answering, moderation, queries, service
from scenarios.inventory.blueprint import BOTH, ID, blueprint
from scenarios.inventory.cards import as_card
from scenarios.inventory.forms import AnswerForm, CardForm, ReasonForm
from scenarios.inventory.labels import KIND_CODES, STATE_CODES
from scenarios.inventory.models import CONFIRMED, NEED, REFUSED, InventoryItem
from scenarios.inventory.permissions import may_moderate
from scenarios.inventory.views import item_page
from wiki.db import read_session, transaction
from wiki.errors import Conflict, Forbidden, Invalid, NotFound
from wiki.pages import queries as pages
from wiki.pages.forms import number_of
from wiki.permissions import Actor, Permission, can, require
from wiki.territories import queries as territories
from wiki.territories.models import Territory
from wiki.themes.queries import families
from wiki.web.actor import current_actor

_VERDICTS = {"oui": CONFIRMED, "non": REFUSED}


@blueprint.route("/territoires/<territory>/inventaire/ajouter", methods=BOTH)
def add(territory: str) -> ResponseReturnValue:
    """Add a card."""
    session, actor = read_session(), current_actor()
    place = territories.local(session, territory)
    require(actor, Permission.INVENTORY_KEEP, place)
    form = CardForm.of_request(kind=KIND_CODES.get(request.args.get("sorte", ""), NEED))
    _offer(session, form, place)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                made = service.add(writing, actor, place.id, form.card(), form.form_key.data or "")
                path = made.path
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(_("La fiche est ajoutée à l'inventaire."), "success")
            return redirect(path, 303)
    page = render_template(
        "inventory/card_form.html", form=form, territory=place, families=families(session), item=None
    )
    return page, 422 if form.errors else 200


@blueprint.route(f"/inventaire/<{ID}:item_id>/modifier", methods=BOTH)
def change(item_id: int) -> ResponseReturnValue:
    """Write a card anew."""
    session, actor = read_session(), current_actor()
    row = queries.item_row(session, actor, item_id)
    require(actor, Permission.INVENTORY_KEEP, row.territory)
    if not row.is_card:
        raise Forbidden
    form = CardForm.of_request(**_filled_from(row))
    _offer(session, form, row.territory)
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                service.change(writing, actor, item_id, form.card(), form.seen.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        except Conflict:
            _show_both(form, row)
        else:
            flash(_("La fiche est enregistrée."), "success")
            return redirect(row.path, 303)
    page = render_template(
        "inventory/card_form.html", form=form, territory=row.territory, families=families(session), item=row
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"/inventaire/<{ID}:item_id>/etat")
def set_state(item_id: int) -> ResponseReturnValue:
    """Open, answer or close an item."""
    state = STATE_CODES.get(request.form.get("etat", ""), "")
    return _done(item_id, lambda session, actor: service.set_state(session, actor, item_id, state),
                 _("L'état est enregistré."))  # fmt: skip


@blueprint.post(f"/inventaire/<{ID}:item_id>/retirer")
def remove(item_id: int) -> ResponseReturnValue:
    """Take a card back."""
    return _done(item_id, lambda session, actor: service.remove(session, actor, item_id),
                 _("La fiche est retirée de l'inventaire. Vous pouvez la remettre."))  # fmt: skip


@blueprint.post(f"/inventaire/<{ID}:item_id>/remettre")
def put_back(item_id: int) -> ResponseReturnValue:
    """Put a card back."""
    return _done(item_id, lambda session, actor: service.put_back(session, actor, item_id),
                 _("La fiche est de nouveau dans l'inventaire."))  # fmt: skip


@blueprint.get("/territoires/<territory>/inventaire/retirees")
def removed(territory: str) -> str:
    """Cards that were taken back, to put them back."""
    session, actor = read_session(), current_actor()
    place = territories.local(session, territory)
    found = queries.removed_cards(session, actor, place)
    return render_template("inventory/removed.html", territory=place, found=found)


@blueprint.post(f"/inventaire/<{ID}:item_id>/reponses")
def judge(item_id: int) -> ResponseReturnValue:
    """Say that a page or an item answers a need, or does not."""
    verdict = _VERDICTS.get(request.form.get("avis", ""), "")
    thing = _thing_named(request.form)
    told = (
        _("C'est noté : une réponse existe.")
        if verdict == CONFIRMED
        else _("C'est noté : cette piste est écartée.")
    )
    return _done(
        item_id, lambda session, actor: answering.judge(session, actor, item_id, verdict, **thing), told
    )


@blueprint.post(f"/inventaire/<{ID}:item_id>/reponses/ajouter")
def add_answer(item_id: int) -> ResponseReturnValue:
    """Confirm an answer by its address."""
    actor = current_actor()
    row = queries.item_row(read_session(), actor, item_id)
    require(actor, Permission.INVENTORY_KEEP, row.territory)
    form = AnswerForm.of_request()
    if form.validate():
        try:
            with transaction() as writing:
                thing = _thing_at(writing, actor, form.address.data or "")
                answering.judge(writing, actor, item_id, CONFIRMED, **thing)
        except NotFound:
            form.take_errors(
                {"address": _("Il n'y a pas de page à cette adresse. Copiez-la depuis le site.")}
            )
        except Invalid as error:
            form.take_errors({"address": " ".join(map(str, error.errors.values()))})
        else:
            flash(_("C'est noté : une réponse existe."), "success")
            return redirect(row.path, 303)
    return item_page(item_id, form), 422


@blueprint.post(f"/inventaire/<{ID}:item_id>/reponses/<{ID}:answer_id>/annuler")
def unsay(item_id: int, answer_id: int) -> ResponseReturnValue:
    """Take back what was said of an answer."""
    return _done(item_id, lambda session, actor: answering.unsay(session, actor, item_id, answer_id),
                 _("C'est annulé : la piste est de nouveau à examiner."))  # fmt: skip


@blueprint.route(f"/inventaire/<{ID}:item_id>/signaler", methods=BOTH)
def report(item_id: int) -> ResponseReturnValue:
    """Ask those who look after the territory to look at an item."""
    row = queries.item_row(read_session(), current_actor(), item_id)
    require(current_actor(), Permission.INVENTORY_CONTACT, row.territory)
    return _with_reason(
        row, "report", lambda session, actor, reason: moderation.report(session, actor, item_id, reason),
        _("Merci : les personnes qui s'occupent de ce territoire vont regarder."),
    )  # fmt: skip


@blueprint.route(f"/inventaire/<{ID}:item_id>/ecarter", methods=BOTH)
def take_out(item_id: int) -> ResponseReturnValue:
    """Take an item out, saying why."""
    actor = current_actor()
    row = queries.item_row(read_session(), actor, item_id)
    if not may_moderate(actor, row.territory_id):
        raise Forbidden
    return _with_reason(
        row, "take_out", lambda session, actor, reason: moderation.take_out(session, actor, item_id, reason),
        _("La fiche est écartée de l'inventaire."),
    )  # fmt: skip


@blueprint.post(f"/inventaire/<{ID}:item_id>/retablir")
def bring_back(item_id: int) -> ResponseReturnValue:
    """Put back what was taken out."""
    return _done(item_id, lambda session, actor: moderation.bring_back(session, actor, item_id),
                 _("La fiche est de nouveau dans l'inventaire."))  # fmt: skip


def _done(item_id: int, act: Callable[[Session, Actor], object], told: str) -> ResponseReturnValue:
    """Do something to an item, and go on to its page, telling what became of it."""
    actor = current_actor()
    try:
        with transaction() as writing:
            act(writing, actor)
    except Invalid as error:
        flash(" ".join(str(message) for message in error.errors.values()), "danger")
    else:
        flash(told, "success")
    row = queries.item_row(read_session(), actor, item_id, removed=True)
    if row.is_removed and not can(actor, Permission.INVENTORY_KEEP, row.territory):
        return redirect(f"/territoires/{row.territory.slug}/inventaire", 303)
    return redirect(row.path, 303)


def _with_reason(
    row: InventoryItem, which: str, act: Callable[[Session, Actor, str], object], told: str
) -> ResponseReturnValue:
    form = ReasonForm.of_request()
    if request.method == "POST" and form.validate():
        try:
            with transaction() as writing:
                act(writing, current_actor(), form.reason.data or "")
        except Invalid as error:
            form.take_errors(error.errors)
        else:
            flash(told, "success")
            return redirect(f"/territoires/{row.territory.slug}/inventaire", 303)
    page = render_template("inventory/reason.html", form=form, item=row, territory=row.territory, which=which)
    return page, 422 if form.errors else 200


def _offer(session: Session, form: CardForm, place: Territory) -> None:
    form.offer(families(session), queries.people_of(session, place))


def _filled_from(row: InventoryItem) -> dict[str, Any]:
    card = as_card(row)
    return {
        "kind": card.kind, "text": card.text, "details": card.details, "themes": list(card.theme_ids),
        "keeper": card.keeper, "person": card.person, "availability": card.availability, "until": card.until,
        "audience": card.audience, "seen": service.mark_of(row),
    }  # fmt: skip


def _show_both(form: CardForm, row: InventoryItem) -> None:
    """Say what somebody else wrote meanwhile; from here on the person has seen it."""
    form.take_errors(
        {"": _("La fiche a changé pendant que vous écriviez : « %(text)s ». Vérifiez, puis enregistrez de nouveau.",
               text=row.text)}
    )  # fmt: skip
    form.seen.data = service.mark_of(row)


def _thing_named(posted: Mapping[str, str]) -> dict[str, int | None]:
    page_id, item_id = number_of(posted.get("page")), number_of(posted.get("fiche"))
    return {"page_id": page_id or None, "item_id": item_id or None}


def _thing_at(session: Session, actor: Actor, typed: str) -> dict[str, int | None]:
    """The page or item at an address of this site.

    Raises:
        NotFound: there is none that this person may see.
    """
    parts = urlsplit(typed.strip()).path.strip("/").split("/")
    if len(parts) != 2:
        raise NotFound
    first, second = parts
    if first == "inventaire":
        return {"page_id": None, "item_id": queries.item_row(session, actor, number_of(second)).id}
    return {"page_id": pages.page_at(session, actor, first, second).id, "item_id": None}
