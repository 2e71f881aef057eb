"""Ask the index, then show what the database knows of each hit to whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from search.index import Index
from search.query import Query, Sort
from search.results import Hit, Results
from search.snippets import Piece, snippet
from wiki.finding.finder import Finder, PlainTexts
from wiki.pages import queries as pages
from wiki.pages.models import Page, Revision
from wiki.permissions import Actor
from wiki.rendering.document import read
from wiki.territories.models import Territory

SIZE = 10
SHOWN_FACETS = ("themes", "territory", "kind")
_TITLE_LENGTH = 400


@dataclass(frozen=True)
class Wanted:
    """What is looked for; filters hold codes of the index, under its names of facets."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1


@dataclass(frozen=True)
class FoundPage:
    """A page found: its card, its title and a passage, in pieces of which some are marked."""

    card: pages.Card
    title: tuple[Piece, ...]
    extract: tuple[Piece, ...]


@dataclass(frozen=True)
class Found:
    """One page of results, their number, and for each facet how many pages each choice would leave."""

    pages: Sequence[FoundPage]
    total: int
    page: int
    facets: Mapping[str, Mapping[str, int]]
    relaxed: bool

    @property
    def last(self) -> int:
        """The number of the last page of results."""
        return max(1, -(-self.total // SIZE))


class _Text(NamedTuple):
    plain: str
    language: str


def find(session: Session, actor: Actor, finder: Finder, wanted: Wanted) -> Found:
    """Search as this person; what they may not see is neither found nor counted.

    Raises:
        IndexStale: the index cannot be used just now.
    """
    index = finder.index()
    query = Query(
        text=wanted.text,
        audience=actor.audiences,
        filters=wanted.filters,
        facets=SHOWN_FACETS,
        sort=wanted.sort,
        offset=(wanted.page - 1) * SIZE,
        limit=SIZE,
    )
    results = index.search(query)
    if results.total and not results.hits:
        last = -(-results.total // SIZE)
        return find(session, actor, finder, replace(wanted, page=last))
    shown = _shown(session, actor, finder.texts, results.hits, wanted.text)
    # The index follows a save a moment later: what the database no longer shows is not counted either.
    total = results.total - (len(results.hits) - len(shown))
    return Found(shown, total, wanted.page, _facets(index, query, results), results.relaxed)


def _facets(index: Index, query: Query, results: Results) -> dict[str, Mapping[str, int]]:
    """Counts of each facet as if nothing of itself were chosen, since its values are alternatives."""
    counts = dict(results.facets)
    for name in query.filters:
        others = {key: codes for key, codes in query.filters.items() if key != name}
        match = "any" if results.relaxed else query.match
        counting = replace(query, filters=others, facets=(name,), offset=0, limit=0, match=match)
        counts[name] = index.search(counting).facets[name]
    return counts


def _shown(
    session: Session, actor: Actor, kept: PlainTexts, hits: Sequence[Hit], asked: str
) -> list[FoundPage]:
    ids = [int(hit.id) for hit in hits]
    cards = {card.id: card for card in pages.cards(session, actor, ids=ids, limit=SIZE)} if ids else {}
    texts = _texts(session, kept, list(cards)) if asked and cards else {}
    return [_found(cards[id_], texts.get(id_), asked) for id_ in ids if id_ in cards]


def _found(card: pages.Card, text: _Text | None, asked: str) -> FoundPage:
    if text is None:
        return FoundPage(card, (Piece(card.title, False),), (Piece(card.summary, False),))
    title = snippet(card.title, asked, text.language, _TITLE_LENGTH)
    return FoundPage(card, title, snippet(text.plain, asked, text.language))


def _texts(session: Session, kept: PlainTexts, page_ids: Sequence[int]) -> dict[int, _Text]:
    """The plain texts of pages; only those not known yet are read and parsed."""
    rows = session.execute(
        select(Page.id, Page.current_id, Page.language, Territory.slug)
        .join(Territory, Territory.id == Page.territory_id)
        .where(Page.id.in_(page_ids), Page.current_id.is_not(None))
    ).all()
    known = {row.current_id: kept.get(row.current_id) for row in rows}
    unknown = {row.current_id: row.slug for row in rows if known[row.current_id] is None}
    if unknown:
        texts = session.execute(select(Revision.id, Revision.text).where(Revision.id.in_(unknown)))
        for revision_id, text in texts:
            plain = known[revision_id] = read(text, home=unknown[revision_id]).plain
            kept.keep(revision_id, plain)
    return {row.id: _Text(known[row.current_id] or "", row.language.lower()[:2]) for row in rows}
