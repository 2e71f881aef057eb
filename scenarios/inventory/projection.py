"""Keep what heads of pages say of inventories, in the transaction of their save and in a rebuild.

A row stays the same for as long as a head says the same, or the same in other words: what people said of it (an
answer that they confirmed, a conversation) hangs on it. What a head says no more is marked as removed, and comes back
with the words.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.inventory.heads import KEYS, reworded, said_in
from scenarios.inventory.models import InventoryItem
from scenarios.inventory.terms import keep_terms
from wiki.db import now
from wiki.pages.models import Page
from wiki.rendering.document import Source

MOST_COMPARED = 100
"""Pairs of texts that one save compares. An honest head has far fewer that changed; it takes its time."""


def note(session: Session, page: Page, source: Source) -> None:
    """Make the items of a page those that its text lists."""
    said = said_in(source.head)
    if not said and not _said_before(page):
        return
    rows = session.scalars(select(InventoryItem).where(InventoryItem.page_id == page.id)).all()
    by_key = {(row.kind, row.key): row for row in rows}
    _follow_words(by_key, said)
    for row in rows:
        _stand(row, page, is_said=(row.kind, row.key) in said)
    written = []
    for (kind, key), text in said.items():
        row = by_key.get((kind, key)) or _new(session, page, kind, key)
        if row.text != text:
            row.text = text
            written.append(row)
    keep_terms(session, written, source.head.language)


def _said_before(page: Page) -> bool:
    return any(key in KEYS for key, _value in (page.facts or {}).get("head", ()))


def _follow_words(by_key: dict[tuple[str, str], InventoryItem], said: dict[tuple[str, str], str]) -> None:
    """Let rows whose words are gone be those that came, where these seem to be the same in other words."""
    gone = [row for found, row in by_key.items() if found not in said and not row.is_removed]
    left = iter(range(MOST_COMPARED))
    for kind, key in [found for found in said if found not in by_key]:
        of_kind = (row for row in gone if row.kind == kind)
        row = next((row for row, _turn in zip(of_kind, left, strict=False) if reworded(row.key, key)), None)
        if row is not None:
            gone.remove(row)
            del by_key[row.kind, row.key]
            row.key = key
            by_key[kind, key] = row


def _stand(row: InventoryItem, page: Page, *, is_said: bool) -> None:
    row.territory_id = page.territory_id
    if not is_said:
        row.removed_at = row.removed_at or now()
    elif not row.taken_out_for:
        row.removed_at = None


def _new(session: Session, page: Page, kind: str, key: str) -> InventoryItem:
    # Its text is written where that of every row is.
    row = InventoryItem(territory_id=page.territory_id, page_id=page.id, kind=kind, key=key, text="")
    session.add(row)
    return row
