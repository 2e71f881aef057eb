"""The terms by which items meet: those of the search analysis, so that needs are matched as people search."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from scenarios.inventory.models import InventoryItem, InventoryTerm
from search.analysis import EXACT, STOP, VERSION, tokens
from wiki.pages.models import Page

MOST_TERMS = 200
MAX_TERM = 120
_AT_ONCE = 200
_NOT_WORDS = (STOP, EXACT)


def terms_of(text: str, language: str = "fr", most: int | None = MOST_TERMS) -> frozenset[str]:
    """Every term by which a text is found, without its stop words; `most` is where reading on ends."""
    language = "en" if language.lower().startswith("en") else "fr"
    found: set[str] = set()
    for token in tokens(text, language):
        found |= token.reading.known
        found.update(token.bridged.indexed if token.bridged else ())
        if most is not None and len(found) > most:
            break
    return frozenset(term[:MAX_TERM] for term in found if not term.startswith(_NOT_WORDS))


def keep_terms(session: Session, items: Sequence[InventoryItem], language: str = "fr") -> None:
    """Write the terms of items anew, in as many statements for several as for one."""
    if not items:
        return
    for item in items:
        item.analysis = VERSION
    session.flush()
    session.execute(delete(InventoryTerm).where(InventoryTerm.item_id.in_([item.id for item in items])))
    rows = [
        {"item_id": item.id, "term": term}
        for item in items
        for term in sorted(terms_of(f"{item.text}\n{item.details or ''}", language))
    ]
    if rows:
        session.execute(insert(InventoryTerm), rows)


def keep_outdated_terms(session: Session, limit: int = _AT_ONCE) -> int:
    """Write the terms anew of items that an earlier analysis made; returns of how many."""
    found = _outdated(session, limit)
    for language in {said for _item, said in found}:
        keep_terms(session, [item for item, said in found if said == language], language or "fr")
    return len(found)


def _outdated(session: Session, limit: int) -> Sequence[tuple[InventoryItem, str | None]]:
    rows = session.execute(
        select(InventoryItem, Page.language)
        .outerjoin(Page, Page.id == InventoryItem.page_id)
        .where(InventoryItem.analysis != VERSION)
        .order_by(InventoryItem.id)
        .limit(limit)
    )
    return [(item, language) for item, language in rows]
