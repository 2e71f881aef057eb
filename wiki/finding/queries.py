"""Ask the index, then show what the database knows of each hit to whoever asks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from search.index import Index
from search.query import FACETS, Match, Minutes, Query, Sort
from search.results import Hit, Results
from search.snippets import Piece, snippet
from wiki.finding.additions import Addition, additions_of
from wiki.finding.documents import documents_of
from wiki.finding.finder import Finder
from wiki.finding.marks import featured_among, played_among
from wiki.finding.texts import KnownText, KnownTexts
from wiki.pages import queries as pages
from wiki.pages.kinds import tools_of
from wiki.pages.models import Page, Revision
from wiki.pages.traits import Traits
from wiki.permissions import Actor
from wiki.rendering.document import read
from wiki.territories.models import Territory

SIZE = 10
FEW = 3
"""With fewer pages than these, a search is met with other ways to go on."""
SIMILAR = 5
COUNTED = tuple(name for name in FACETS if name != "authors")
_TITLE_LENGTH = 400


@dataclass(frozen=True)
class Wanted:
    """What is looked for; filters hold codes of the index, under its names of facets."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minutes: Minutes = (None, None)
    sort: Sort = "relevance"
    match: Match = "all"
    equivalents: tuple[tuple[str, ...], ...] = ()
    page: int = 1
    size: int = SIZE

    def query(self, actor: Actor, facets: tuple[str, ...] = ()) -> Query:
        """The same for the index, with what this person may see."""
        return Query(
            text=self.text,
            audience=actor.audiences,
            filters=self.filters,
            minutes=self.minutes,
            facets=facets,
            sort=self.sort,
            match=self.match,
            equivalents=self.equivalents,
            offset=(self.page - 1) * self.size,
            limit=self.size,
        )


@dataclass(frozen=True)
class Elsewhere:
    """Where the words of a search stand, when it is not in the text of the page: a file, and a passage of it."""

    name: str
    url: str
    extract: tuple[Piece, ...]


@dataclass(frozen=True)
class FoundPage:
    """A page found: its card, its title and a passage in pieces of which some are marked, and what it is good for."""

    card: pages.Card
    title: tuple[Piece, ...]
    extract: tuple[Piece, ...]
    traits: Traits = field(default_factory=Traits)
    is_featured: bool = False
    played: int = 0
    elsewhere: Elsewhere | None = None

    @property
    def says_it(self) -> bool:
        """Whether a word of the search stands in the title or the passage."""
        return any(piece.is_match for piece in (*self.title, *self.extract))

    @property
    def shares(self) -> list[tuple[str, int, int]]:
        """Learning types with their minutes, and twentieths of a bar (one at least, so that each is seen)."""
        whole = sum(self.traits.learning.values()) or 1
        return [
            (code, minutes, max(1, round(20 * minutes / whole)))
            for code, minutes in self.traits.learning.items()
        ]


