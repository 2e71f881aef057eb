"""Cards of the demonstration's inventories, what was said to answer them, and a conversation."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenarios.demonstration.content import read_yaml
from scenarios.inventory.cards import Card, fill
from scenarios.inventory.contact.models import ASKER, KEEPER, Contact, ContactMessage, ContactParty
from scenarios.inventory.heads import folded
from scenarios.inventory.models import ADDED, CONFIRMED, InventoryAnswer, InventoryChange, InventoryItem
from scenarios.inventory.terms import keep_terms
from wiki.accounts.models import User
from wiki.db import now
from wiki.pages.models import Page
from wiki.territories.models import Territory
from wiki.themes.models import Theme

FILE = Path(__file__).parent / "content" / "inventory.yaml"


def add_inventory(session: Session, users: Mapping[str, User]) -> None:
    """Add the cards to a wiki where the colleges have added none yet."""
    if session.scalar(select(InventoryItem.id).where(InventoryItem.page_id.is_(None)).limit(1)) is not None:
        return
    told = read_yaml(FILE)
    places = {place.slug: place for place in session.scalars(select(Territory))}
    themes = {theme.name: theme.id for theme in session.scalars(select(Theme))}
    cards = {
        entry["ref"]: _card(session, entry, places[entry["territory"]], themes, users)
        for entry in told["cards"]
    }
    keep_terms(session, list(cards.values()))
    for entry in told["answers"]:
        _answer(session, entry, cards, users)
    for entry in told["conversations"]:
        _converse(session, entry, cards, users)
    session.flush()


def _card(
    session: Session,
    entry: Mapping[str, Any],
    place: Territory,
    themes: Mapping[str, int],
    users: Mapping[str, User],
) -> InventoryItem:
    author, until = users[entry["author"]], entry.get("until")
    person = users[entry["person"]].id if "person" in entry else None
    card = Card(
        kind=entry["kind"], text=entry["text"], details=entry.get("details", ""),
        theme_ids=tuple(themes[name] for name in entry["themes"] if name in themes),
        keeper=entry.get("keeper", ""), availability=entry.get("availability", ""),
        until=(now() + timedelta(days=until)).date() if until else None,
        audience=entry.get("audience", "public"),
    )  # fmt: skip
    item = InventoryItem(
        territory=place, territory_id=place.id, kind=card.kind, text=card.text, key=folded(card.text),
        author_id=author.id, created_at=_days_ago(entry),
    )  # fmt: skip
    session.add(item)
    fill(session, item, card, person)
    session.flush()
    item.changed_at = item.created_at
    session.add(
        InventoryChange(item_id=item.id, author_id=author.id, act=ADDED, former={}, at=item.created_at)
    )
    return item


def _answer(
    session: Session,
    entry: Mapping[str, Any],
    cards: Mapping[str, InventoryItem],
    users: Mapping[str, User],
) -> None:
    need = cards[entry["need"]]
    item = cards[entry["item"]] if "item" in entry else None
    page = _page(session, entry["page"]) if "page" in entry else None
    if item is not None or page is not None:
        session.add(
            InventoryAnswer(
                need_id=need.id, item_id=item.id if item else None, page_id=page, verdict=CONFIRMED,
                author_id=users[entry["by"]].id, created_at=max(need.created_at, now() - timedelta(days=5)),
            )
        )  # fmt: skip


def _page(session: Session, path: str) -> int | None:
    territory, _slash, slug = path.partition("/")
    query = select(Page.id).join(Page.territory).where(Territory.slug == territory, Page.slug == slug)
    return session.scalar(query)


def _converse(
    session: Session,
    entry: Mapping[str, Any],
    cards: Mapping[str, InventoryItem],
    users: Mapping[str, User],
) -> None:
    item, asker = cards[entry["item"]], users[entry["from"]]
    said = entry["messages"]
    contact = Contact(
        territory_id=item.territory_id, item_id=item.id, need_id=cards[entry["need"]].id, author_id=asker.id,
        created_at=_days_ago(said[0]), active_at=_days_ago(said[-1]),
    )  # fmt: skip
    session.add(contact)
    session.flush()
    lines = [
        ContactMessage(
            contact_id=contact.id, author_id=users[line["by"]].id, text=line["text"],
            created_at=_days_ago(line) + timedelta(minutes=20 * number),
        )
        for number, line in enumerate(said)
    ]  # fmt: skip
    session.add_all(lines)
    session.flush()
    sides = ((asker.id, ASKER), (item.person_id, KEEPER))
    session.add_all(
        ContactParty(contact_id=contact.id, user_id=user_id, side=side, seen_id=lines[-1].id)
        for user_id, side in sides
        if user_id is not None
    )


def _days_ago(entry: Mapping[str, Any]) -> datetime:
    return now() - timedelta(days=entry["days_ago"])
