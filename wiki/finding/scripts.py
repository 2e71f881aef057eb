"""A search answered for scripts: as the page of results finds it, in plain values."""

from typing import Any

from sqlalchemy.orm import Session

from wiki.finding.finder import Finder
from wiki.finding.queries import Wanted
from wiki.pages.queries import cards
from wiki.permissions import Actor


def search(session: Session, actor: Actor, finder: Finder, text: str, limit: int) -> dict[str, Any]:
    """What this person finds: the exact total and the first hits, ready to be written as JSON.

    Raises:
        IndexStale: the index cannot be used just now.
    """
    results = finder.index().search(Wanted(text=text, size=limit).query(actor))
    found = {int(hit.id): hit.score for hit in results.hits}
    known = {card.id: card for card in cards(session, actor, ids=list(found), limit=limit)} if found else {}
    return {
        "total": results.total,
        "hits": [
            {
                "id": page_id,
                "url": known[page_id].url,
                "title": known[page_id].title,
                "territory": known[page_id].territory_slug,
                "kind": known[page_id].kind,
                "score": score,
            }
            for page_id, score in found.items()
            if page_id in known
        ],
        "suggestion": results.suggestion,
        "relaxed": results.relaxed,
    }