@dataclass(frozen=True)
class Found:
    """One page of results, their number, and for each facet how many pages each choice would leave."""

    pages: Sequence[FoundPage]
    total: int
    page: int
    size: int
    facets: Mapping[str, Mapping[str, int]]
    relaxed: bool
    holding_all: int
    missing: tuple[str, ...]
    suggestion: str | None

    @property
    def last(self) -> int:
        """The number of the last page of results."""
        return max(1, -(-self.total // self.size))

    @property
    def meant(self) -> int:
        """How many pages hold all that was asked for."""
        return self.holding_all if self.relaxed else self.total


@dataclass(frozen=True)
class Beyond:
    """How many pages a wider search would find: with some of the words, without filters; and their themes."""

    some_words: int
    without_filters: int
    themes: Mapping[str, int]


class _Text(NamedTuple):
    known: KnownText
    language: str


def find(session: Session, actor: Actor, finder: Finder, wanted: Wanted) -> Found:
    """Search as this person; what they may not see is neither found nor counted.

    Raises:
        IndexStale: the index cannot be used just now.
    """
    index = finder.index()
    query = wanted.query(actor, COUNTED)
    results = index.search(query)
    if results.total and not results.hits:
        last = -(-results.total // wanted.size)
        return find(session, actor, finder, replace(wanted, page=last))
    shown = _shown(session, actor, finder.texts, results.hits, wanted)
    return _found_in(index, query, results, wanted, shown)


def count(actor: Actor, finder: Finder, wanted: Wanted) -> Found:
    """The same without the pages.

    Raises:
        IndexStale: the index cannot be used just now.
    """
    index = finder.index()
    # Asked for a hit, it also tells which words are missing, and what was perhaps meant.
    query = replace(wanted.query(actor, COUNTED), offset=0, limit=1)
    return _found_in(index, query, replace(index.search(query), hits=()), wanted, ())


def beyond(actor: Actor, finder: Finder, wanted: Wanted) -> Beyond:
    """What a search that found little would find if it were wider, in two questions to the index."""
    index = finder.index()
    query = replace(wanted.query(actor), offset=0, limit=0)
    some = index.search(replace(query, match="any", facets=("themes",)))
    wide = index.search(replace(query, filters={}, minutes=(None, None)))
    return Beyond(some.total, wide.total, some.facets["themes"])


def written(actor: Actor, finder: Finder, facet: str) -> Collection[str]:
    """The codes of a facet over all that this person may read."""
    everything = Query("", limit=0, audience=actor.audiences, facets=(facet,))
    return frozenset(finder.index().search(everything).facets[facet])


def similar(session: Session, actor: Actor, finder: Finder, page: Page) -> list[pages.Card]:
    """The pages most like this one that this person may read, the most like first."""
    hits = [
        hit
        for document in documents_of(session, [page.id])
        for hit in finder.index().similar(document, actor.audiences, SIMILAR)
    ]
    cards = _cards(session, actor, hits)
    return [cards[hit.id] for hit in hits if hit.id in cards]


def found_cards(session: Session, actor: Actor, finder: Finder, wanted: Wanted) -> list[pages.Card]:
    """The pages found as cards, without passages and counts; none that hold but a part of what was asked."""
    hits = finder.index().search(replace(wanted.query(actor), strict=True)).hits
    cards = _cards(session, actor, hits)
    return [cards[hit.id] for hit in hits if hit.id in cards]


def _found_in(
    index: Index, query: Query, results: Results, wanted: Wanted, shown: Sequence[FoundPage]
) -> Found:
    # The index follows a save a moment later: what the database no longer shows is not counted either.
    total = results.total - (len(results.hits) - len(shown))
    counts = _facets(index, query, results)
    return Found(
        shown, total, wanted.page, wanted.size, counts, results.relaxed, results.holding_all, results.missing,
        results.suggestion,
    )  # fmt: skip


def _facets(index: Index, query: Query, results: Results) -> dict[str, Mapping[str, int]]:
    """Counts of each facet as if nothing of itself were chosen, since its values are alternatives."""
    counts = dict(results.facets)
    narrowed = {*query.filters} | ({"duration"} if query.minutes != (None, None) else set())
    for name in narrowed & {*query.facets, "authors"}:
        counts[name] = index.search(_counting(query, results, name)).facets[name]
    return counts


def _counting(query: Query, results: Results, name: str) -> Query:
    return replace(
        query,
        filters={key: codes for key, codes in query.filters.items() if key != name},
        minutes=(None, None) if name == "duration" else query.minutes,
        facets=(name,),
        offset=0,
        limit=0,
        match="any" if results.relaxed else query.match,
        strict=True,
    )


def _shown(
    session: Session, actor: Actor, kept: KnownTexts, hits: Sequence[Hit], wanted: Wanted
) -> list[FoundPage]:
    cards = _cards(session, actor, hits)
    ids = [card.id for card in cards.values()]
    texts = _texts(session, kept, ids) if ids else {}
    featured, played = featured_among(session, ids), played_among(session, ids) if ids else {}
    shown = [
        replace(
            _page_found(cards[hit.id], texts[int(hit.id)], wanted),
            is_featured=int(hit.id) in featured,
            played=played.get(int(hit.id), 0),
        )
        for hit in hits
        if hit.id in cards
    ]
    return _with_elsewhere(session, shown, texts, wanted) if wanted.text else shown


def _with_elsewhere(
    session: Session, shown: list[FoundPage], texts: Mapping[int, _Text], wanted: Wanted
) -> list[FoundPage]:
    """The same, of pages that do not say themselves what was looked for, with the file that does."""
    silent = [page.card.id for page in shown if not page.says_it]
    additions = additions_of(session, silent) if silent else {}
    return [
        replace(
            page, elsewhere=_elsewhere(additions.get(page.card.id, ()), texts[page.card.id].language, wanted)
        )
        for page in shown
    ]


def _elsewhere(additions: Sequence[Addition], language: str, wanted: Wanted) -> Elsewhere | None:
    for addition in additions:
        # Where only the name says it, the name is what is shown.
        for text in (addition.text, addition.name):
            extract = snippet(text, wanted.text, language, equivalents=wanted.equivalents)
            if any(piece.is_match for piece in extract):
                return Elsewhere(addition.name, addition.url, extract if text is addition.text else ())
    return None


def _cards(session: Session, actor: Actor, hits: Sequence[Hit]) -> dict[str, pages.Card]:
    """The cards of those hits that the database, too, lets this person read."""
    ids = [int(hit.id) for hit in hits]
    found = pages.cards(session, actor, ids=ids, limit=len(ids)) if ids else []
    return {str(card.id): card for card in found}


def _page_found(card: pages.Card, text: _Text, wanted: Wanted) -> FoundPage:
    plain = (Piece(card.title, False),), (Piece(card.summary, False),)
    if not wanted.text:
        return FoundPage(card, *plain, text.known.traits)
    asked, language, equivalents = wanted.text, text.language, wanted.equivalents
    title = snippet(card.title, asked, language, _TITLE_LENGTH, equivalents)
    extract = snippet(text.known.plain, asked, language, equivalents=equivalents)
    return FoundPage(card, title, extract, text.known.traits)


def _texts(session: Session, kept: KnownTexts, page_ids: Sequence[int]) -> dict[int, _Text]:
    """The plain texts and traits of pages; only those not known yet are read and parsed."""
    rows = session.execute(
        select(Page.id, Page.current_id, Page.language, Page.kind, Territory.slug)
        .join(Territory, Territory.id == Page.territory_id)
        .where(Page.id.in_(page_ids), Page.current_id.is_not(None))
    ).all()
    known = {row.current_id: kept.get(row.current_id, row.kind) for row in rows}
    unknown = {row.current_id: row for row in rows if known[row.current_id] is None}
    if unknown:
        texts = session.execute(select(Revision.id, Revision.text).where(Revision.id.in_(unknown)))
        for revision_id, text in texts:
            row = unknown[revision_id]
            read_now = KnownText(read(text, home=row.slug).plain, tools_of(row.kind).traits(text))
            kept.keep(revision_id, row.kind, read_now)
            known[revision_id] = read_now
    return {
        row.id: _Text(known[row.current_id] or KnownText(), row.language.lower().partition("-")[0])
        for row in rows
    }
