"""A search answered for scripts: as the page of results finds it, in plain values."""

from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from wiki.finding import forms
from wiki.finding.addresses import names, wanted
from wiki.finding.finder import Finder
from wiki.pages.queries import Card, cards
from wiki.permissions import Actor


def search(session: Session, actor: Actor, finder: Finder, text: str, limit: int) -> dict[str, Any]:
    """What this person finds: the exact total and the first hits, ready to be written as JSON.

    Raises:
        IndexStale: the index cannot be used just now.
    """
    vocabulary = names(session, actor, finder)
    asked = vocabulary.known(session, forms.read(MultiDict({"q": text})))
    results = finder.index().search(wanted(session, asked, vocabulary, limit).query(actor))
    scores = {int(hit.id): hit.score for hit in results.hits}
    known = {card.id: card for card in cards(session, actor, ids=list(scores), limit=limit)} if scores else {}
    return {
        "total": results.total,
        "hits": [_hit(known[page_id], score) for page_id, score in scores.items() if page_id in known],
        "suggestion": results.suggestion,
        "relaxed": results.relaxed,
        "holding_all": results.holding_all if results.relaxed else results.total,
    }


def _hit(card: Card, score: float) -> dict[str, Any]:
    return {
        "id": card.id,
        "url": card.url,
        "title": card.title,
        "territory": card.territory_slug,
        "kind": card.kind,
        "score": score,
    }
