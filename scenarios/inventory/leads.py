"""What may answer a need, and whose need an offer may answer: never what the reader may not see, and never too much.

Items meet in the database, by their terms; pages by the search engine, which knows their whole text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from scenarios.inventory.conditions import ANSWERING
from scenarios.inventory.matching import STRONG, Meeting, Word, meeting, ranked, words_of
from scenarios.inventory.models import NEED, OFFERED, RESOURCE, SKILL, InventoryItem, InventoryTerm
from scenarios.inventory.pagewords import KnownWords
from scenarios.inventory.queries import Item, PageMark, PlaceMark, as_items, live_items
from search.errors import SearchError
from search.query import Query
from wiki.finding.finder import Finder
from wiki.pages import queries as pages
from wiki.pages.models import Page
from wiki.permissions import Actor
from wiki.synonyms.queries import groups

CANDIDATES = 400
"""Items whose terms are compared, however many needs are asked about at once."""
MOST_LEADS = 8
MOST_PAGES = 15
"""Pages that the search engine is asked for."""
FOUND_KINDS = (*ANSWERING, "project")
_MOST_TERMS = 500


@dataclass(frozen=True)
class Lead:
    """Something that may answer a need: a page, or an item; `says` is the item of the page that met the need."""

    meeting: Meeting
    page: PageMark | None = None
    place: PlaceMark | None = None
    item: Item | None = None
    says: Item | None = None

    @property
    def key(self) -> tuple[int | None, int | None]:
        """What is confirmed or refused: the page, or the item."""
        return (self.page.id if self.page else None, self.item.id if self.item else None)

    @property
    def is_help(self) -> bool:
        """Whether it is somebody's skill or resource, of which one can ask."""
        return self.item is not None and self.item.kind in (SKILL, RESOURCE)


def leads_of(session: Session, actor: Actor, needs: Sequence[Item]) -> dict[int, list[Lead]]:
    """Of some needs, what other items may answer each, the best first."""
    if not needs:
        return {}
    equivalents = groups(session)
    words = {need.id: words_of(need.text, equivalents) for need in needs}
    offers = _candidates(session, actor, _strong(word for some in words.values() for word in some))
    held = _terms_held(session, [offer.id for offer in offers])
    return {need.id: _leads(need, words[need.id], offers, held) for need in needs}


def leads_among_pages(
    session: Session, actor: Actor, finder: Finder, known: KnownWords, need: Item
) -> list[Lead]:
    """The pages whose text may answer a need, the best first; none while the index cannot be used."""
    equivalents = groups(session)
    words = words_of(need.text, equivalents)
    text = " ".join(word.written for word in words if word.weight == STRONG)
    if not text:
        return []
    query = Query(
        text, audience=actor.audiences, filters={"kind": FOUND_KINDS}, equivalents=equivalents, match="any",
        strict=True, limit=MOST_PAGES,
    )  # fmt: skip
    try:
        hits = [int(hit.id) for hit in finder.index().search(query).hits]
    except SearchError:
        return []
    return _leads_of_pages(session, actor, known, need, hits)


def seekers(session: Session, actor: Actor, offer: Item) -> list[tuple[Item, Meeting]]:
    """The needs that an offer may answer, the best first; the same pairs as `leads_of` finds from their side."""
    if offer.kind not in OFFERED:
        return []
    equivalents = groups(session)
    held = _terms_held(session, [offer.id])[offer.id]
    asking = held | _strong(words_of(f"{offer.text} {offer.details}", equivalents))
    needs = {need.id: need for need in _having(session, actor, asking, InventoryItem.kind == NEED)}
    met = {
        need.id: meeting(words_of(need.text, equivalents), held, themes=_themes_shared(need, offer))
        for need in needs.values()
        if not _is_same_page(need, offer)
    }
    found = {number: met_one for number, met_one in met.items() if met_one}
    return [(needs[number], met_one) for number, met_one in ranked(found, MOST_LEADS)]


