"""The list of pages for programs: newest first, or those that words find."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.db import read_session
from wiki.errors import Invalid
from wiki.finding import forms, queries
from wiki.finding.addresses import names, wanted
from wiki.finding.finder import finder_of
from wiki.pages import queries as pages
from wiki.pages.queries import Card
from wiki.territories.queries import by_slug
from wiki.web.actor import current_actor
from wiki.web.forms import tidy

blueprint = Blueprint("search_api", __name__, url_prefix="/api/v1/pages")
_SLICE = 50
_LAST_OF_SEARCH = 20
"""So many slices of a search are handed out: who wants all pages asks without words."""


@blueprint.get("")
def listing() -> ResponseReturnValue:
    """Pages of everywhere or of one territory; `after` is where the slice before ended."""
    words, after = tidy(request.args.get("q"))[: forms.MAX_TEXT], _after()
    cards, following = _found(words, after or 1) if words else _newest(after)
    kept: dict[str, Any] = {name: request.args[name] for name in ("q", "territory") if name in request.args}
    link = url_for(".listing", **kept, after=following) if following is not None else None
    return jsonify(pages=[_told(card) for card in cards], next=link)


def _newest(after: int | None) -> tuple[list[Card], int | None]:
    session, place = read_session(), request.args.get("territory")
    territory_id = by_slug(session, place).id if place else None
    cards = pages.cards(session, current_actor(), territory_id=territory_id, before=after, limit=_SLICE + 1)
    shown = cards[:_SLICE]
    return shown, shown[-1].id if len(cards) > _SLICE else None


def _found(words: str, number: int) -> tuple[list[Card], int | None]:
    """The best come first, so a slice is known by its number, as on the page of results."""
    session, actor, finder = read_session(), current_actor(), finder_of(current_app)
    vocabulary = names(session, actor, finder)
    asked, place = forms.Asked(text=words), request.args.get("territory")
    if place:
        asked = asked.having("territory", by_slug(session, place).slug)
    asked = vocabulary.known(session, replace(asked, page=number))
    cards = queries.found_cards(session, actor, finder, wanted(session, asked, vocabulary, _SLICE))
    has_more = len(cards) == _SLICE and number < _LAST_OF_SEARCH
    return cards, number + 1 if has_more else None


def _told(card: Card) -> dict[str, Any]:
    slug = card.url.rpartition("/")[2]
    return {
        "territory": card.territory_slug,
        "slug": slug,
        "url": url_for("pages.show", territory=card.territory_slug, slug=slug, _external=True),
        "title": card.title,
        "kind": card.kind,
        "audience": card.audience,
        "summary": card.summary,
        "themes": [theme.name for theme in card.themes],
        "changed_at": card.updated_at.isoformat(),
    }


def _after() -> int | None:
    asked = request.args.get("after")
    if asked is None:
        return None
    if asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked):
        return int(asked)
    raise Invalid({"after": _("Suivez le lien « next » de la réponse précédente.")})
