"""Suggestions while one types, for the browser module `assets/js/search.js`; the box works without them."""

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.db import read_session
from wiki.finding import forms
from wiki.finding.addresses import names
from wiki.finding.finder import finder_of
from wiki.finding.suggestions import Group, Offer, suggestions
from wiki.web.actor import current_actor

blueprint = Blueprint("suggestions", __name__)


@blueprint.get("/recherche/suggestions")
def show() -> ResponseReturnValue:
    """Groups of offers for a search being typed; it takes the arguments of the results page and keeps its filters."""
    session, actor, finder = read_session(), current_actor(), finder_of(current_app)
    vocabulary = names(session, actor, finder)
    groups = suggestions(session, actor, finder, vocabulary, forms.read(request.args))
    answer = jsonify(
        label=_("Propositions"),
        told=_told(sum(len(group.offers) for group in groups)),
        groups=[_as_json(group) for group in groups],
    )
    # Not even by the server: the index follows a change of the database a moment later.
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _told(count: int) -> str:
    """What a screen reader says of the list."""
    if not count:
        return str(_("Aucune proposition"))
    return str(ngettext("%(num)s proposition", "%(num)s propositions", count))


def _as_json(group: Group) -> dict[str, object]:
    return {"label": group.label, "options": [_option(offer) for offer in group.offers]}


def _option(offer: Offer) -> dict[str, object]:
    pieces = [[piece.text, piece.is_match] for piece in offer.pieces]
    return {"pieces": pieces, "address": offer.address, "note": offer.note}