def together(*several: Sequence[Lead]) -> list[Lead]:
    """Leads of one need from several sources, each page or item once, by its best reason; the best first."""
    best: dict[object, Lead] = {}
    for lead in (lead for some in several for lead in some):
        kept = best.get(lead.key)
        if kept is None or lead.meeting.score > kept.meeting.score:
            best[lead.key] = lead
    return sorted(best.values(), key=lambda lead: -lead.meeting.score)


def _leads(
    need: Item, words: Sequence[Word], offers: Sequence[Item], held: Mapping[int, frozenset[str]]
) -> list[Lead]:
    met = {
        offer.id: meeting(words, held[offer.id], themes=_themes_shared(need, offer))
        for offer in offers
        if offer.id != need.id and not _is_same_page(need, offer)
    }
    by_id = {offer.id: offer for offer in offers}
    found = {number: one for number, one in met.items() if one}
    return together([_as_lead(by_id[number], one) for number, one in ranked(found, len(found))])[:MOST_LEADS]


def _as_lead(offer: Item, met: Meeting) -> Lead:
    """A skill or a resource can be asked for; what else a page says leads to the page."""
    if offer.page is None or offer.kind in (SKILL, RESOURCE):
        return Lead(met, item=offer, place=offer.place)
    return Lead(met, page=offer.page, place=offer.place, says=offer)


def _candidates(session: Session, actor: Actor, terms: frozenset[str]) -> list[Item]:
    answering = and_(InventoryItem.kind == NEED, Page.kind.in_(ANSWERING))
    return _having(session, actor, terms, or_(InventoryItem.kind.in_(OFFERED), answering))


def _having(session: Session, actor: Actor, terms: frozenset[str], which: ColumnElement[bool]) -> list[Item]:
    """Items that a person may see and that hold some of these terms, those with most first."""
    if not terms:
        return []
    held = (
        select(InventoryTerm.item_id, func.count().label("number"))
        .where(InventoryTerm.term.in_(sorted(terms)[:_MOST_TERMS]))
        .group_by(InventoryTerm.item_id)
        .subquery()
    )
    query = live_items(actor).join(held, held.c.item_id == InventoryItem.id).where(which)
    return as_items(session, query.order_by(held.c.number.desc(), InventoryItem.id.desc()).limit(CANDIDATES))


def _terms_held(session: Session, item_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    rows = session.execute(
        select(InventoryTerm.item_id, InventoryTerm.term).where(InventoryTerm.item_id.in_(item_ids))
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for item_id, term in rows:
        found[item_id].add(term)
    return {item_id: frozenset(found[item_id]) for item_id in item_ids}


def _leads_of_pages(
    session: Session, actor: Actor, known: KnownWords, need: Item, page_ids: Sequence[int]
) -> list[Lead]:
    but = need.page.id if need.page is not None else None
    cards = {card.id: card for card in pages.cards(session, actor, ids=page_ids, limit=MOST_PAGES)}
    cards.pop(but or 0, None)
    words, held = words_of(need.text, groups(session)), known.of_pages(session, [*cards])
    met = {
        number: meeting(words, one.said, one.aside, _marks_shared(cards[number].themes, need.themes))
        for number, one in held.items()
    }
    found = {number: one for number, one in met.items() if one}
    return [_page_lead(cards[number], one) for number, one in ranked(found, MOST_LEADS)]


def _page_lead(card: pages.Card, met: Meeting) -> Lead:
    page = PageMark(card.id, card.url.lstrip("/"), card.title, card.kind)
    return Lead(met, page=page, place=PlaceMark(0, card.territory_slug, card.territory_name, ""))


def _themes_shared(one: Item, other: Item) -> int:
    return _marks_shared(one.themes, other.themes)


def _marks_shared(some: Sequence[pages.ThemeMark], others: Sequence[pages.ThemeMark]) -> int:
    return len({mark.slug for mark in some} & {mark.slug for mark in others})


def _is_same_page(one: Item, other: Item) -> bool:
    return one.page is not None and other.page is not None and one.page.id == other.page.id


def _strong(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(term for word in words if word.weight == STRONG for term in word.terms)
